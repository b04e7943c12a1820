"""Binary workbooks (xlsb) for tests: the few records that a reader needs ([MS-XLSB])."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from tests.workbooks.makers_zip import CONTENT_TYPES, content_types, zipped

MAIN_TYPE = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
_RELATIONSHIP = '<Relationship Id="rId{0}" Type="t" Target="worksheets/sheet{0}.bin"/>'


def record(kind: int, content: bytes = b"") -> bytes:
    """One record: type and length in seven bits a byte."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = len(content), b""
    while length >= 0x80:
        size += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + size + bytes([length]) + content


def wide(text: str) -> bytes:
    """A counted UTF-16 string."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def row(index: int) -> bytes:
    """The header of a row."""
    return record(0x00, struct.pack("<IIHHBB", index, 0, 300, 0, 0, 0) + struct.pack("<I", 0))


def _cell(kind: int, column: int, content: bytes) -> bytes:
    return record(kind, struct.pack("<II", column, 0) + content)


def blank(column: int) -> bytes:
    """A formatted blank."""
    return _cell(0x01, column, b"")


def number(column: int, value: float) -> bytes:
    """A number."""
    return _cell(0x05, column, struct.pack("<d", value))


def text(column: int, value: str) -> bytes:
    """Inline text."""
    return _cell(0x06, column, wide(value))


def shared(column: int, index: int) -> bytes:
    """A shared string."""
    return _cell(0x07, column, struct.pack("<I", index))


def error(column: int, code: int) -> bytes:
    """A constant error value."""
    return _cell(0x03, column, bytes([code]))


def formula_error(column: int, code: int) -> bytes:
    """A formula (``=NA()``, roughly) whose result is an error value."""
    return _cell(0x0B, column, bytes([code]) + struct.pack("<HIH", 0, 2, 0x1C2A) + struct.pack("<I", 0))


def merge(top: int, bottom: int, left: int, right: int) -> bytes:
    """A merged range, to stand behind the cells."""
    return record(0xB0, struct.pack("<IIII", top, bottom, left, right))


def sheet(*records: bytes, merged: bytes = b"", end: bytes = b"") -> bytes:
    """A sheet's part; ``end`` replaces its proper end."""
    closing = end or record(0x92) + merged + record(0x82)
    return record(0x81) + record(0x94, bytes(16)) + record(0x91) + b"".join(records) + closing


def xlsb(
    sheets: Mapping[str, bytes], states: Mapping[str, int] | None = None, strings: tuple[str, ...] = (), **parts: bytes
) -> bytes:
    """A workbook of these sheets; ``states``: 1 hidden, 2 very hidden."""
    bundle = b"".join(
        record(0x9C, struct.pack("<II", (states or {}).get(name, 0), number) + wide(f"rId{number}") + wide(name))
        for number, name in enumerate(sheets, 1)
    )
    relationships = "".join(_RELATIONSHIP.format(number) for number in range(1, len(sheets) + 1))
    items = b"".join(record(0x13, b"\0" + wide(string)) for string in strings)
    counts = struct.pack("<II", len(strings), len(strings))
    package: dict[str, bytes | str] = {
        CONTENT_TYPES: content_types(MAIN_TYPE),
        "xl/workbook.bin": record(0x83) + record(0x8F) + bundle + record(0x90) + record(0x9D, bytes(27)) + record(0x84),
        "xl/_rels/workbook.bin.rels": f"<Relationships>{relationships}</Relationships>",
        "xl/sharedStrings.bin": record(0x9F, counts) + items + record(0xA0),
    }
    package |= {f"xl/worksheets/sheet{number}.bin": part for number, part in enumerate(sheets.values(), 1)}
    return zipped(package | parts)
