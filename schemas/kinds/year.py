"""Years."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.integer import Integer


@dataclass(frozen=True)
class Year(Integer):
    """A year from ``low`` to the year of the period (``high`` is not used)."""

    name = "Tahun"
    example = "2019"
    validation = "year"
    display = "year"
    room = 10
    is_measured = False

    def highest(self, context: ContextLike) -> float:
        return context.period_year or self.high

    def asks_of(self, column: ColumnLike) -> str:
        return f"tahun {self.low:.0f} sampai tahun laporan"
