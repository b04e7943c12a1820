"""Numbers with decimals."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.kinds.figures import Rules
from schemas.kinds.number import Number


@dataclass(frozen=True)
class Decimal(Number):
    """A number with decimals."""

    name = "Angka desimal"
    example = "75,5"
    rules = Rules(fractions=True)
    storage = "decimal"
    validation = "decimal"
    display = "general"
