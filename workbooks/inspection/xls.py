"""Excel 97 and 5.0/95 workbooks: error values, merged ranges and extents, from the records ([MS-XLS])."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from workbooks.inspection import biff
from workbooks.inspection.errors import error_text
from workbooks.inspection.inspection import Inspection, Notebook, SheetNotes
from workbooks.inspection.ole import open_ole, workbook_stream
from workbooks.inspection.package import unreadable
from workbooks.inspection.shared_strings import string_lengths
from workbooks.limits import Limits

_BOUNDSHEET, _CODEPAGE, _SST, _CONTINUE, _LABELSST = 0x0085, 0x0042, 0x00FC, 0x003C, 0x00FD
_DIMENSIONS, _FORMULA, _BOOLERR, _MULRK, _MERGEDCELLS, _RSTRING = 0x0200, 0x0006, 0x0205, 0x00BD, 0x00E5, 0x00D6
_CELLS = {0x0203: 14, 0x0204: 8, 0x027E: 10, _LABELSST: 10, _FORMULA: 20, _BOOLERR: 8, _MULRK: 12}
"""Cells that hold a value (NUMBER, LABEL, RK and those named above) and how long they are at least."""
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256

_POSITION = struct.Struct("<HH")
_RANGE = struct.Struct("<HHHH")
_SHARED = struct.Struct("<HHHI")
_CODEPAGES = {367: "ascii", 1200: "utf-16-le", 10000: "mac_roman", 32768: "mac_roman", 32769: "cp1252"}


@dataclass(frozen=True)
class _Globals:
    """The workbook's sheets as (name, position of the substream), in the order of these; characters of the shared
    strings; the end of the globals.
    """

    sheets: list[tuple[str, int]]
    strings: list[int]
    end: int


def inspect_xls(data: bytes, limits: Limits) -> Inspection:
    """Error values and merged ranges of every sheet of an xls file that :func:`workbooks.inspection.sniff.sniff` let in.

    A formula always has a stored result here. Raises FileRejectedError: ``file.unreadable`` for a damaged structure or
    for cells that the reader of values would lose, ``file.too_large`` over the limits.
    """
    with open_ole(data) as ole:
        stream = workbook_stream(ole)
    if stream is None:
        raise unreadable("an OLE file that is no workbook")
    notebook = Notebook(limits)
    try:
        found = _read_globals(stream)
        notebook.assert_sheet_count(len(found.sheets))
        end = found.end
        for name, position in found.sheets:
            if position < end:
                raise unreadable("the substreams of sheets overlap")
            end = _read_sheet(stream, position, found.strings, notebook.sheet(name))
    except (struct.error, IndexError) as error:
        raise unreadable(f"a BIFF record is too short: {error}") from error
    return notebook.close()


def _read_globals(stream: bytes) -> _Globals:
    sheets: list[tuple[int, int]] = []
    strings: list[bytes] = []
    codepage, version, offset, in_strings = "cp1252", biff.BIFF8, 0, False
    for kind, offset, length in biff.records(stream):
        in_strings = kind == _SST or (in_strings and kind == _CONTINUE)
        if kind == biff.BOF:
            version = biff.version(stream, offset, length)
        elif kind == _CODEPAGE:
            (number,) = struct.unpack_from("<H", stream, offset)
            codepage = _CODEPAGES.get(number, f"cp{number}")
        elif kind == _BOUNDSHEET:
            sheets.append((offset, length))
        elif in_strings:
            strings.append(stream[offset : offset + length])
    named = [_bound_sheet(stream[at : at + size], version, codepage) for at, size in sheets]
    return _Globals(sorted(named, key=lambda sheet: sheet[1]), string_lengths(strings), offset)


def _bound_sheet(content: bytes, version: int, codepage: str) -> tuple[str, int]:
    """Name and position in a BOUNDSHEET record."""
    (position,) = struct.unpack_from("<I", content)
    characters = content[6]
    if version == biff.BIFF8:
        wide = content[7] & 1
        raw = content[8 : 8 + characters * (1 + wide)]
        name = raw.decode("utf-16-le" if wide else "latin-1", "replace")
    else:
        try:
            name = content[7 : 7 + characters].decode(codepage, "replace")
        except LookupError as error:
            raise unreadable(str(error)) from error
    return name.replace("\0", ""), position


def _read_sheet(stream: bytes, position: int, strings: list[int], notes: SheetNotes) -> int:
    """Take notes of the substream at ``position``; gives where it ends."""
    position_at, reach = _POSITION.unpack_from, notes.reach
    offset = position
    for kind, offset, length in biff.records(stream, position):
        if length < _CELLS.get(kind, 0):
            raise unreadable("a cell is too short")
        if kind == _LABELSST:
            row, column, _, index = _SHARED.unpack_from(stream, offset)
            reach(row, column)
            if index < len(strings):
                notes.weigh(strings[index])
        elif kind == _FORMULA:
            _formula(stream, offset, notes)
        elif kind == _BOOLERR:
            row, column = position_at(stream, offset)
            value, is_error = stream[offset + 6], stream[offset + 7]
            if is_error:
                notes.flag(row, column, error_text(value))
            else:
                reach(row, column)
        elif kind == _MULRK:
            row, _ = position_at(stream, offset)
            (last,) = struct.unpack_from("<H", stream, offset + length - 2)
            reach(row, last)
        elif kind in _CELLS:
            reach(*position_at(stream, offset))
        elif kind == _MERGEDCELLS:
            _merged_cells(stream, offset, notes)
        elif kind == _DIMENSIONS:
            _assert_dimensions(stream[offset : offset + length])
        elif kind == _RSTRING:
            raise unreadable("formatted text in the way of Excel 5.0, which would be lost")
    return offset


def _formula(stream: bytes, offset: int, notes: SheetNotes) -> None:
    """A FORMULA: its result is a number or, marked by 0xFFFF, something else: 2 stands for an error."""
    row, column = _POSITION.unpack_from(stream, offset)
    result = stream[offset + 6 : offset + 14]
    if result[6:8] == b"\xff\xff" and result[0] == 2:
        notes.flag(row, column, error_text(result[2]))
    else:
        notes.reach(row, column)


def _merged_cells(stream: bytes, offset: int, notes: SheetNotes) -> None:
    (count,) = struct.unpack_from("<H", stream, offset)
    for index in range(count):
        top, bottom, left, right = _RANGE.unpack_from(stream, offset + 2 + index * _RANGE.size)
        notes.merge((top, left, bottom, right))


def _assert_dimensions(content: bytes) -> None:
    """Readers make room for what DIMENSIONS declares, so it may not go beyond what the format can hold."""
    top, bottom, left, right = struct.unpack_from("<IIHH" if len(content) >= 14 else "<HHHH", content)
    empty = bottom == 0 or right == 0
    if not empty and not (top < bottom <= _MOST_ROWS and left < right <= _MOST_COLUMNS):
        raise unreadable("DIMENSIONS declares an impossible range")
