"""Excel 97 workbooks for tests: the few records that a reader needs, in an OLE container ([MS-XLS], [MS-CFB])."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
BIFF8 = 0x0600
EOF = struct.pack("<HH", 0x000A, 0)


def record(kind: int, content: bytes = b"") -> bytes:
    """One record."""
    return struct.pack("<HH", kind, len(content)) + content


def bof(kind: int) -> bytes:
    """The beginning of a substream: 0x05 workbook, 0x10 sheet, 0x20 chart."""
    return record(0x0809, struct.pack("<HHHHII", BIFF8, kind, 0, 0, 0, 0x0600))


def number(row: int, column: int, value: float) -> bytes:
    """A number."""
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def numbers(row: int, first: int, count: int) -> bytes:
    """Several small numbers side by side (MULRK)."""
    cells = b"".join(struct.pack("<HI", 0, index << 2 | 2) for index in range(count))
    return record(0x00BD, struct.pack("<HH", row, first) + cells + struct.pack("<H", first + count - 1))


def shared(row: int, column: int, index: int) -> bytes:
    """A shared string."""
    return record(0x00FD, struct.pack("<HHHI", row, column, 0, index))


def blank(row: int, column: int) -> bytes:
    """A formatted blank."""
    return record(0x0201, struct.pack("<HHH", row, column, 0))


def error(row: int, column: int, code: int) -> bytes:
    """A constant error value."""
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, code, 1))


def boolean(row: int, column: int, value: bool) -> bytes:
    """A boolean."""
    return record(0x0205, struct.pack("<HHHBB", row, column, 0, value, 0))


def formula(row: int, column: int, result: bytes) -> bytes:
    """A formula (``=1``) with this result of eight bytes."""
    return record(0x0006, struct.pack("<HHH", row, column, 0) + result + struct.pack("<HIHBH", 0, 0, 3, 0x1E, 1))


def error_result(code: int) -> bytes:
    """The result of a formula that is an error."""
    return bytes([2, 0, code, 0, 0, 0, 0xFF, 0xFF])


def merged(*ranges: tuple[int, int, int, int]) -> bytes:
    """Merged ranges: top, bottom, left, right."""
    return record(0x00E5, struct.pack("<H", len(ranges)) + b"".join(struct.pack("<HHHH", *area) for area in ranges))


def dimensions(top: int, bottom: int, left: int, right: int) -> bytes:
    """The declared range; bottom and right are one beyond."""
    return record(0x0200, struct.pack("<IIHHH", top, bottom, left, right, 0))


def strings(*texts: str, count: int | None = None, narrow: tuple[str, ...] = ()) -> bytes:
    """The table of shared strings, the ``narrow`` ones last, in one byte a letter."""
    items = b"".join(struct.pack("<HB", len(text), 1) + text.encode("utf-16-le") for text in texts)
    items += b"".join(struct.pack("<HB", len(text), 0) + text.encode("latin-1") for text in narrow)
    count_stored = len(texts) + len(narrow)
    return record(0x00FC, struct.pack("<II", count_stored, count_stored if count is None else count) + items)


def codepage_record(number: int) -> bytes:
    """The code page."""
    return record(0x0042, struct.pack("<H", number))


def text_result(text: str) -> bytes:
    """The text that is the result of the formula before."""
    return record(0x0207, struct.pack("<HB", len(text), 1) + text.encode("utf-16-le"))


def old_text(row: int, column: int, raw: bytes) -> bytes:
    """A text of Excel 5.0."""
    return record(0x0204, struct.pack("<HHHH", row, column, 0, len(raw)) + raw)


def old_rich_text(row: int, column: int, raw: bytes) -> bytes:
    """A formatted text of Excel 5.0, its second letter in another font."""
    return record(0x00D6, struct.pack("<HHHH", row, column, 0, len(raw)) + raw + bytes([1, 1, 1]))


def old_stream(sheets: Mapping[str, bytes], inside: bytes = b"") -> bytes:
    """The records of a workbook of Excel 5.0."""

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHH", 0x0500, kind, 0, 0))

    position = len(begin(5)) + len(inside) + sum(len(name) + 11 for name in sheets) + len(EOF)
    bound, bodies = b"", b""
    for name, content in sheets.items():
        bound += record(0x0085, struct.pack("<IBBB", position + len(bodies), 0, 0, len(name)) + name.encode())
        bodies += begin(0x10) + content + EOF
    return begin(5) + inside + bound + EOF + bodies


def continued_strings(text: str, at: int) -> bytes:
    """The table of one shared string that is cut after ``at`` characters and goes on in a CONTINUE record, narrow."""
    head = struct.pack("<IIHB", 1, 1, len(text), 1) + text[:at].encode("utf-16-le")
    return record(0x00FC, head) + record(0x003C, b"\0" + text[at:].encode("latin-1"))


def chart(*records: bytes) -> bytes:
    """A chart inside a sheet."""
    return bof(0x20) + b"".join(records) + EOF


def stream(sheets: Mapping[str, bytes], inside: bytes = b"", states: Mapping[str, int] | None = None) -> bytes:
    """The records of a workbook; ``inside`` stands in its globals."""
    names = [struct.pack("<BB", len(name), 1) + name.encode("utf-16-le") for name in sheets]
    position = len(bof(5)) + sum(len(name) + 10 for name in names) + len(inside) + len(EOF)
    bound, bodies = b"", b""
    for raw, (name, content) in zip(names, sheets.items(), strict=True):
        bound += record(0x0085, struct.pack("<IBB", position + len(bodies), (states or {}).get(name, 0), 0) + raw)
        bodies += bof(0x10) + content + EOF
    return bof(5) + bound + inside + EOF + bodies


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A container of these streams, each at least 4096 bytes long so that it needs no small sectors."""
    padded = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    sizes = [-(-len(content) // SECTOR) for content in padded.values()]
    directory_sectors = -(-(1 + len(padded)) // 4)
    total = directory_sectors + sum(sizes)
    fat_sectors = -(-total // 127) or 1
    table: list[int] = [_FAT] * fat_sectors
    for length in (directory_sectors, *sizes):
        start = len(table)
        table += [*range(start + 1, start + length), _END]
    table += [_FREE] * (fat_sectors * 128 - len(table))
    entries = _entry("Root Entry", 5, _END, 0, child=1 if padded else _FREE)
    start = fat_sectors + directory_sectors
    for index, (name, content) in enumerate(padded.items(), 1):
        right = index + 1 if index < len(padded) else _FREE
        entries += _entry(name, 2, start, len(content), right=right)
        start += sizes[index - 1]
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6,
                         0, fat_sectors, fat_sectors, 0, 4096, _END, 0, _END, 0)  # fmt: skip
    header += struct.pack("<109I", *range(fat_sectors), *[_FREE] * (109 - fat_sectors))
    body = b"".join(content.ljust(-(-len(content) // SECTOR) * SECTOR, b"\0") for content in padded.values())
    return header + struct.pack(f"<{len(table)}I", *table) + entries.ljust(directory_sectors * SECTOR, b"\0") + body


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE, right: int = _FREE) -> bytes:
    raw = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", raw, len(raw) + 2, kind, 1, _FREE, right, child, start, size)


def xls(sheets: Mapping[str, bytes], inside: bytes = b"", states: Mapping[str, int] | None = None) -> bytes:
    """A workbook of these sheets."""
    return ole({"Workbook": stream(sheets, inside, states)})
