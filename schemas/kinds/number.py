"""The base of all kinds of number (contract section 4)."""

from __future__ import annotations

import math
from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from decimal import Decimal as Exact
from fractions import Fraction
from functools import partial
from typing import Any, ClassVar, Self

from schemas.codes import Code
from schemas.grid import ShownNumber
from schemas.indonesian import grouped
from schemas.kinds.bare import own_word_of
from schemas.kinds.base import Between, Demand, Kind
from schemas.kinds.explanations import contradicts
from schemas.kinds.figures import ONE, Rules, UnreadableError, parse_figures
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.loose import read_loosely
from schemas.kinds.reading import EMPTY, CellReader, Issue, Reading, bad
from schemas.kinds.serials import as_number
from schemas.kinds.strays import is_telephone
from schemas.text import EMPTY_WORDS, clean
from schemas.units import PLAIN, Measure, cell_factor, is_currency_alone, split_amount

CLIPPED = 2147483647


@dataclass(frozen=True)
class Number(Kind):
    """A number between ``low`` and ``high``, both allowed (``above_low``: the lower bound itself is not).

    ``measure`` says what it counts in. ``factor`` is the number of these in one of the cell's, under a header with
    another unit. A kind of number gives its ``rules`` for text, whether it is ``whole``, whether a header may name
    units (``is_measured``), and its ``noun``.
    """

    low: float
    high: float
    above_low: bool = False
    measure: Measure = PLAIN
    factor: Fraction = ONE

    rules: ClassVar[Rules] = Rules()
    whole: ClassVar[bool] = False
    is_measured: ClassVar[bool] = True
    noun: ClassVar[str] = "angka"
    own_words: ClassVar[tuple[str, ...]] = ()
    """Words that may stand before the number besides the column's names."""
    only_figures = True
    shows_example = "in_findings"
    long_number = True
    room = 12

    # --- reading --------------------------------------------------------------------------------------------------

    def highest(self, context: ContextLike) -> float:
        """The largest number allowed."""
        return self.high

    def parse(self, text: str) -> tuple[Exact, bool]:
        """The number in a clean text, and whether a dot was read as the decimal point (see ``figures``)."""
        return parse_figures(text, self._rules, self.factor)

    @property
    def _rules(self) -> Rules:
        """The rules for this column. Letters behind what a row's own unit measures may be units: "5 m" of cloth."""
        return replace(self.rules, letters="none") if self.measure.unit_in else self.rules

    def converted(self, factor: Fraction) -> Self:
        """The kind under a header with another unit; ``factor`` says how many of the column's it is."""
        return replace(self, factor=factor)

    def value_of(self, number: float | Exact) -> int | float:
        """The typed value: ``int`` for whole numbers and money, ``float`` for decimals."""
        return int(number) if self.whole else float(number)

    @property
    def beside(self) -> str | None:
        return self.measure.unit_in

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        return self._reader(column, context, None)

    def reader_beside(self, column: ColumnLike, context: ContextLike) -> Callable[[Any, Any], Reading]:
        readers: dict[Any, CellReader] = {}

        def read(value: Any, unit: Any) -> Reading:
            if unit not in readers:
                readers[unit] = self._reader(column, context, unit)
            return readers[unit](value)

        return read

    def _reader(self, column: ColumnLike, context: ContextLike, unit: str | None) -> CellReader:
        """The reader for rows of this unit."""
        low, high, above_low, whole = self.low, self.highest(context), self.above_low, self.whole
        unreadable = Code.INTEGER if whole else Code.NUMBER
        value_of, parse, factor = self.value_of, self.parse, self.factor
        own_word = own_word_of(column, *self.own_words, dashes=False)
        is_contradicted = partial(contradicts, measure=self.measure, header=column.header)

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

        def read_text(text: str) -> Reading | None:
            """The number in a text as it stands, with or without a unit; None where there is none."""
            try:
                return judge(*parse(text))
            except UnreadableError as error:
                if error.code == Code.NUMBER_AMBIGUOUS:
                    return bad(error.code)
                return self._read_with_unit(text, unit, judge)

        def read(value: Any) -> Reading:
            if isinstance(value, ShownNumber):
                stored, as_shown = read(value.number), read(value.text)
                return stored if stored.value is not None and stored.value == as_shown.value else as_shown
            if not isinstance(value, str):
                number = as_number(value, context.day_count)
                return bad(unreadable) if number is None else judge(times(number, factor), False)
            text = clean(value)
            if text.casefold() in EMPTY_WORDS:
                return EMPTY
            if is_telephone(text):
                return bad(unreadable)  # no sum is written with a zero before it
            return read_text(text) or read_loosely(text, read_text, own_word, is_contradicted) or bad(unreadable)

        return read

    def _read_with_unit(self, text: str, unit: str | None, judge: Callable[[Exact, bool], Reading]) -> Reading | None:
        """A number with unit words behind it, converted to the column's unit; None where that is not certain."""
        parts = split_amount(text) if self.is_measured else None
        factor = cell_factor(parts[1], self.measure, unit) if parts else None
        if parts is None or factor is None:
            return None
        try:
            number, _ = parse_figures(parts[0], self._rules)
        except UnreadableError as error:
            return bad(error.code) if error.code == Code.NUMBER_AMBIGUOUS else None
        reading = judge(number * factor.numerator / factor.denominator, False)
        if reading.value is None or is_currency_alone(parts[1]):
            return reading
        return Reading(reading.value, (*reading.issues, Issue(Code.NUMBER_UNIT, reading.value)))

    def usual_values(self, column: ColumnLike, context: ContextLike, values: Set[Any]) -> dict[Any, Any]:
        if self.factor != 1:
            return {}
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


def times(number: float, factor: Fraction) -> float | Exact:
    """The exact product, as the cell shows the number."""
    if factor == 1 or not math.isfinite(number):
        return number
    return Exact(repr(number)) * factor.numerator / factor.denominator
