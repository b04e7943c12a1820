"""The addressed grid: a sheet's cells with their true rows and columns, from the first byte read to the last
message.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache, cached_property
from operator import itemgetter
from typing import Any

from schemas.day_count import FROM_1900, DayCount

FORMULA_WITHOUT_RESULT = "=?"
"""Flag of a formula with no stored result. Any other flag is the text of an Excel error value."""


@cache
def column_letter(index: int) -> str:
    """The letters of a column: ``0`` → ``A``, ``26`` → ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Cell address of a zero-based row and column: ``(0, 0)`` → ``A1``."""
    return f"{column_letter(column)}{row + 1}"


_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


def parse_address(text: str) -> tuple[int, int]:
    """Zero-based row and column of an address like ``C17``. Raises ValueError when it is none."""
    match = _ADDRESS.fullmatch(text)
    if not match or int(match[2]) < 1:
        raise ValueError(f"not a cell address: {text!r}")
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


Span = tuple[int, int, int, int]
"""A merged range: first row, first column, last row, last column, zero-based, inclusive."""


@dataclass(frozen=True)
class ShownNumber:
    """A number in a cell whose format shows more than the number: "6 bulan", "$ 15", "85%"."""

    number: float
    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Grid:
    """One sheet as sent.

    ``columns`` is column-major: ``columns[c][r]`` is the value at zero-based row ``r`` and column ``c`` counted from
    A1; all columns have the same length. Values: ``str`` (``""`` when blank), ``float``, ``int``, ``bool``,
    :class:`ShownNumber`, ``datetime.date``, ``datetime.datetime``, ``datetime.time``, ``datetime.timedelta``. ``flags``
    holds error values and formulas without result by (row, column). ``digits_are_numbers`` says that text of digits
    counts as a number cell (csv). ``day_count`` says how this workbook counts days.
    """

    name: str
    columns: tuple[tuple[Any, ...], ...]
    visible: bool = True
    merged: tuple[Span, ...] = ()
    flags: dict[tuple[int, int], str] = field(default_factory=dict)
    digits_are_numbers: bool = False
    day_count: DayCount = FROM_1900

    @property
    def height(self) -> int:
        """Rows down to the last cell that holds a value."""
        return len(self.columns[0]) if self.columns else 0

    @property
    def width(self) -> int:
        """Columns up to the last cell that holds a value."""
        return len(self.columns)

    def value(self, row: int, column: int) -> Any:
        """The value at this place; ``""`` outside the used range."""
        if column < self.width and row < self.height:
            return self.columns[column][row]
        return ""

    def row(self, index: int) -> list[Any]:
        """One row, from column A on."""
        return [column[index] for column in self.columns]

    def spans_over(self, column: int) -> tuple[Span, ...]:
        """The merged ranges over a column from top to bottom. Of two that overlap, which is not allowed, the upper
        counts.
        """
        if column not in self._spans_by_column:
            spans: list[Span] = []
            for span in sorted(span for span in self.merged if span[1] <= column <= span[3]):
                if not spans or span[0] > spans[-1][2]:
                    spans.append(span)
            self._spans_by_column[column] = tuple(spans)
        return self._spans_by_column[column]

    @cached_property
    def _spans_by_column(self) -> dict[int, tuple[Span, ...]]:
        return {}

    def top_left(self, row: int, column: int) -> tuple[int, int]:
        """The cell itself, or the top-left cell of the merged range that covers it."""
        spans = self.spans_over(column)
        at = bisect_right(spans, row, key=itemgetter(0)) - 1
        return spans[at][:2] if at >= 0 and row <= spans[at][2] else (row, column)

    def has_cells(self) -> bool:
        """Whether the sheet holds anything at all."""
        return bool(self.flags) or any(value != "" for column in self.columns for value in column)
