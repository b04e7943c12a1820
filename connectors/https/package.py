"""What a zip package (xlsx, ods) holds, told from its central directory, without unpacking anything.

Services that make a workbook when it is asked for (Google's export, many a web program) write other times into it every
time, so that its bytes differ though nobody touched it. ``fingerprint`` is the same for the same contents.
"""

from __future__ import annotations

import hashlib
import struct

_START = b"PK\x03\x04"
_END = b"PK\x05\x06"
_END_AT_MOST = 22 + 65_535  # with the longest comment (APPNOTE 4.3.16)
_END_RECORD = struct.Struct("<4s4H2LH")
_ENTRY = b"PK\x01\x02"
_ENTRY_RECORD = struct.Struct("<4s6H3L5H2L")  # APPNOTE 4.3.12
_ENCRYPTED = 1
_IN_ZIP64 = 0xFFFF_FFFF
_TIMES_OF_MAKING = b"docProps/"


def is_cut_package(data: bytes) -> bool:
    """Whether the bytes begin as a zip package and have no end."""
    return data.startswith(_START) and _END not in data[-_END_AT_MOST:]


def fingerprint(data: bytes) -> str | None:
    """A hash of all parts' names, sizes and checksums but the document's properties; None when it is no zip package
    whose directory is in order (an odd one is compared by its bytes).
    """
    parts = _parts(data)
    if parts is None:
        return None
    digest = hashlib.sha256()
    for name, checksum, size in sorted(parts):
        if not name.startswith(_TIMES_OF_MAKING):
            digest.update(struct.pack("<LLL", len(name), checksum, size) + name)
    return digest.hexdigest()


def _parts(data: bytes) -> list[tuple[bytes, int, int]] | None:
    """Name, CRC-32 and unpacked size of every part. Zip64 is odd here: workbooks within the limits do not need it."""
    end = data.rfind(_END, -_END_AT_MOST)
    if not data.startswith(_START) or end < 0 or end + _END_RECORD.size > len(data):
        return None
    _, _, _, _, count, length, _, _ = _END_RECORD.unpack_from(data, end)
    at = end - length
    parts = []
    for _ in range(count):
        if at < 0 or at + _ENTRY_RECORD.size > end:
            return None
        signature, _, _, flags, _, _, _, checksum, _, size, name, extra, comment, _, _, _, _ = (
            _ENTRY_RECORD.unpack_from(data, at)
        )
        if signature != _ENTRY or flags & _ENCRYPTED or size == _IN_ZIP64:
            return None
        at += _ENTRY_RECORD.size
        parts.append((data[at : at + name], checksum, size))
        at += name + extra + comment
    return parts if at == end and parts else None
