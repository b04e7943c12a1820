"""An OLE container of one stream, in the form that the reader of values takes ([MS-CFB], version 4 with sectors of
4,096 bytes).
"""

from __future__ import annotations

import struct

_SECTOR = 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_IN_HEADER = 109
"""Sectors of the table that the header itself names: enough for 456 MB."""


def ole_with(name: str, stream: bytes) -> bytes:
    """A container that holds ``stream`` under this name, filled up with zeros so that it needs no small sectors."""
    sectors = max(-(-len(stream) // _SECTOR), 1)
    fat_sectors = 1
    while fat_sectors * (_SECTOR // 4) < fat_sectors + 1 + sectors:
        fat_sectors += 1
    if fat_sectors > _IN_HEADER:
        raise ValueError("a stream larger than any workbook")
    first_sector = fat_sectors + 1
    table = [_FAT] * fat_sectors + [_END] + [*range(first_sector + 1, first_sector + sectors), _END]
    table += [_FREE] * (fat_sectors * (_SECTOR // 4) - len(table))
    header = struct.pack(
        "<8s16x5H6x9I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 4, 0xFFFE, 12, 6,
        1, fat_sectors, fat_sectors, 0, 4096, _END, 0, _END, 0,
    )  # fmt: skip
    header += struct.pack(f"<{_IN_HEADER}I", *range(fat_sectors), *[_FREE] * (_IN_HEADER - fat_sectors))
    # The root has no stream of small sectors; readers want it to begin somewhere all the same.
    entries = _entry("Root Entry", 5, fat_sectors, 0, child=1) + _entry(
        name, 2, first_sector, sectors * _SECTOR, child=_FREE
    )
    return b"".join(
        (
            header.ljust(_SECTOR, b"\0"),
            struct.pack(f"<{len(table)}I", *table),
            entries.ljust(_SECTOR, b"\0"),
            stream.ljust(sectors * _SECTOR, b"\0"),
        )
    )


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    raw = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", raw, len(raw) + 2, kind, 1, _FREE, _FREE, child, start, size)
