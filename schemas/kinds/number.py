"""Numbers: what their kinds have in common, and how they may differ (contract section 4)."""

from __future__ import annotations

import math
from collections.abc import Set
from dataclasses import dataclass
from decimal import Decimal as Exact
from typing import Any, ClassVar

from schemas.codes import Code
from schemas.kinds.base import Between, Demand, Kind
from schemas.kinds.figures import Rules, UnreadableError, parse_figures
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import EMPTY, CellReader, Issue, Reading, bad
from schemas.text import EMPTY_WORDS, clean, grouped

CLIPPED = 2147483647


@dataclass(frozen=True)
class Number(Kind):
    """A number between ``low`` and ``high``, both allowed (``above_low``: the lower bound itself is not).

    A kind of number says its ``rules`` for text, whether it is ``whole``, and what it is called (``noun``).
    """

    low: float
    high: float
    above_low: bool = False

    rules: ClassVar[Rules] = Rules()
    whole: ClassVar[bool] = False
    noun: ClassVar[str] = "angka"
    shows_example = "in_faults"
    long_number = True
    room = 12

    # --- reading --------------------------------------------------------------------------------------------------

    def highest(self, context: ContextLike) -> float:
        """The largest number allowed."""
        return self.high

    def parse(self, text: str) -> tuple[Exact, bool]:
        """The number that a clean text stands for, and whether a dot was read as the decimal point (see ``figures``)."""
        return parse_figures(text, self.rules)

    def value_of(self, number: float | Exact) -> int | float:
        """The typed value: ``int`` for whole numbers and money, ``float`` for decimals."""
        return int(number) if self.whole else float(number)

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        low, high, above_low, whole = self.low, self.highest(context), self.above_low, self.whole
        unreadable = Code.INTEGER if whole else Code.NUMBER
        value_of, parse = self.value_of, self.parse

        def judge(number: float | Exact, dotted: bool) -> Reading:
            if not math.isfinite(number):
                return bad(Code.RANGE)
            if whole and number != int(number):
                return bad(Code.INTEGER)
            value = value_of(number)
            issues: tuple[Issue, ...] = ()
            if dotted:
                issues = (Issue(Code.NUMBER_DECIMAL_POINT, value),)
            elif value == CLIPPED and not whole:
                issues = (Issue(Code.NUMBER_CLIPPED),)
            if value < low or value > high or (above_low and value == low):
                return Reading(None, (*issues, Issue(Code.RANGE)))
            return Reading(value, issues)

        def read(value: Any) -> Reading:
            if isinstance(value, bool):
                return bad(unreadable)
            if isinstance(value, float | int):
                return judge(value, False)
            if not isinstance(value, str):
                return bad(unreadable)
            text = clean(value)
            if text.casefold() in EMPTY_WORDS:
                return EMPTY
            try:
                number, dotted = parse(text)
            except UnreadableError as error:
                return bad(error.code if error.code == Code.NUMBER_AMBIGUOUS else unreadable)
            return judge(number, dotted)

        return read

    def usual_values(self, column: ColumnLike, context: ContextLike, values: Set[Any]) -> dict[Any, Any]:
        low, high = self.low, self.highest(context)
        numbers = [value for value in values if type(value) is float and low <= value <= high and value != CLIPPED]
        if self.above_low and low in numbers:
            numbers.remove(low)
        if self.rules.fractions:
            return dict(zip(numbers, numbers, strict=True))
        return {number: int(number) for number in numbers if number.is_integer()}

    # --- after reading --------------------------------------------------------------------------------------------

    def demands(self) -> tuple[Demand, ...]:
        return (Between(self.low, self.high, self.above_low),)

    def asks_of(self, column: ColumnLike) -> str:
        low, high = grouped(self.low), grouped(self.high)
        return f"{self.noun} lebih dari {low} sampai {high}" if self.above_low else f"{self.noun} {low} sampai {high}"
