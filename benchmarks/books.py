"""The workbooks that the benchmark reads; made once and kept in ``benchmarks/.cache``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from benchmarks.large import make_large
from kemitraan.references import shipped_reference
from schemas.period import Period

CACHE = Path(__file__).with_name(".cache")
MAKER = 1
"""Raise it when ``make_large`` writes other workbooks than before."""
PERIOD = Period(2026, 11)
OFFICES = {
    "76.01": "pasangkayu",
    "76.02": "mamuju",
    "76.03": "mamasa",
    "76.04": "polewali-mandar",
    "76.05": "majene",
    "76.06": "mamuju-tengah",
}
ROWS_A_BUSINESS = 4.2


@dataclass(frozen=True)
class Book:
    """A workbook of one regency: its office's code and slug, its data rows over five sheets."""

    path: str
    office: str
    slug: str
    rows: int


def make_book(office: str, businesses: int, period: Period = PERIOD) -> Book:
    """The workbook of an office with so many businesses, 4.2 rows for each. It is made when it does not exist yet."""
    month = "" if period == PERIOD else f"-{period}"
    path = CACHE / f"v{MAKER}-{OFFICES[office]}-{businesses}{month}.xlsx"
    note = path.with_suffix(".json")
    if not note.exists():
        CACHE.mkdir(exist_ok=True)
        counts = make_large(path, shipped_reference(), businesses, office=office, period=period)
        note.write_text(json.dumps({"rows": sum(count.rows for count in counts.values())}), encoding="utf-8")
    return Book(str(path), office, OFFICES[office], json.loads(note.read_text(encoding="utf-8"))["rows"])


def make_books(count: int, businesses: int) -> list[Book]:
    """Workbooks of so many of the six regencies."""
    return [make_book(office, businesses) for office in list(OFFICES)[:count]]


def make_months(count: int, businesses: int) -> list[Book]:
    """Makes ``count`` workbooks of the six regencies, month by month."""
    months = [Period(2026, 11 - back) for back in reversed(range(-(-count // len(OFFICES))))]
    return [make_book(office, businesses, month) for month in months for office in OFFICES][:count]
