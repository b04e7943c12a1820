"""Excel 97 and 5.0/95 workbooks: error values, merged ranges and extents, from the records ([MS-XLS])."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace
from math import isfinite

from schemas.day_count import FROM_1900, FROM_1904
from schemas.grid import FORMULA_WITHOUT_RESULT
from workbooks.inspection import biff
from workbooks.inspection.errors import error_text
from workbooks.inspection.inspection import Inspection, Notebook, SheetNotes
from workbooks.inspection.ole import open_ole, workbook_stream
from workbooks.inspection.ole_package import ole_with
from workbooks.inspection.package import unreadable
from workbooks.inspection.shared_strings import string_lengths
from workbooks.limits import Limits

_BOUNDSHEET, _CODEPAGE, _SST, _CONTINUE, _LABELSST = 0x0085, 0x0042, 0x00FC, 0x003C, 0x00FD
_DATEMODE = 0x0022
_DIMENSIONS, _FORMULA, _BOOLERR, _MULRK, _MERGEDCELLS, _RSTRING = 0x0200, 0x0006, 0x0205, 0x00BD, 0x00E5, 0x00D6
_NUMBER, _LABEL, _STRING = 0x0203, 0x0204, 0x0207
_CELLS = {_NUMBER: 14, _LABEL: 8, _RSTRING: 8, 0x027E: 10, _LABELSST: 10, _FORMULA: 20, _BOOLERR: 8, _MULRK: 12}
"""The length that cells with a value (NUMBER, LABEL, RSTRING, RK and those named above) have at least."""
_FIXED = frozenset({_NUMBER, 0x027E, _LABELSST, _BOOLERR})
"""Cells of one fixed length. A longer one may have swallowed the next."""
_HEADER = 4
_OF_TABLES = frozenset({_STRING, 0x0201, 0x00BE, 0x0208, 0x00D7})
"""Other records that stand between cells: results, blanks, rows."""
_MOST_ROWS, _MOST_COLUMNS = 65_536, 256

_POSITION = struct.Struct("<HH")
_RANGE = struct.Struct("<HHHH")
_CODEPAGES = {367: "ascii", 1200: "utf-16-le", 10000: "mac_roman", 32768: "mac_roman", 32769: "cp1252"}
_UNICODE = 1200
_WORKSHEET = 0x10
_READERS_CODEPAGES = {number: number for number in (*range(1250, 1259), 10000)} | {32768: 10000, 32769: 1252}
"""Code pages of single bytes → the number by which the reader of values knows them."""
_LATIN = 1252
_NOT_ASCII, _NOT_LATIN_1 = bytes(range(0x80, 0x100)), bytes(range(0x80, 0xA0))


@dataclass(frozen=True)
class _Globals:
    """The workbook's globals: its sheets as (name, position of the substream); for each, characters of the shared
    strings; the end of the globals; what must be written differently for the reader of values, by its offset; bytes of
    texts whose letters it does not know; whether days are counted from 1904.
    """

    sheets: list[tuple[str, int]]
    strings: list[int]
    end: int
    patches: dict[int, bytes]
    unknown: bytes
    from_1904: bool


def inspect_xls(data: bytes, limits: Limits) -> Inspection:
    """Error values and merged ranges of every sheet of an xls file that :func:`workbooks.inspection.sniff.sniff` let
    in.

    A formula always has a stored result here. Raises FileRejectedError: ``file.unreadable`` for a damaged structure or
    for cells that the reader of values would lose, ``file.too_large`` over the limits.
    """
    with open_ole(data) as ole:
        stream = workbook_stream(ole)
        is_whole = len(data) % ole.sector_size == 0
    if stream is None:
        raise unreadable("an OLE file that is no workbook")
    notebook = Notebook(limits)
    try:
        book_globals = _read_globals(stream)
        notebook.assert_sheet_count(len(book_globals.sheets))
        end = book_globals.end
        for name, position in book_globals.sheets:
            if position < end:
                raise unreadable("the substreams of sheets overlap")
            _assert_no_sheet(stream, end, position)
            end = _read_sheet(stream, position, book_globals, notebook.sheet(name))
        _assert_no_sheet(stream, end, len(stream))
    except (struct.error, IndexError) as error:
        raise unreadable(f"a BIFF record is too short: {error}") from error
    inspection = replace(notebook.close(), day_count=FROM_1904 if book_globals.from_1904 else FROM_1900)
    if is_whole and not book_globals.patches:
        return inspection
    return replace(inspection, readable=ole_with("Workbook", _patched(stream, book_globals.patches)))


def _patched(stream: bytes, patches: dict[int, bytes]) -> bytes:
    changed = bytearray(stream)
    for offset, new_bytes in patches.items():
        changed[offset : offset + len(new_bytes)] = new_bytes
    return bytes(changed)


def _read_globals(stream: bytes) -> _Globals:
    sheets: list[tuple[int, int]] = []
    strings: list[bytes] = []
    patches: dict[int, bytes] = {}
    codepage, version, offset, in_strings, strings_at = "cp1252", biff.BIFF8, 0, False, 0
    from_1904 = False
    unknown = _NOT_LATIN_1  # the reader takes texts without a code page for ISO-8859-1
    for kind, offset, length in biff.records(stream):
        in_strings = kind == _SST or (in_strings and kind == _CONTINUE)
        if kind == biff.BOF:
            version = biff.version(stream, offset, length)
            unknown = b"" if version == biff.BIFF8 else unknown
        elif kind == _CODEPAGE:
            (number,) = struct.unpack_from("<H", stream, offset)
            codepage = _CODEPAGES.get(number, f"cp{number}")
            # Texts of BIFF8 are Unicode whatever stands here; the reader would take them for bytes of the code page.
            readers = _UNICODE if version == biff.BIFF8 else _READERS_CODEPAGES.get(number, _LATIN)
            unknown = b"" if version == biff.BIFF8 or number in _READERS_CODEPAGES else _NOT_ASCII
            if readers != number:
                patches[offset] = struct.pack("<H", readers)
        elif kind == _DATEMODE:
            from_1904 = stream[offset] == 1
        elif kind == _BOUNDSHEET:
            _assert_same_sort(stream, offset)
            sheets.append((offset, length))
        elif in_strings:
            strings_at = strings_at or offset
            strings.append(stream[offset : offset + length])
    sheets_named = [_bound_sheet(stream[at : at + size], version, codepage, unknown) for at, size in sheets]
    lengths = string_lengths(strings)
    if strings and struct.unpack_from("<I", strings[0], 4) != (len(lengths),):
        patches[strings_at + 4] = struct.pack("<I", len(lengths))
    return _Globals(sorted(sheets_named, key=lambda sheet: sheet[1]), lengths, offset, patches, unknown, from_1904)


def _assert_no_sheet(stream: bytes, start: int, end: int) -> None:
    """Refuses a worksheet that no BOUNDSHEET lists, and records that belong to no sheet: they would be left out."""
    if start + 8 <= end:
        kind, _, _, sort = struct.unpack_from("<HHHH", stream, start)
        if kind == biff.BOF and sort == _WORKSHEET:
            raise unreadable("a worksheet that is not listed")
        if kind != biff.BOF and end < len(stream) and any(stream[start:end]):
            raise unreadable("records between two sheets")


def _assert_same_sort(stream: bytes, offset: int) -> None:
    """Refuses a worksheet that the BOUNDSHEET at ``offset`` lists as a chart or macros: it would be left out."""
    (position,) = struct.unpack_from("<I", stream, offset)
    (sort,) = struct.unpack_from("<H", stream, position + 6)
    if stream[offset + 5] != 0 and sort == _WORKSHEET:
        raise unreadable("a worksheet that is listed as something else")


def _bound_sheet(content: bytes, version: int, codepage: str, unknown: bytes) -> tuple[str, int]:
    """Name and position in a BOUNDSHEET record."""
    (position,) = struct.unpack_from("<I", content)
    characters = content[6]
    if version == biff.BIFF8:
        wide = content[7] & 1
        raw = content[8 : 8 + characters * (1 + wide)]
        name = raw.decode("utf-16-le" if wide else "latin-1", "replace")
    else:
        _assert_known(content[7 : 7 + characters], unknown)
        try:
            name = content[7 : 7 + characters].decode(codepage, "replace")
        except LookupError as error:
            raise unreadable(str(error)) from error
    return name.replace("\0", ""), position


def _read_sheet(stream: bytes, position: int, book_globals: _Globals, notes: SheetNotes) -> int:
    """Takes notes of the substream at ``position`` and gives its end."""
    cells = _Cells(stream, book_globals, notes)
    offset = position
    for kind, offset, length in biff.records(stream, position):
        if kind in _CELLS:
            surplus = length - _CELLS[kind]
            if surplus < 0 or (surplus >= _HEADER and kind in _FIXED):
                raise unreadable("a cell is too short or too long")
            cells.take(kind, offset, length)
        elif kind == _STRING:
            cells.take_result()
        elif kind == _MERGEDCELLS:
            _merged_cells(stream, offset, notes)
        elif kind == _DIMENSIONS and not _is_possible(stream[offset : offset + length]):
            book_globals.patches[offset] = bytes(length)
    cells.close()
    (behind,) = struct.unpack_from("<H", stream, offset) if offset + 2 <= len(stream) else (0,)
    if behind in _CELLS or behind in _OF_TABLES:
        raise unreadable("records behind the end of a sheet")
    return offset


class _Cells:
    """The cells of one sheet, each at an address of its own."""

    def __init__(self, stream: bytes, book_globals: _Globals, notes: SheetNotes) -> None:
        self._stream, self._notes = stream, notes
        self._strings, self._unknown = book_globals.strings, book_globals.unknown
        self._taken: set[int] = set()
        self._waiting: tuple[int, int] | None = None

    def take(self, kind: int, offset: int, length: int) -> None:
        """Notes a cell. Raises FileRejectedError ``file.unreadable`` for what the reader of values would read as
        something else.
        """
        self.close()
        stream, notes = self._stream, self._notes
        row, column = _POSITION.unpack_from(stream, offset)
        self._occupy(row, column)
        if kind == _LABELSST:
            notes.reach(row, column)
            (index,) = struct.unpack_from("<I", stream, offset + 6)
            notes.weigh(self._strings[index])
        elif kind == _FORMULA:
            self._formula(row, column, stream[offset + 6 : offset + 14])
        elif kind == _NUMBER:
            notes.reach(row, column)
            _assert_finite(stream[offset + 6 : offset + 14])
        elif kind == _BOOLERR:
            value, is_error = stream[offset + 6], stream[offset + 7]
            if is_error:
                notes.flag(row, column, error_text(value))
            else:
                notes.reach(row, column)
        elif kind == _MULRK:
            (last_column,) = struct.unpack_from("<H", stream, offset + length - 2)
            for other_column in range(column + 1, min(last_column, _MOST_COLUMNS) + 1):
                self._occupy(row, other_column)
            notes.reach(row, last_column)
        else:
            notes.reach(row, column)
            if kind in (_LABEL, _RSTRING):
                (characters,) = struct.unpack_from("<H", stream, offset + 6)
                _assert_known(stream[offset + 8 : offset + 8 + characters], self._unknown)

    def take_result(self) -> None:
        """Takes the text that is the result of the formula before."""
        if self._waiting is None:
            raise unreadable("a text that no formula asks for")
        self._waiting = None

    def close(self) -> None:
        """Ends the sheet. A formula that still waits for its text has no result."""
        if self._waiting is not None:
            self._notes.flag(*self._waiting, FORMULA_WITHOUT_RESULT)
            self._waiting = None

    def _formula(self, row: int, column: int, result: bytes) -> None:
        """Notes a formula. Its result is a number or, marked by 0xFFFF, something else: 2 stands for an error, 0 for a
        text that follows.
        """
        if result[6:8] == b"\xff\xff" and result[0] == 2:
            self._notes.flag(row, column, error_text(result[2]))
            return
        self._notes.reach(row, column)
        if result[6:8] != b"\xff\xff":
            _assert_finite(result)
        elif result[0] == 0:
            self._waiting = row, column

    def _occupy(self, row: int, column: int) -> None:
        place = row << 16 | column
        if place in self._taken:
            raise unreadable("two cells at one address")
        self._taken.add(place)


def _assert_finite(number: bytes) -> None:
    if not isfinite(struct.unpack("<d", number)[0]):
        raise unreadable("a number that is none")


def _assert_known(text: bytes, unknown: bytes) -> None:
    """Refuses a text that holds any of these bytes."""
    if unknown and len(text.translate(None, unknown)) != len(text):
        raise unreadable("letters in a code page that is not known")


def _merged_cells(stream: bytes, offset: int, notes: SheetNotes) -> None:
    (count,) = struct.unpack_from("<H", stream, offset)
    for index in range(count):
        top, bottom, left, right = _RANGE.unpack_from(stream, offset + 2 + index * _RANGE.size)
        notes.merge((top, left, bottom, right))


def _is_possible(content: bytes) -> bool:
    """Whether the format can hold what DIMENSIONS declares. It is a hint, but readers make room for it all the same."""
    top, bottom, left, right = struct.unpack_from("<IIHH" if len(content) >= 14 else "<HHHH", content)
    return bottom == 0 or right == 0 or (top < bottom <= _MOST_ROWS and left < right <= _MOST_COLUMNS)
