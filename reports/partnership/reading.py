"""What the report is made from, asked of the warehouse once: marts, offices, states of products, visits, demands.

No formula stands here: statuses, what is required of which category, and what fits a demand are the marts' own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, RowMapping, text

from reports.partnership.effect import MONTHS, Visit
from reports.partnership.market import Demands, Market
from reports.partnership.states import Products, Readiness, Requirement, Retailer
from schemas.period import Period
from warehouse.engine import Warehouse
from warehouse.mart_reading import at_point, described_mart, mart_rows
from warehouse.marts import MARTS
from warehouse.point_of_view import PointOfView
from warehouse.reference_rows import FIRST_MONTH

STATUS_COLUMNS = {
    "NIB": "nib",
    "NPWP": "npwp",
    "P-IRT": "pirt",
    "BPOM MD": "md",
    "P-IRT atau BPOM MD": "pirt_atau_md",
    "Halal": "halal",
    "Barcode": "gtin",
    "Merek Terdaftar": "hki",
    "Label Lengkap": "label_lengkap",
    "Kode Produksi": "kode_produksi",
    "Lolos Kurasi": "kurasi",
}
"""By requirement: its column in the views ``status_produk`` and ``syarat_wajib``."""

THRESHOLD_COLUMNS = {
    "Masa Simpan Minimal": ("masa_simpan", "masa_simpan_hari"),
    "Kapasitas Minimal": ("kapasitas", "kapasitas_bulanan"),
    "Harga Maksimal": ("harga", "harga_jual"),
}
"""By requirement with a threshold: its column in ``syarat_wajib``, and what is compared, in ``status_produk``."""


@dataclass(frozen=True)
class OfficeData:
    """The newest month that an office's figures come from."""

    office: str
    period_data: Period


@dataclass(frozen=True)
class ReportSource:
    """Everything that the report is computed from. ``before`` is the state some months earlier as known on the same
    moment, None where there can be none; ``point`` is None where nothing was ever in force.
    """

    point: PointOfView | None
    offices: tuple[OfficeData, ...]
    marts: Mapping[str, Sequence[Mapping[str, Any]]]
    now: Readiness
    before: Readiness | None
    visits: tuple[Visit, ...]
    market: Market

    def missing(self) -> list[str]:
        """What there is nothing of, in sentences."""
        if not self.offices:
            return ["Belum ada yang berlaku dari sudut pandang itu."]
        present = {office.office for office in self.offices}
        sentences = [
            f"Belum ada data dari {row['nama_kabupaten']}."
            for row in self.marts["kepatuhan"]
            if row["period"] == self.point.period and row["office"] not in present
        ]
        if not self.now.retailers:
            sentences.append("Tidak ada persyaratan ritel yang berlaku, jadi kesiapan dan pembukaan kosong.")
        return sentences


def read_source(
    warehouse: Warehouse,
    *,
    period: Period | None = None,
    known_on: datetime | None = None,
    marts: Sequence[str] = MARTS,
) -> ReportSource:
    """Everything for a month as known on a moment, by default the newest as known when what is in force last changed; of
    the marts those that are named.
    """
    with at_point(warehouse, period=period, known_on=known_on) as (connection, point):
        if point is None:
            nothing = _readiness_of_nothing()
            return ReportSource(
                None, (), dict.fromkeys(marts, ()), nothing, None, (), _market(connection, nothing.products)
            )
        with ThreadPoolExecutor(1) as beside:
            rows = beside.submit(_marts, warehouse, marts, point)
            now = read_readiness(connection)
            since = _months_before(point.period, MONTHS)
            return ReportSource(
                point=point,
                offices=_offices(connection),
                now=now,
                before=_earlier(warehouse, since, point.known_on) if since >= FIRST_MONTH else None,
                visits=tuple(_visits(connection, since)),
                market=_market(connection, now.products),
                marts=rows.result(),
            )


def _marts(warehouse: Warehouse, names: Sequence[str], point: PointOfView) -> dict[str, Sequence[Mapping[str, Any]]]:
    """The marts from the same point of view, on a connection of its own: a database works while we compute."""
    with at_point(warehouse, period=point.period, known_on=point.known_on) as (connection, _):
        return {name: mart_rows(connection, described_mart(name)) for name in names}


def _earlier(warehouse: Warehouse, period: Period, known_on: datetime) -> Readiness:
    with at_point(warehouse, period=period, known_on=known_on) as (connection, _):
        return read_readiness(connection)


def _months_before(period: Period, months: int) -> Period:
    for _ in range(months):
        period = period.before()
    return period


def _offices(connection: Connection) -> tuple[OfficeData, ...]:
    query = text(
        "SELECT office, MAX(period) AS period FROM pernyataan_berlaku "
        "WHERE kind = 'regency' AND sheet = 'UMKM' OR kind = 'sulsel' AND sheet = 'Mitra' GROUP BY office"
    )
    return tuple(sorted((OfficeData(*row) for row in connection.execute(query)), key=lambda row: row.office))


def read_readiness(connection: Connection) -> Readiness:
    """The states of every counted product for every retailer, from this connection's point of view."""
    rows = list(connection.execute(_PRODUCTS).tuples())
    rows.sort(key=itemgetter(0, 1))
    columns = [list(column) for column in zip(*rows, strict=True)] or [[]] * 9
    products = _products(columns)
    lacks, surely = (np.array(column, dtype=np.int64) for column in columns[7:])
    retailers = tuple(_retailers(connection))
    required = {(row["ritel"], row["kategori"]): row for row in connection.execute(_REQUIRED).mappings()}
    codes, categories = pd.factorize(products.category)
    masks = [
        _masks(retailer, [required[retailer.name, category] for category in categories], codes, products, lacks, surely)
        for retailer in retailers
    ]
    return Readiness(retailers, products, tuple(mask for mask, _ in masks), tuple(mask for _, mask in masks))


def _readiness_of_nothing() -> Readiness:
    return Readiness((), _products([[]] * 9), (), ())


def _products(columns: list[list[Any]]) -> Products:
    office, key, business, category, price, capacity, shelf_life, *_ = columns
    numbers = {"harga_jual": price, "kapasitas_bulanan": capacity, "masa_simpan_hari": shelf_life}
    return Products(
        *(np.array(values, dtype=object) for values in (office, key, business, category)),
        price=np.array(price, dtype=np.int64),
        capacity=np.array([value or 0 for value in capacity], dtype=np.int64),
        amounts={name: np.array(numbers[column], dtype=np.float64) for name, (_, column) in THRESHOLD_COLUMNS.items()},
    )


def _retailers(connection: Connection) -> list[Retailer]:
    """Every retailer with a requirement in force, with those that are compulsory and within the data."""
    requirements: dict[str, list[Requirement]] = {}
    for row in connection.execute(_REQUIREMENTS).mappings():
        mine = requirements.setdefault(row["ritel"], [])
        if row["wajib"] and not row["di_luar_data"]:
            mine.append(Requirement(row["persyaratan"], row["golongan"], row["topik"], row["nilai"]))
    return [
        Retailer(name, tuple(sorted(requirements[name], key=lambda one: one.name))) for name in sorted(requirements)
    ]


def _masks(
    retailer: Retailer,
    required: list[RowMapping],
    codes: np.ndarray,
    products: Products,
    lacks: np.ndarray,
    surely: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """The masks of one retailer. ``required``: by code of the category, the row of ``syarat_wajib``; ``lacks``, ``surely``:
    what each product lacks, whoever asks for it, by the bits of ``STATUS_COLUMNS``.
    """
    mine, mine_surely = np.zeros(len(products), dtype=np.int64), np.zeros(len(products), dtype=np.int64)
    order = list(STATUS_COLUMNS)
    for place, requirement in enumerate(retailer.requirements):
        if requirement.name in THRESHOLD_COLUMNS:
            name, _ = THRESHOLD_COLUMNS[requirement.name]
            asked = np.array([row[name] for row in required], dtype=bool)[codes]
            met, unmet = _compared(requirement, products.amounts[requirement.name])
            lacking, surely_lacking = asked & ~met, asked & unmet
        else:
            asked = np.array([row[STATUS_COLUMNS[requirement.name]] for row in required], dtype=bool)[codes]
            bit = 1 << order.index(requirement.name)
            lacking, surely_lacking = asked & (lacks & bit > 0), asked & (surely & bit > 0)
        mine |= np.where(lacking, retailer.bit(place), 0)
        mine_surely |= np.where(surely_lacking, retailer.bit(place), 0)
    return mine, mine_surely


def _compared(requirement: Requirement, amounts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where a threshold is met, and where it surely is not; neither where the amount or the threshold is not told."""
    threshold = np.nan if requirement.threshold is None else requirement.threshold
    if requirement.highest:
        return amounts <= threshold, amounts > threshold
    return amounts >= threshold, amounts < threshold


def _visits(connection: Connection, after: Period) -> list[Visit]:
    """Every mentoring of the months after this one, up to the connection's."""
    query = text("SELECT DISTINCT office, kode_umkm, topik FROM mart_pendampingan_rows WHERE bulan > :after")
    return [Visit(*row) for row in connection.execute(query, {"after": str(after)})]


def _market(connection: Connection, products: Products) -> Market:
    """Demands by code point, and the pairs that fit, by product and demand: those of ``mart_permintaan_rows``, which come by
    the million and are therefore joined here, not in the database.
    """
    demands = sorted(connection.execute(_DEMANDS).tuples(), key=itemgetter(0, 1))
    columns = [list(column) for column in zip(*demands, strict=True)] or [[]] * 7
    office, code, category = (np.array(values, dtype=object) for values in columns[:3])
    place = {key: at for at, key in enumerate(zip(products.office, products.key, strict=True))}
    supplies: dict[tuple[str, str], list[tuple[int, int, float, float]]] = {}
    for kind, unit, owner, key, *numbers in connection.execute(_SUPPLIES).tuples():
        supplies.setdefault((kind, unit), []).append((place[owner, key], *numbers))
    arrays = {group: np.array(rows, dtype=np.float64) for group, rows in supplies.items()}
    pairs: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []
    for at, (*_, kind, _volume, unit, highest, licences) in enumerate(demands):
        if (kind, unit) in arrays:
            product, has, gives, divided = arrays[kind, unit].T
            fits = has.astype(np.int64) & licences == licences
            if highest is not None:
                fits &= products.price[product.astype(np.int64)] * divided <= highest * gives
            fitting = product[fits].astype(np.int32)
            pairs.append((fitting, np.full(len(fitting), at, dtype=np.int32), (gives / divided)[fits]))
    types = (np.int32, np.int32, np.float64)
    product, demand, gives = (
        np.concatenate([np.empty(0, kept), *(pair[at] for pair in pairs)]) for at, kept in enumerate(types)
    )
    order = np.argsort(product, kind="stable")
    volumes = np.array(columns[3], dtype=np.int64)
    return Market(products, Demands(office, code, category, volumes), product[order], demand[order], gives[order])


def _sum_of_bits(statuses: str) -> str:
    cases = (
        f"CASE WHEN {name} {statuses} THEN {1 << at} ELSE 0 END" for at, name in enumerate(STATUS_COLUMNS.values())
    )
    return " + ".join(cases)


_PRODUCTS = text(
    "SELECT office, row_key, kode_umkm, kategori, harga_jual, kapasitas_bulanan, masa_simpan_hari, "  # noqa: S608
    f"{_sum_of_bits('''<> 'terpenuhi' ''')} AS kurang, {_sum_of_bits('''IN ('tidak', 'proses')''')} AS kurang_pasti "
    "FROM status_produk"
)
_REQUIREMENTS = text(
    "SELECT y.ritel, y.persyaratan, y.wajib, y.nilai, d.golongan, d.topik, d.di_luar_data FROM syarat_berlaku y "
    "INNER JOIN persyaratan_kini d ON d.persyaratan = y.persyaratan"
)
_REQUIRED = text("SELECT * FROM syarat_wajib")
_LICENCES = ("nib", "gtin", "hki", "pirt", "md", "halal")
_DEMANDS = text(
    "SELECT office, row_key, kategori, volume_bulanan, satuan, harga_maks, "  # noqa: S608
    f"{' + '.join(f'{1 << at} * minta_{name}' for at, name in enumerate(_LICENCES))} FROM permintaan_berlaku"
)
_SUPPLIES = text(
    "SELECT kategori, satuan_permintaan, office, row_key, "  # noqa: S608
    f"{' + '.join(f'{1 << at} * {name}' for at, name in enumerate(_LICENCES))}, isi, pembagi FROM pasokan_produk"
)
