"""OpenDocument spreadsheets: error values, formulas without result, merged ranges and extents (ODF 1.3, part 3)."""

from __future__ import annotations

import re
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from schemas.grid import FORMULA_WITHOUT_RESULT
from workbooks.inspect.inspection import Inspection, Notebook, SheetNotes
from workbooks.inspect.package import Package, open_package, part_chunks, read_part, unreadable
from workbooks.limits import Limits

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELLS = (_TABLE + "table-cell", _TABLE + "covered-table-cell")
_ERROR = re.compile(r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d{3}")
"""Error values as LibreOffice and Excel show them; they are stored as the text of a formula."""


def inspect_ods(data: bytes, limits: Limits) -> Inspection:
    """Error values, formulas without result and merged ranges of every sheet of an ods file that
    :func:`workbooks.inspect.sniff.sniff` let in.

    Raises FileRejectedError: ``file.unreadable`` for a damaged structure, a document type or entities,
    ``file.too_large`` over the limits; rows and columns that are repeated count as often as they are.
    """
    package = open_package(data, limits)
    content = _Content(Notebook(limits), _leaves_out_empty_results(package))
    parser = XMLParser(target=content, forbid_dtd=True)
    try:
        for chunk in part_chunks(package, "content.xml"):
            parser.feed(chunk)
        parser.close()
    except (ParseError, DefusedXmlException) as error:
        raise unreadable(f"content.xml: {type(error).__name__}") from error
    return content.notebook.close()


def _leaves_out_empty_results(package: Package) -> bool:
    """Whether the writer stores an empty text as no result at all: LibreOffice and its kin write ``=""`` so, and
    a formula without result cannot be told from it.
    """
    return "meta.xml" in package.parts and b"Office/" in read_part(package, "meta.xml")


class _Content:
    """Follows content.xml as the parser reads it: which sheet, which row, which cell."""

    def __init__(self, notebook: Notebook, empty_left_out: bool) -> None:
        self.notebook = notebook
        self._empty_left_out = empty_left_out
        self._notes: SheetNotes | None = None
        self._sheets = self._tables = self._row = self._column = 0
        self._row_repeats = self._column_repeats = 1
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._aside = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._aside:
            self._aside += 1
        elif tag in _CELLS and self._notes is not None:
            self._cell, self._text = attributes, []
            self._column_repeats = _repeats(attributes, "number-columns-repeated")
        elif tag == _TABLE + "table-row":
            self._column = 0
            self._row_repeats = _repeats(attributes, "number-rows-repeated")
        elif tag == _TABLE + "table" and self._cell is None:
            self._sheets += 1
            self.notebook.assert_sheet_count(self._sheets)
            self._notes = self.notebook.sheet(attributes.get(_TABLE + "name", ""))
            self._row = 0
        elif tag == _OFFICE + "annotation" or (self._cell is not None and tag == _TABLE + "table"):
            self._aside = 1

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._aside:
            self._aside -= 1
        elif tag in _CELLS and self._cell is not None:
            self._end_cell(self._cell, "".join(self._text).strip())
            self._column += self._column_repeats
            self._cell = None
        elif tag == _TABLE + "table-row":
            self._row += self._row_repeats
        elif tag == _TABLE + "table":
            self._notes = None

    def data(self, text: str) -> None:
        """Text, in pieces."""
        if self._cell is not None and not self._aside:
            self._text.append(text)

    def close(self) -> None:
        """The document ends."""

    def _end_cell(self, cell: dict[str, str], text: str) -> None:
        notes = self._notes
        if notes is None:
            return
        if len(cell) > 1:
            self._merge(cell, notes)
        flag = self._flag(cell, text)
        kind = cell.get(_OFFICE + "value-type")
        stored = cell.get(_OFFICE + "string-value", text)
        if flag is None and not stored and kind in (None, "string"):
            return
        last_row = self._row + self._row_repeats - 1
        last_column = self._column + self._column_repeats - 1
        notes.reach(last_row, last_column)
        notes.weigh(len(stored) * self._row_repeats * self._column_repeats)
        if flag is not None:
            for row in range(self._row, last_row + 1):
                for column in range(self._column, last_column + 1):
                    notes.flag(row, column, flag)

    def _flag(self, cell: dict[str, str], text: str) -> str | None:
        """The flag of a cell, None for most."""
        if cell.get(_CALC + "value-type") == "error":
            return text or "#N/A"
        if _TABLE + "formula" not in cell:
            return None
        if _OFFICE + "value-type" not in cell and not text:
            return None if self._empty_left_out else FORMULA_WITHOUT_RESULT
        return text if _ERROR.fullmatch(text) else None

    def _merge(self, cell: dict[str, str], notes: SheetNotes) -> None:
        rows, columns = _repeats(cell, "number-rows-spanned"), _repeats(cell, "number-columns-spanned")
        if rows > 1 or columns > 1:
            notes.merge((self._row, self._column, self._row + rows - 1, self._column + columns - 1))


def _repeats(attributes: dict[str, str], name: str) -> int:
    """A count that is 1 when not given; FileRejectedError ``file.unreadable`` when it is none."""
    text = attributes.get(_TABLE + name, "1")
    if not text.isascii() or not text.isdigit() or len(text) > 12 or int(text) < 1:
        raise unreadable(f"{name} is no count")
    return int(text)
