"""Binary workbooks (xlsb): error values, merged ranges and extents, from the records ([MS-XLSB])."""

from __future__ import annotations

import posixpath
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite

from schemas.day_count import FROM_1900, FROM_1904
from workbooks.inspection.errors import error_text
from workbooks.inspection.inspection import Inspection, Notebook, SheetNotes
from workbooks.inspection.package import Package, open_package, read_part, unreadable
from workbooks.inspection.reader_package import binary_package
from workbooks.inspection.relations import NO_WORKSHEETS, Relation, main_part, relations
from workbooks.limits import Limits

_WORKBOOK, _RELATIONSHIPS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_STRINGS, _STYLES = "xl/sharedStrings.bin", "xl/styles.bin"
_SHEET_ENTRY, _BEGIN_SHEET_DATA, _END_SHEET_DATA, _MERGE_CELL = 0x9C, 0x91, 0x92, 0xB0
_ROW, _BLANK, _CELL_ERROR, _FORMULA_ERROR = 0x00, 0x01, 0x03, 0x0B
_SHARED, _STRING_ITEM = 0x07, 0x13
_LAST_CELL = 0x0B
"""Records 1 to 11 are the cells: blank, values, and formulas with their result."""
_LOST_CELLS = frozenset({*range(0x0C, 0x13), 0x3E})
"""Cells that leave out their column, and inline formatted text: allowed, not written by Excel, skipped by calamine."""
_DIMENSION = 0x94
_WORKBOOK_PROPERTIES, _BEGIN_STRINGS = 0x99, 0x9F
_STATES = 3
_OTHER_FOLDERS = re.compile(r"(?:^|/)(?:chart|dialog|macro|intlMacro)sheets/", re.I)
_READERS_TARGET = re.compile(r"(?:worksheets|chartsheets|dialogsheets)/[\w. ()-]+", re.A)
_UNUSUAL_RELATIONSHIPS = re.compile(rb"&|:Relationship\b")
_EMPTY_SHEET = b"\x81\x01\x00\x94\x01\x10" + bytes(16) + b"\x91\x01\x00\x92\x01\x00\x82\x01\x00"
_SMALLEST = {0x02: 12, 0x03: 9, 0x04: 9, 0x05: 16, 0x06: 12, 0x07: 12, 0x08: 12, 0x09: 16, 0x0A: 9, 0x0B: 9}
"""The least length of the cells: column, format and value. The reader takes missing parts from the cell before."""
_LAST_CONSTANT, _HEADER = 0x07, 2
"""The longest constant: a longer one may have swallowed the next cell. And the smallest header of a record."""
_TEXTS, _NUMBERS = (0x06, 0x08), (0x05, 0x09)
_NO_STRING = 0xFFFFFFFF
_UNSIGNED = struct.Struct("<I")
_RANGE = struct.Struct("<IIII")
_DOUBLE = struct.Struct("<d")


@dataclass(frozen=True)
class _Sheet:
    """A worksheet as the workbook lists it, and the record that lists it. ``part`` is None when it has none."""

    name: str
    state: int
    part: str | None


def inspect_xlsb(data: bytes, limits: Limits) -> Inspection:
    """Error values and merged ranges of every sheet of an xlsb file that :func:`workbooks.inspection.sniff.sniff` let
    in.

    A formula always has a stored result here. Raises FileRejectedError: ``file.unreadable`` for a damaged structure or
    for cells that the reader of values would lose, ``file.too_large`` over the limits.
    """
    package = open_package(data, limits)
    notebook = Notebook(limits)
    try:
        workbook = main_part(package) or _WORKBOOK
        part_relations = relations(package, workbook)
        entries = list(_entries(read_part(package, workbook)))
        notebook.assert_sheet_count(len(entries))
        sheets = list(_sheets(entries, part_relations))
        texts, styles = _content(package, part_relations, _STRINGS), _content(package, part_relations, _STYLES)
        lengths, string_count = _counted_strings(texts)
        for sheet in sheets:
            _read_sheet(_sheet_content(package, sheet), lengths, notebook.sheet(sheet.name))
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise unreadable(f"a record is too short or names what is not there: {error}") from error
    is_1904 = _is_1904(read_part(package, workbook))
    inspection = replace(notebook.close(), day_count=FROM_1904 if is_1904 else FROM_1900)
    if workbook == _WORKBOOK and string_count == texts and _is_as_the_reader_takes_it(package, entries, part_relations):
        return inspection
    parts = {f"xl/worksheets/sheet{at}.bin": _sheet_content(package, sheet) for at, sheet in enumerate(sheets, 1)}
    parts |= {name: part for name, part in ((_STRINGS, string_count), (_STYLES, styles)) if part is not None}
    parts[_WORKBOOK] = _workbook_of(sheets, is_1904=is_1904)
    return replace(inspection, readable=binary_package(parts, len(sheets)))


def _sheet_content(package: Package, sheet: _Sheet) -> bytes:
    return _EMPTY_SHEET if sheet.part is None else read_part(package, sheet.part)


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


def _entries(workbook: bytes) -> Iterator[tuple[str, int, str]]:
    """Name, state and relationship id of every sheet that has one."""
    for kind, offset, size in _records(workbook):
        if kind == _SHEET_ENTRY:
            (state,) = _UNSIGNED.unpack_from(workbook, offset)
            (length,) = _UNSIGNED.unpack_from(workbook, offset + 8)
            if length != _NO_STRING:
                relationship, end = _string(workbook, offset + 8, offset + size)
                name, _ = _string(workbook, end, offset + size)
                if state >= _STATES:
                    raise unreadable("a sheet in a state that there is not")
                yield name, state, relationship


def _sheets(entries: list[tuple[str, int, str]], part_relations: list[Relation]) -> Iterator[_Sheet]:
    """The worksheets; charts, dialogs and macros do not count. One without a part is empty, and left out when
    hidden.
    """
    by_id = {relation.id: relation for relation in part_relations}
    for name, state, relationship in entries:
        relation = by_id.get(relationship)
        if relation is None or not _is_no_worksheet(relation):
            part = relation.part if relation is not None else None
            if part is not None or state == 0:
                yield _Sheet(name, state, part)


def _is_no_worksheet(relation: Relation) -> bool:
    return relation.kind in NO_WORKSHEETS or _OTHER_FOLDERS.search(relation.target) is not None


def _is_as_the_reader_takes_it(
    package: Package, entries: list[tuple[str, int, str]], part_relations: list[Relation]
) -> bool:
    """Whether the reader of values, which looks for parts by fixed names, finds the same parts as we do."""
    source = package.find(_RELATIONSHIPS)
    if source != _RELATIONSHIPS or _UNUSUAL_RELATIONSHIPS.search(read_part(package, source)):
        return False
    for name in (_STRINGS, _STYLES):
        if _find(package, part_relations, name) not in (None, name):
            return False
    by_id = {relation.id: relation for relation in part_relations}
    for _, _, relationship in entries:
        relation = by_id.get(relationship)
        if relation is None or relation.part is None or not _READERS_TARGET.fullmatch(relation.target):
            return False
        if relation.part != f"xl/{relation.target}":
            return False
        if _is_no_worksheet(relation) == relation.target.startswith("worksheets/"):
            return False
    return True


def _find(package: Package, part_relations: list[Relation], usual_part: str) -> str | None:
    """The part of this kind: the related one, or the one under its usual name."""
    kind = posixpath.splitext(posixpath.basename(usual_part))[0]
    related_parts = [relation.part for relation in part_relations if relation.kind == kind]
    if related_parts and related_parts[0] is None:
        raise unreadable(f"the part of {kind} is missing")
    return related_parts[0] if related_parts else package.find(usual_part)


def _content(package: Package, part_relations: list[Relation], usual_part: str) -> bytes | None:
    part = _find(package, part_relations, usual_part)
    return None if part is None else read_part(package, part)


def _is_1904(workbook: bytes) -> bool:
    """Whether days are counted from 1904."""
    return any(kind == _WORKBOOK_PROPERTIES and workbook[offset] & 1 for kind, offset, _ in _records(workbook))


def _workbook_of(sheets: list[_Sheet], *, is_1904: bool) -> bytes:
    """A workbook part that lists only these worksheets."""
    entries = b"".join(
        _record(_SHEET_ENTRY, struct.pack("<II", sheet.state, at) + _wide(f"rId{at}") + _wide(sheet.name))
        for at, sheet in enumerate(sheets, 1)
    )
    properties = _record(_WORKBOOK_PROPERTIES, struct.pack("<III", int(is_1904), 0, 0))
    sheet_records = _record(0x8F) + entries + _record(0x90)
    return _record(0x83) + properties + sheet_records + _record(0x9D, bytes(27)) + _record(0x84)


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = len(content), b""
    while length >= 0x80:
        size += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + size + bytes([length]) + content


def _wide(text: str) -> bytes:
    raw = text.encode("utf-16-le")
    return _UNSIGNED.pack(len(raw) // 2) + raw


def _string(part: bytes, offset: int, record_end: int) -> tuple[str, int]:
    """A string and where it ends. The reader of values fills a cut string with what it read before."""
    (characters,) = _UNSIGNED.unpack_from(part, offset)
    end = offset + _UNSIGNED.size + 2 * characters
    if end > record_end:
        raise unreadable("a string is cut off")
    return part[offset + _UNSIGNED.size : end].decode("utf-16-le"), end


def _counted_strings(part: bytes | None) -> tuple[list[int], bytes | None]:
    """Characters of every shared string, and the part with their true number in place of the declared one."""
    if part is None:
        return [], None
    lengths, counts_at = [], None
    for kind, offset, length in _records(part):
        if kind == _STRING_ITEM:
            _, end = _string(part, offset + 1, offset + length)
            lengths.append((end - offset - 5) // 2)
        elif kind == _BEGIN_STRINGS:
            if counts_at is not None or lengths or length < 8:
                raise unreadable("the shared strings begin twice, or not at all")
            counts_at = offset
    if counts_at is None:
        raise unreadable("the shared strings have no beginning")
    if _UNSIGNED.unpack_from(part, counts_at + 4) == (len(lengths),):
        return lengths, part
    return lengths, part[: counts_at + 4] + _UNSIGNED.pack(len(lengths)) + part[counts_at + 8 :]


def _read_sheet(part: bytes, strings: list[int], notes: SheetNotes) -> None:
    unsigned, reach = _UNSIGNED.unpack_from, notes.reach
    row = column = -1
    has_begun = complete = False
    for kind, offset, length in _records(part):
        if kind > _LAST_CELL:
            if kind in _LOST_CELLS:
                raise unreadable("cells in a form that would be lost")
            if kind == _DIMENSION and length < _RANGE.size:
                raise unreadable("a dimension is too short")
            if kind == _MERGE_CELL:
                top, bottom, left, right = _RANGE.unpack_from(part, offset)
                notes.merge((top, left, bottom, right))
            elif kind in (_BEGIN_SHEET_DATA, _END_SHEET_DATA):
                if complete or has_begun == (kind == _BEGIN_SHEET_DATA):
                    raise unreadable("a sheet that begins or ends twice")
                has_begun, complete = True, kind == _END_SHEET_DATA
        elif not has_begun or complete:
            raise unreadable("a cell outside of its sheet")
        elif kind == _ROW:
            (former_row, (row,)), column = (row, unsigned(part, offset)), -1
            if row <= former_row:
                raise unreadable("rows out of order")
        elif kind != _BLANK:
            surplus = length - _SMALLEST[kind]
            if surplus < 0 or (surplus > _HEADER and kind <= _LAST_CONSTANT and kind not in _TEXTS):
                raise unreadable("a cell is too short or too long")
            (former_row, (column,)) = column, unsigned(part, offset)
            if row < 0 or column <= former_row:
                raise unreadable("cells out of order")
            if kind in (_CELL_ERROR, _FORMULA_ERROR):
                notes.flag(row, column, error_text(part[offset + 8]))
            else:
                reach(row, column)
                if kind == _SHARED:
                    (index,) = unsigned(part, offset + 8)
                    notes.weigh(strings[index])
                elif kind in _TEXTS:
                    _string(part, offset + 8, offset + length)
                elif kind in _NUMBERS and not isfinite(_DOUBLE.unpack_from(part, offset + 8)[0]):
                    raise unreadable("a number that is none")
    if not complete:
        raise unreadable("a sheet without its end")
