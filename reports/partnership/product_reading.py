"""What each counted product lacks for each retailer, asked of the warehouse as the marts' views say it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from sqlalchemy import Connection, RowMapping, text

from reports.partnership.columns import Kind, columns_of, in_order
from reports.partnership.states import Products, Readiness, Requirement, Retailer

BITS = {
    "NIB": 1,
    "NPWP": 2,
    "P-IRT": 4,
    "BPOM MD": 8,
    "P-IRT atau BPOM MD": 16,
    "Halal": 32,
    "Barcode": 64,
    "Merek Terdaftar": 128,
    "Label Lengkap": 256,
    "Kode Produksi": 512,
    "Lolos Kurasi": 1024,
}
"""By requirement without a threshold: its bit in the views ``kurang_produk`` and ``syarat_wajib``."""

THRESHOLD_COLUMNS = {
    "Masa Simpan Minimal": ("masa_simpan", "masa_simpan_hari"),
    "Kapasitas Minimal": ("kapasitas", "kapasitas_bulanan"),
    "Harga Maksimal": ("harga", "harga_jual"),
}
"""By requirement with a threshold: its column in ``syarat_wajib``, and what is compared, in ``kurang_produk``."""


SHEETS = ("umkm", "produk", "kurasi", "persyaratan")
"""The sheets that the states of products follow from."""


def read_readiness(connection: Connection) -> Readiness:
    """The states of every counted product for every retailer, from this connection's point of view."""
    columns = columns_of(connection, "kurang_produk", _PRODUCTS)
    order = in_order(*columns[:2])
    office, key, business, category, price, capacity, shelf_life, lacks, surely = (column[order] for column in columns)
    stated = {"harga_jual": price.astype(np.float64), "kapasitas_bulanan": capacity, "masa_simpan_hari": shelf_life}
    products = Products(
        office,
        key,
        business,
        category,
        price=price,
        capacity=np.nan_to_num(capacity).astype(np.int64),
        amounts={name: stated[column] for name, (_, column) in THRESHOLD_COLUMNS.items()},
    )
    retailers = tuple(_retailers(connection))
    required = {(row["ritel"], row["kategori"]): row for row in connection.execute(_REQUIRED).mappings()}
    codes, categories = pd.factorize(products.category)
    masks = [
        _masks(retailer, [required[retailer.name, category] for category in categories], codes, products, lacks, surely)
        for retailer in retailers
    ]
    return Readiness(retailers, products, tuple(mask for mask, _ in masks), tuple(mask for _, mask in masks))


def readiness_of_nothing() -> Readiness:
    """The reading of a warehouse in which nothing was ever in force."""
    nothing, whole = np.array([], dtype=object), np.array([], dtype=np.int64)
    amounts = dict.fromkeys(THRESHOLD_COLUMNS, np.array([], dtype=np.float64))
    return Readiness((), Products(nothing, nothing, nothing, nothing, whole, whole, amounts), (), ())


def _retailers(connection: Connection) -> list[Retailer]:
    """Every retailer with a requirement in force, with those that are compulsory and within the data."""
    requirements: dict[str, list[Requirement]] = {}
    for row in connection.execute(_REQUIREMENTS).mappings():
        mine = requirements.setdefault(row["ritel"], [])
        if row["wajib"] and not row["di_luar_data"]:
            negotiable = bool(row["dapat_dinegosiasikan"])
            mine.append(Requirement(row["persyaratan"], row["golongan"], row["topik"], row["nilai"], negotiable))
    return [
        Retailer(name, tuple(sorted(requirements[name], key=lambda entry: entry.name))) for name in sorted(requirements)
    ]


def _masks(
    retailer: Retailer,
    required: list[RowMapping],
    codes: np.ndarray,
    products: Products,
    lacks: np.ndarray,
    surely: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The masks of one retailer. ``required``: by code of the category, the row of ``syarat_wajib``; ``lacks``,
    ``surely``: what each product lacks, whoever asks for it, by ``BITS``.
    """
    mine, mine_surely = np.zeros(len(products), dtype=np.int64), np.zeros(len(products), dtype=np.int64)
    asked_bits = np.array([row["diminta"] for row in required], dtype=np.int64)
    for place, requirement in enumerate(retailer.requirements):
        if requirement.name in THRESHOLD_COLUMNS:
            name, _ = THRESHOLD_COLUMNS[requirement.name]
            is_required = np.array([row[name] for row in required], dtype=bool)[codes]
            met, unmet = _compared(requirement, products.amounts[requirement.name])
            lacking, surely_lacking = is_required & ~met, is_required & unmet
        else:
            bit = BITS[requirement.name]
            is_required = (asked_bits & bit > 0)[codes]
            lacking, surely_lacking = is_required & (lacks & bit > 0), is_required & (surely & bit > 0)
        mine |= np.where(lacking, retailer.bit(place), 0)
        mine_surely |= np.where(surely_lacking, retailer.bit(place), 0)
    return mine, mine_surely


def _compared(requirement: Requirement, amounts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tells where a threshold is met, and where it surely is not. Neither holds where the amount or the threshold is
    unknown.
    """
    threshold = np.nan if requirement.threshold is None else requirement.threshold
    if requirement.highest:
        return amounts <= threshold, amounts > threshold
    return amounts >= threshold, amounts < threshold


_PRODUCTS: Mapping[str, Kind] = {
    "office": "word",
    "row_key": "text",
    "kode_umkm": "text",
    "kategori": "word",
    "harga_jual": "whole",
    "kapasitas_bulanan": "count",
    "masa_simpan_hari": "count",
    "kurang": "whole",
    "kurang_pasti": "whole",
}
_REQUIREMENTS = text(
    "SELECT y.ritel, y.persyaratan, y.wajib, y.nilai, y.dapat_dinegosiasikan, d.golongan, d.topik, d.di_luar_data "
    "FROM syarat_berlaku y "
    "INNER JOIN persyaratan_kini d ON d.persyaratan = y.persyaratan"
)
_REQUIRED = text("SELECT * FROM syarat_wajib")
