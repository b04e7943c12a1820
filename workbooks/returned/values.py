"""Writes accepted suggestions into the sender's cells, so that the next round does not ask for them again."""

from __future__ import annotations

import re
from collections.abc import Mapping

from schemas.grid import address
from workbooks.returned.page import cell_xml
from workbooks.returned.regular import IrregularSheetError, regular
from workbooks.returned.xml_text import prefixed

_SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData\b")
_STYLE = re.compile(rb"\ss=[\"'](\d+)[\"']")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,9})(\.\d{1,6})?")


def put_values(sheet: bytes, values: Mapping[tuple[int, int], str]) -> bytes:
    """The sheet's XML with these values (zero-based row and column → text) in their cells, formats unchanged.

    A cell with a formula keeps it, and a missing cell is not made. A plain number becomes a number; identifiers of many
    digits stay text.
    """
    if not values:
        return sheet
    try:
        return _put(sheet, values)
    except IrregularSheetError:
        return _put(regular(sheet), values, all_there=False)


def _put(sheet: bytes, values: Mapping[tuple[int, int], str], *, all_there: bool = True) -> bytes:
    data = _SHEET_DATA.search(sheet)
    if data is None:
        raise IrregularSheetError("no sheetData")
    prefix = data[1]
    pieces, position = [], 0
    for row, column in sorted(values):
        at = address(row, column)
        start = sheet.find(b'<%sc r="%s"' % (prefix, at.encode()), max(position, data.end()))
        if start < 0 and all_there:
            raise IrregularSheetError(f"no cell {at}")
        if start < 0:
            continue
        end = _end_of_cell(sheet, start, prefix)
        pieces += (sheet[position:start], _with_value(sheet[start:end], at, values[row, column], prefix))
        position = end
    return b"".join((*pieces, sheet[position:]))


def _end_of_cell(sheet: bytes, start: int, prefix: bytes) -> int:
    tag_end = sheet.index(b">", start) + 1
    if sheet[tag_end - 2 : tag_end] == b"/>":
        return tag_end
    closing = b"</%sc>" % prefix
    end = sheet.find(closing, tag_end)
    if end < 0:
        raise IrregularSheetError("a cell is not closed")
    return end + len(closing)


def _with_value(cell: bytes, at: str, value: str, prefix: bytes) -> bytes:
    if re.search(rb"<%sf[\s/>]" % re.escape(prefix), cell):
        return cell
    style = _STYLE.search(cell[: cell.index(b">")])
    return prefixed(cell_xml(at, _typed(value), int(style[1]) if style else 0), prefix.decode()).encode()


def _typed(value: str) -> str | int | float:
    if not _NUMBER.fullmatch(value):
        return value
    return float(value) if "." in value else int(value)
