"""Zip packages for tests, sound ones and such as no honest program writes."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping

CONTENT_TYPES = "[Content_Types].xml"


def zipped(parts: Mapping[str, bytes | str], stored: tuple[str, ...] = ()) -> bytes:
    """A package of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def with_directory_field(data: bytes, name: str, offset: int, value: bytes) -> bytes:
    """The package with other bytes at ``offset`` of a part's directory entry (APPNOTE 4.3.12)."""
    start = data.rindex(name.encode()) - 46
    assert data[start : start + 4] == b"PK\x01\x02"
    return data[: start + offset] + value + data[start + offset + len(value) :]


def declaring(data: bytes, name: str, size: int) -> bytes:
    """The package whose directory declares another unpacked size of a part."""
    return with_directory_field(data, name, 24, struct.pack("<I", size))


def with_password_flag(data: bytes, name: str) -> bytes:
    """The package whose directory says that a part is encrypted."""
    return with_directory_field(data, name, 8, b"\x01\x00")


def content_types(main: str) -> str:
    """The list of types of a package whose main part has this type."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/main" ContentType="{main}"/></Types>'
    )
