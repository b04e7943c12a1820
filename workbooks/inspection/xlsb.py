"""Binary workbooks (xlsb): error values, merged ranges and extents, from the records ([MS-XLSB])."""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from workbooks.inspection.errors import error_text
from workbooks.inspection.inspection import Inspection, Notebook, SheetNotes
from workbooks.inspection.package import Package, assert_no_doctype, open_package, read_part, unreadable
from workbooks.limits import Limits

_WORKBOOK, _RELATIONSHIPS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_STRINGS, _STYLES = "xl/sharedStrings.bin", "xl/styles.bin"
_SHEET_ENTRY, _END_SHEET_DATA, _MERGE_CELL = 0x9C, 0x92, 0xB0
_ROW, _BLANK, _CELL_ERROR, _FORMULA_ERROR = 0x00, 0x01, 0x03, 0x0B
_SHARED, _STRING_ITEM = 0x07, 0x13
_LAST_CELL = 0x0B
"""Records 1 to 11 are the cells: blank, values, and formulas with their result."""
_LOST_CELLS = frozenset({*range(0x0C, 0x13), 0x3E})
"""Cells that leave out their column, and inline formatted text: allowed, not written by Excel, skipped by calamine."""
_SMALLEST_CELL = 9
"""Bytes of column, format and the shortest value."""
_NO_STRING = 0xFFFFFFFF
_UNSIGNED = struct.Struct("<I")
_RANGE = struct.Struct("<IIII")


def inspect_xlsb(data: bytes, limits: Limits) -> Inspection:
    """Error values and merged ranges of every sheet of an xlsb file that :func:`workbooks.inspection.sniff.sniff` let in.

    A formula always has a stored result here. Raises FileRejectedError: ``file.unreadable`` for a damaged structure or
    for cells that the reader of values would lose, ``file.too_large`` over the limits.
    """
    package = open_package(data, limits)
    notebook = Notebook(limits)
    try:
        sheets = list(_sheets(package))
        notebook.assert_sheet_count(len(sheets))
        strings = _string_lengths(package)
        for name, part in sheets:
            _read_sheet(read_part(package, part), strings, notebook.sheet(name))
        if _STYLES in package.parts:
            read_part(package, _STYLES)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise unreadable(f"a record is too short or names what is not there: {error}") from error
    return notebook.close()


def _records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """(type, offset of the content, its length) of every record of a part ([MS-XLSB] 2.1.4)."""
    offset, end = 0, len(part)
    while offset < end:
        kind = part[offset]
        offset += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[offset] & 0x7F) << 7
            offset += 1
        length = shift = 0
        while True:
            byte = part[offset]
            offset += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift == 28:
                break
        if offset + length > end:
            raise unreadable("a record is cut off")
        yield kind, offset, length
        offset += length


def _sheets(package: Package) -> Iterator[tuple[str, str]]:
    """Name and part of every sheet."""
    targets = _targets(package)
    workbook = read_part(package, _WORKBOOK)
    for kind, offset, _ in _records(workbook):
        if kind == _SHEET_ENTRY:
            (length,) = _UNSIGNED.unpack_from(workbook, offset + 8)
            if length != _NO_STRING:
                relationship, end = _string(workbook, offset + 8)
                name, _ = _string(workbook, end)
                if relationship not in targets:
                    raise unreadable("a sheet without a part")
                yield name, targets[relationship]


def _targets(package: Package) -> dict[str, str]:
    """Relationship id → part."""
    part = read_part(package, _RELATIONSHIPS)
    assert_no_doctype(part)
    try:
        relationships = fromstring(part, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise unreadable(f"relationships: {type(error).__name__}") from error
    return {
        relationship.get("Id", ""): posixpath.join("xl", relationship.get("Target", ""))
        for relationship in relationships
    }


def _string(part: bytes, offset: int) -> tuple[str, int]:
    """A string and where it ends."""
    (characters,) = _UNSIGNED.unpack_from(part, offset)
    end = offset + _UNSIGNED.size + 2 * characters
    if end > len(part):
        raise unreadable("a string is cut off")
    return part[offset + _UNSIGNED.size : end].decode("utf-16-le"), end


def _string_lengths(package: Package) -> list[int]:
    """Characters of every shared string."""
    if _STRINGS not in package.parts:
        return []
    part = read_part(package, _STRINGS)
    return [_UNSIGNED.unpack_from(part, offset + 1)[0] for kind, offset, _ in _records(part) if kind == _STRING_ITEM]


def _read_sheet(part: bytes, strings: list[int], notes: SheetNotes) -> None:
    unsigned, reach = _UNSIGNED.unpack_from, notes.reach
    row, complete = -1, False
    for kind, offset, length in _records(part):
        if kind == _BLANK:
            continue
        if kind == _ROW:
            (row,) = unsigned(part, offset)
        elif kind <= _LAST_CELL and not complete:
            if length < _SMALLEST_CELL:
                raise unreadable("a cell is too short")
            (column,) = unsigned(part, offset)
            if kind in (_CELL_ERROR, _FORMULA_ERROR):
                notes.flag(row, column, error_text(part[offset + 8]))
            else:
                reach(row, column)
                if kind == _SHARED:
                    (index,) = unsigned(part, offset + 8)
                    notes.weigh(strings[index])
        elif kind in _LOST_CELLS:
            raise unreadable("cells in a form that would be lost")
        elif kind == _END_SHEET_DATA:
            complete = True
        elif kind == _MERGE_CELL:
            top, bottom, left, right = _RANGE.unpack_from(part, offset)
            notes.merge((top, left, bottom, right))
    if not complete:
        raise unreadable("a sheet without its end")
