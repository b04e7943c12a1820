"""Years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from schemas.kinds.days import parse_date
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.integer import Integer
from schemas.kinds.reading import CellReader, Reading
from schemas.text import clean


@dataclass(frozen=True)
class Year(Integer):
    """A year from ``low`` to the year of the period (``high`` is not used). A day counts as its year."""

    name = "Tahun"
    example = "2019"
    validation = "year"
    display = "year"
    room = 10
    is_measured = False
    own_words = ("tahun", "thn", "th", "sejak", "sejak tahun", "berdiri", "berdiri tahun")

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        read_number = super().reader(column, context)

        def read(value: Any) -> Reading:
            reading = read_number(value)
            day = _day_of(value) if reading.value is None and reading.issues else None
            of_day = read_number(float(day.year)) if day else reading
            return reading if of_day.value is None else of_day

        return read

    def highest(self, context: ContextLike) -> float:
        return context.period_year or self.high

    def asks_of(self, column: ColumnLike) -> str:
        return f"tahun {self.low:.0f} sampai tahun laporan"


def _day_of(value: Any) -> date | None:
    """The day in a cell that holds a day in place of its year."""
    if isinstance(value, date):
        return value
    reading = parse_date(clean(value)) if isinstance(value, str) and not value.strip().isdigit() else None
    return reading.value if reading and not reading.issues else None
