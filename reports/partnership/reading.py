"""What the report is made from, asked of the warehouse once: marts, offices, states of products, visits, demands.

No formula stands here: statuses, what is required of which category, and what fits a demand are the marts' own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        offices = _offices(connection)
        rows = {name: mart_rows(connection, described_mart(name)) for name in marts}
        now = read_readiness(connection)
        since = _months_before(point.period, MONTHS)
        visits = tuple(_visits(connection, since))
        market = _market(connection, now.products)
    before = _earlier(warehouse, since, point.known_on) if since >= FIRST_MONTH else None
    return ReportSource(point, offices, rows, now, before, visits, market)


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
    """Demands by code point, and the pairs that fit, by product and demand. The rows come by the million, so their texts
    are turned into places as they come; a demand that nothing fits has a row without product.
    """
    at_product = {key: place for place, key in enumerate(zip(products.office, products.key, strict=True))}
    seen: dict[tuple, int] = {}
    pairs = [np.empty((0, 3))]
    for rows in connection.execute(_FITS).tuples().partitions(_ROWS_AT_ONCE):
        places = [
            (at_product[office, key] if key else -1, seen.setdefault(tuple(demand), len(seen)), supply)
            for office, key, supply, *demand in rows
        ]
        pairs.append(np.array(places, dtype=np.float64))
    demands = sorted(seen)
    place_of = np.empty(len(seen), dtype=np.int64)
    place_of[[seen[demand] for demand in demands]] = np.arange(len(demands))
    found = np.concatenate(pairs)
    found = found[found[:, 0] >= 0]
    product, demand = found[:, 0].astype(np.int64), place_of[found[:, 1].astype(np.int64)]
    order = np.lexsort((demand, product))
    product, demand = product[order], demand[order]
    gives = found[order, 2] / products.capacity[product]
    columns = [list(column) for column in zip(*demands, strict=True)] or [[]] * 4
    office, code, category = (np.array(values, dtype=object) for values in columns[:3])
    return Market(products, Demands(office, code, category, np.array(columns[3], np.int64)), product, demand, gives)


_ROWS_AT_ONCE = 50_000


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
_FITS = text(
    "SELECT office_produk, kode_produk, pasokan, office, kode_permintaan, kategori, volume_bulanan "
    "FROM mart_permintaan_rows"
)
