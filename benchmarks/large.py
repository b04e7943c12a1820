"""A regency's workbook of 20,000 businesses for the benchmark."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchmarks.fast_xlsx import write_xlsx
from kemitraan.demo.activities import make_kemitraan, make_kurasi, make_pendampingan
from kemitraan.demo.planted_errors import spoil
from kemitraan.demo.regency import make_produk, make_umkm
from kemitraan.demo.values import Values
from schemas.contracts import CONTRACTS
from schemas.model import COVER_TITLE
from schemas.period import Period
from schemas.reference import Reference

# Rows of the other sheets for each business: 84,000 rows for 20,000 businesses.
PRODUCTS, CURATIONS, MENTORINGS, PARTNERSHIPS = 1.4, 0.7, 0.6, 0.5


@dataclass(frozen=True)
class Counts:
    """Data rows of a sheet, and how many of them carry an error of their own."""

    rows: int
    with_errors: int


def make_large(
    path: Path,
    reference: Reference,
    businesses: int = 20_000,
    seed: int = 1,
    error_share: float = 0.02,
    office: str = "76.05",
    period: Period = Period(2026, 11),  # noqa: B008 - it is a value
) -> dict[str, Counts]:
    """Writes the workbook and gives the counts by sheet title. The same arguments give the same bytes."""
    prefix = CONTRACTS.whole.prefix_of(office) or ""
    values = Values(seed, int(office[3:]))
    sheets = _sheets(values, reference, office, prefix, businesses, period)
    counts = {}
    for title, rows in sheets.items():
        spoilt = round(len(rows) * error_share)
        spoil(values, title, rows, spoilt)
        counts[title] = Counts(len(rows), spoilt)
    write_xlsx(path, [(COVER_TITLE, _cover(office, period)), *(_with_headers(*item) for item in sheets.items())])
    return counts


def _sheets(
    values: Values, reference: Reference, office: str, prefix: str, businesses: int, period: Period
) -> dict[str, pd.DataFrame]:
    year, first_day, last_day = period.year, period.first_day, period.last_day
    umkm = make_umkm(values, reference, office, prefix, businesses, year)
    produk = make_produk(values, umkm, round(businesses * PRODUCTS), year, licensed=1.0)
    return {
        "UMKM": umkm,
        "Produk": produk,
        "Kurasi": make_kurasi(values, produk, round(businesses * CURATIONS), first_day, last_day),
        "Pendampingan": make_pendampingan(values, umkm, round(businesses * MENTORINGS), first_day, last_day),
        "Kemitraan": make_kemitraan(values, produk, round(businesses * PARTNERSHIPS), year),
    }


def _cover(office: str, period: Period) -> list[list[str]]:
    name = next(regency.name for regency in CONTRACTS.whole.regencies if regency.code == office)
    return [
        ["Kabupaten", "Periode", "Petugas", "Versi Templat"],
        [name, period, "Hasnah Paloloang", CONTRACTS.newest.version],
    ]


def _with_headers(title: str, rows: pd.DataFrame) -> tuple[str, list[list]]:
    sheet = CONTRACTS.newest.kind("regency").sheet(title)
    return title, [[column.header, *rows[column.name].tolist()] for column in sheet.columns]
