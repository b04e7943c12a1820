"""The OLE container of Excel 97 files: opened with olefile, its chains of sectors proven to end ([MS-CFB])."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import olefile

from workbooks.inspection.package import unreadable

_REGULAR = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_ENTRY = struct.Struct("<64sHB49xIQ")
_STREAM, _ROOT = 2, 5
_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")
_MACROS_ASIDE = "_VBA_PROJECT_OFF".encode("utf-16-le")


@dataclass(frozen=True)
class _Entry:
    """One entry of the directory, found as other readers find it: by its place, not by the tree."""

    name: str
    kind: int
    start: int
    size: int


@contextmanager
def open_ole(data: bytes) -> Iterator[olefile.OleFileIO]:
    """Opens the container in ``data``, whose last sector may be cut short. Raises FileRejectedError ``file.unreadable``
    when it is damaged or its chains never end.
    """
    try:
        ole = olefile.OleFileIO(io.BytesIO(data))
    except (OSError, RecursionError, ValueError, IndexError, struct.error, TypeError, AttributeError) as error:
        raise unreadable(f"OLE container: {error}") from error
    with ole:
        _assert_sound(ole, data)
        yield ole


def workbook_stream(ole: olefile.OleFileIO) -> bytes | None:
    """The records of the workbook; None when the container holds none at its top.

    Readers take the first entry of that name, wherever in the tree it hangs. Raises FileRejectedError
    ``file.unreadable`` when that is another one (an embedded workbook).
    """
    tops = {kid.name.casefold(): kid for kid in ole.root.kids if kid.entry_type == olefile.STGTY_STREAM}
    name = next((name for name in ("workbook", "book") if name in tops), None)
    if name is None:
        return None
    first_entry = next(entry for entry in _directory(ole) if entry.name.casefold() == name)
    if (first_entry.start, first_entry.size) != (tops[name].isectStart, tops[name].size):
        raise unreadable("an embedded workbook stands before the workbook")
    _assert_whole(ole, first_entry.start, first_entry.size)
    try:
        return ole.openstream(name).read()
    except (OSError, ValueError, IndexError) as error:
        raise unreadable(f"OLE stream: {error}") from error


def _assert_whole(ole: olefile.OleFileIO, start: int, size: int) -> None:
    """Checks that the stream ends before the file does. The missing rest of a cut last sector does not belong to it."""
    length = ole.fp.seek(0, io.SEEK_END)
    if size < ole.mini_stream_cutoff_size or length % ole.sector_size == 0:
        return
    sector, place, last_place = start, 0, length // ole.sector_size - 1
    while sector < _REGULAR and place < size:
        if sector == last_place and min(size - place, ole.sector_size) > length % ole.sector_size:
            raise unreadable("the workbook's stream is cut off")
        sector, place = ole.fat[sector], place + ole.sector_size


def without_macros(data: bytes) -> bytes:
    """The same file with its macro storage renamed, so that no reader unpacks macros that nobody asked for."""
    return data.replace(_MACROS, _MACROS_ASIDE)


def _directory(ole: olefile.OleFileIO) -> list[_Entry]:
    ole.directory_fp.seek(0)
    raw = ole.directory_fp.read()
    entries = []
    for offset in range(0, len(raw) - _ENTRY.size + 1, 128):
        name, name_length, kind, start, size = _ENTRY.unpack_from(raw, offset)
        if ole.sector_size == 512:
            size &= 0xFFFFFFFF
        text = name[: max(0, min(name_length, 64) - 2)].decode("utf-16-le", "replace")
        entries.append(_Entry(text, kind, start, size))
    return entries


def _assert_sound(ole: olefile.OleFileIO, data: bytes) -> None:
    """Checks that every chain a reader may follow ends inside the file, and that no stream is declared longer than the
    file.
    """
    sectors = len(data) // ole.sector_size + 1
    counts = (ole.num_dir_sectors, ole.num_fat_sectors, ole.num_mini_fat_sectors, ole.num_difat_sectors)
    if any(count > sectors for count in counts):
        raise unreadable("the OLE header counts more sectors than there are")
    if ole.num_difat_sectors == 0 and ole.first_difat_sector < _REGULAR:
        raise unreadable("the OLE header names a sector table that it does not count")
    entries = [entry for entry in _directory(ole) if entry.kind in (_STREAM, _ROOT)]
    if any(entry.size > len(data) for entry in entries):
        raise unreadable("an OLE stream is declared longer than the file")
    large = {ole.first_dir_sector, ole.first_mini_fat_sector}
    small = set()
    for entry in entries:
        in_minifat = entry.kind == _STREAM and entry.size < ole.mini_stream_cutoff_size
        (small if in_minifat else large).add(entry.start)
    _assert_chains_end(large, list(ole.fat)[:sectors])
    if small and ole.first_mini_fat_sector < _REGULAR:
        ole.loadminifat()
        _assert_chains_end(small, list(ole.minifat))


def _assert_chains_end(starts: set[int], table: list[int]) -> None:
    """Checks that the chains from these sectors end, through a table of successors. They may share sectors, but not go
    round.
    """
    ended_sectors: set[int] = set()
    for start in starts:
        chain: set[int] = set()
        sector = start
        while sector < _REGULAR and sector not in ended_sectors:
            if sector >= len(table) or sector in chain:
                raise unreadable("an OLE chain of sectors leaves the file or never ends")
            chain.add(sector)
            sector = table[sector]
        ended_sectors |= chain
