"""The records of an Excel 97 (BIFF8) or Excel 5.0/95 (BIFF5) stream ([MS-XLS] section 2.1.4)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from workbooks.inspection.package import unreadable

BOF = 0x0809
EOF = 0x000A
FILEPASS = 0x002F
BIFF5 = 0x0500
BIFF8 = 0x0600

_LONGEST_BOF = 16
_HEADER = struct.Struct("<HH")


def records(stream: bytes, start: int = 0) -> Iterator[tuple[int, int, int]]:
    """(type, offset of the content, its length) of every record from ``start`` to the EOF of the same substream.

    Records of embedded charts are left out. Raises FileRejectedError ``file.unreadable`` when the stream ends before
    its EOF, or does not begin with a BOF of a version that is read.
    """
    offset, end, depth = start, len(stream) - _HEADER.size, 0
    while offset <= end:
        kind, length = _HEADER.unpack_from(stream, offset)
        offset += _HEADER.size
        if offset + length > len(stream):
            break
        if kind == BOF:
            if length > _LONGEST_BOF:
                raise unreadable("a BIFF stream begins with more than it may")
            depth += 1
        if depth == 0:
            raise unreadable("a BIFF stream without a beginning")
        if depth == 1:
            yield kind, offset, length
        if kind == EOF:
            depth -= 1
            if depth == 0:
                return
        offset += length
    raise unreadable("a BIFF stream is cut off")


def version(stream: bytes, offset: int, length: int) -> int:
    """The version in the content of a BOF. Raises FileRejectedError ``file.unreadable`` unless it is BIFF5 or BIFF8."""
    number = int.from_bytes(stream[offset : offset + 2], "little") if length >= 4 else 0
    if number not in (BIFF5, BIFF8):
        raise unreadable(f"BIFF version {number:#x}")
    return number


def holds_filepass(stream: bytes) -> bool:
    """Whether the workbook asks for a password: a FILEPASS stands right behind the first record, in BIFF5 a few
    later.
    """
    return any(kind == FILEPASS for kind, _, _ in records(stream))
