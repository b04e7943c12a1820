"""OpenDocument spreadsheets: error values, formulas without result, merged ranges and extents (ODF 1.3, part 3)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import NoReturn
from xml.parsers import expat

from schemas.day_count import DayCount
from schemas.grid import FORMULA_WITHOUT_RESULT
from workbooks.inspection.inspection import Inspection, Notebook, SheetNotes
from workbooks.inspection.package import Package, open_package, part_chunks, read_part, unreadable
from workbooks.limits import Limits

_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
"""Names carry their usual prefix, as the reader of values also expects."""
_USUAL_DAY_ZERO = date(1899, 12, 30)
_ERROR = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d{3}")
"""Error values as LibreOffice and Excel show them; they are stored as the text of a formula."""


def inspect_ods(data: bytes, limits: Limits) -> Inspection:
    """Error values, formulas without result and merged ranges of every sheet of an ods file that
    :func:`workbooks.inspection.sniff.sniff` let in.

    Raises FileRejectedError: ``file.unreadable`` for a damaged structure, a document type or entities,
    ``file.too_large`` over the limits. Repeated rows and columns count as often as they are repeated.
    """
    package = open_package(data, limits)
    is_of_libreoffice = _is_of_libreoffice(package)
    content = _Content(limits, empty_left_out=is_of_libreoffice)
    try:
        for chunk in part_chunks(package, "content.xml"):
            content.parser.Parse(chunk)
        content.parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise unreadable(f"content.xml: {type(error).__name__}") from error
    # LibreOffice counts no 29 February 1900. Whether other writers do is not known.
    return replace(content.notebook.close(), day_count=DayCount(content.day_zero, early_days=is_of_libreoffice))


def _is_of_libreoffice(package: Package) -> bool:
    """Whether LibreOffice or its kin wrote the file. They store an empty text (``=""``) as no result at all, which
    cannot be told from a formula without result.
    """
    return "meta.xml" in package.parts and b"Office/" in read_part(package, "meta.xml")


def _refuse_doctype(*_declaration: object) -> NoReturn:
    raise unreadable("content.xml declares a document type")


class _Content:
    """Follows content.xml as the parser reads it: which sheet, which row, which cell.

    The parser is expat itself, refusing every document type as defusedxml does. defusedxml's own parser is written in
    Python and takes ten times as long. Text is collected only in cells where it matters.
    """

    def __init__(self, limits: Limits, *, empty_left_out: bool) -> None:
        self.notebook = Notebook(limits)
        self.day_zero = _USUAL_DAY_ZERO
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._limits = limits
        self._empty_left_out = empty_left_out
        self._notes: SheetNotes | None = None
        self._sheets = self._row = self._column = 0
        self._row_repeats = self._column_repeats = 1
        self._cell: dict[str, str] | None = None
        self._text: list[str] | None = None
        self._aside = 0

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._aside:
            self._aside += 1
        elif self._cell is not None:
            if tag in ("office:annotation", "table:table"):
                self._aside = 1
        elif tag in _CELLS:
            self._start_cell(attributes)
        elif tag == "table:table-row":
            self._column = 0
            self._row_repeats = _count(attributes, "table:number-rows-repeated")
        elif tag == "table:table":
            self._sheets += 1
            self.notebook.assert_sheet_count(self._sheets)
            self._notes = self.notebook.sheet(attributes.get("table:name", ""))
            self._row = 0
        elif tag == "table:null-date":
            self.day_zero = date.fromisoformat(attributes.get("table:date-value", _USUAL_DAY_ZERO.isoformat())[:10])

    def _end(self, tag: str) -> None:
        if self._aside:
            self._aside -= 1
        elif tag in _CELLS:
            self._end_cell()
        elif tag == "table:table-row":
            self._row += self._row_repeats
        elif tag == "table:table":
            self._notes = None

    def _start_cell(self, cell: dict[str, str]) -> None:
        self._cell = cell
        self._column_repeats = 1
        if cell.get("office:value", "0")[-1:].isalpha():  # the reader of values knows NaN and inf
            raise unreadable("a number that is none")
        if "table:number-columns-repeated" in cell:
            self._column_repeats = _count(cell, "table:number-columns-repeated")
        is_plain = (
            "office:value-type" in cell
            and "table:formula" not in cell
            and self._row_repeats == self._column_repeats == 1
            and self._row < self._limits.rows
            and self._column < self._limits.columns
        )
        if not is_plain:
            self._text = []
            self.parser.CharacterDataHandler = self._characters

    def _characters(self, text: str) -> None:
        if self._text is not None and not self._aside:
            self._text.append(text)

    def _end_cell(self) -> None:
        cell, notes = self._cell, self._notes
        self._cell = None
        if cell is not None and notes is not None:
            if self._text is None:
                notes.reach(self._row, self._column)
            else:
                self._note(cell, "".join(self._text).strip(), notes)
            self._merge(cell, notes)
        if self._text is not None:
            self._text = self.parser.CharacterDataHandler = None
        self._column += self._column_repeats

    def _note(self, cell: dict[str, str], text: str, notes: SheetNotes) -> None:
        """Notes a cell that is more than a plain value, at a place within the limits."""
        flag = self._flag(cell, text)
        stored_text = cell.get("office:string-value", text)
        if flag is None and not stored_text and cell.get("office:value-type") in (None, "string"):
            return
        last_row = self._row + self._row_repeats - 1
        last_column = self._column + self._column_repeats - 1
        notes.reach(last_row, last_column)
        notes.weigh(len(stored_text) * self._row_repeats * self._column_repeats)
        if flag is not None:
            for row in range(self._row, last_row + 1):
                for column in range(self._column, last_column + 1):
                    notes.flag(row, column, flag)

    def _flag(self, cell: dict[str, str], text: str) -> str | None:
        """The flag of a cell; None for most."""
        if cell.get("calcext:value-type") == "error":
            return text or "#N/A"
        if "table:formula" not in cell:
            return None
        if "office:value-type" not in cell and not text:
            return None if self._empty_left_out else FORMULA_WITHOUT_RESULT
        return text if _ERROR.fullmatch(text) else None

    def _merge(self, cell: dict[str, str], notes: SheetNotes) -> None:
        if "table:number-columns-spanned" in cell or "table:number-rows-spanned" in cell:
            rows, columns = _count(cell, "table:number-rows-spanned"), _count(cell, "table:number-columns-spanned")
            if rows > 1 or columns > 1:
                notes.merge((self._row, self._column, self._row + rows - 1, self._column + columns - 1))


def _count(attributes: dict[str, str], name: str) -> int:
    """A repeat count, 1 when not given. Raises FileRejectedError ``file.unreadable`` when it is malformed."""
    text = attributes.get(name, "1")
    if not text.isascii() or not text.isdigit() or len(text) > 12 or int(text) < 1:
        raise unreadable(f"{name} is no count")
    return int(text)
