"""Money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP
from decimal import Decimal as Exact

from schemas.indonesian import grouped
from schemas.kinds.figures import Rules
from schemas.kinds.given import ColumnLike
from schemas.kinds.number import Number
from schemas.units import IN_RUPIAH, Measure

_ROUNDED_BELOW = 10**15  # far above every range; larger numbers are beyond exact decimals


@dataclass(frozen=True)
class Money(Number):
    """Whole rupiah; cents are rounded half up."""

    measure: Measure = IN_RUPIAH

    name = "Uang"
    example = "1.500.000"
    rules = Rules(cents_only=True, letters="scales", currency=True)
    storage = "whole"
    validation = "whole"
    display = "grouped"
    room = 18

    def value_of(self, number: float | Exact) -> int | float:
        value = float(number)
        return _half_up(number) if abs(value) < _ROUNDED_BELOW else value

    def asks_of(self, column: ColumnLike) -> str:
        return f"Rp{grouped(self.low)} sampai Rp{grouped(self.high)}"


def _half_up(number: float | Exact) -> int:
    return int(number) if number == int(number) else int(Exact(str(number)).quantize(Exact(1), rounding=ROUND_HALF_UP))
