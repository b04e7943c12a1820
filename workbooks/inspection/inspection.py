"""The facts about a workbook before its values are read: error values, merged ranges, and whether it obeys the
limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from schemas.day_count import FROM_1900, DayCount
from schemas.grid import Span
from workbooks.inspection.number_formats import NumberFormat
from workbooks.limits import FileRejectedError, Limits

Flags = dict[str, dict[tuple[int, int], str]]
"""Sheet name → {(zero-based row, column): text of an error value, or FORMULA_WITHOUT_RESULT}."""

MOST_FLAGS = 1_000_000
"""A workbook with more error values than this has them on purpose."""


MOST_RECTANGLES = 1.5
"""Room for one sheet of the largest size, and ordinary ones beside it."""


@dataclass(frozen=True)
class Inspection:
    """What the reader of values does not tell. ``flags`` and ``merged`` are by sheet name, worksheets only.
    ``readable`` is the same workbook in the form that the reader takes without mistakes; None where it takes the file
    itself. ``day_count`` says how days are counted. ``formats`` holds, by sheet name, the cells whose format shows more
    than their number.
    """

    flags: Flags
    merged: dict[str, tuple[Span, ...]]
    readable: bytes | None = None
    day_count: DayCount = FROM_1900
    formats: Mapping[str, Mapping[tuple[int, int], NumberFormat]] = field(default_factory=dict)


@dataclass
class SheetNotes:
    """What has been seen of one sheet so far. ``height`` and ``width`` reach to the last cell that holds a value."""

    limits: Limits
    height: int = 0
    width: int = 0
    flags: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Span] = field(default_factory=list)
    characters: int = 0

    def reach(self, row: int, column: int) -> None:
        """Notes a value at this place. Raises FileRejectedError ``file.too_large`` beyond the limits."""
        if row >= self.height:
            self.height = row + 1
            if row >= self.limits.rows:
                raise FileRejectedError("file.too_large", f"more than {self.limits.rows} rows")
        if column >= self.width:
            self.width = column + 1
            if column >= self.limits.columns:
                raise FileRejectedError("file.too_large", f"more than {self.limits.columns} columns")

    def weigh(self, characters: int) -> None:
        """Counts text of cells whose text is stored once for many: readers make a copy for each cell."""
        self.characters += characters
        if self.characters > self.limits.unpacked_bytes:
            raise FileRejectedError("file.too_large", "shared text that grows beyond the limit")

    def flag(self, row: int, column: int, text: str) -> None:
        """Notes an error value or a formula without result."""
        self.reach(row, column)
        self.flags[row, column] = text
        if len(self.flags) > MOST_FLAGS:
            raise FileRejectedError("file.too_large", f"more than {MOST_FLAGS} error values")

    def merge(self, span: Span) -> None:
        """Notes a merged range. A sheet with more of them than rows makes no sense."""
        self.merged.append(span)
        if len(self.merged) > self.limits.rows:
            raise FileRejectedError("file.too_large", f"more than {self.limits.rows} merged ranges")


class Notebook:
    """The notes of all sheets of one workbook.

    Readers hold the whole rectangle of every sheet in memory, blanks included. So all rectangles together may not be
    larger than ``MOST_RECTANGLES`` of the largest sheet that the limits allow. Dense workbooks within the limits never
    come near.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._sheets: dict[str, SheetNotes] = {}

    def assert_sheet_count(self, count: int) -> None:
        """Raises FileRejectedError: ``file.too_large`` for too many sheets of any sort, ``file.unreadable`` for
        none.
        """
        if count == 0:
            raise FileRejectedError("file.unreadable", "a workbook without sheets")
        if count > self._limits.sheets:
            raise FileRejectedError("file.too_large", f"{count} sheets, {self._limits.sheets} allowed")

    def sheet(self, name: str) -> SheetNotes:
        """The notes for a new sheet. Raises FileRejectedError ``file.unreadable`` when its name was used before."""
        if name in self._sheets:
            raise FileRejectedError("file.unreadable", "two sheets of one name")
        self._sheets[name] = SheetNotes(self._limits)
        return self._sheets[name]

    def close(self) -> Inspection:
        """The inspection. Raises FileRejectedError ``file.too_large`` when all rectangles together are too large."""
        cells = sum(notes.height * notes.width for notes in self._sheets.values())
        if cells > MOST_RECTANGLES * self._limits.rows * self._limits.columns:
            raise FileRejectedError("file.too_large", f"{cells} cells in the rectangles of all sheets")
        if sum(len(notes.flags) for notes in self._sheets.values()) > MOST_FLAGS:
            raise FileRejectedError("file.too_large", f"more than {MOST_FLAGS} error values")
        return Inspection(
            flags={name: notes.flags for name, notes in self._sheets.items()},
            merged={name: tuple(notes.merged) for name, notes in self._sheets.items()},
        )
