"""The contents of a zip package (xlsx, ods), read from its central directory without unpacking anything.

Services that make a workbook on request (Google's export, many web programs) write new times into it every time, so its
bytes differ though nobody touched it. ``fingerprint`` is equal for equal contents.
"""

from __future__ import annotations

import hashlib
import io
import struct
import zipfile

_START = b"PK\x03\x04"
_ENCRYPTED = 1
_UTF_8 = 0x800
_IN_ZIP64 = 0xFFFF_FFFF
_TIMES_OF_MAKING = b"docProps/"


def is_cut_package(data: bytes) -> bool:
    """Whether the bytes begin as a zip package and have no end."""
    return data.startswith(_START) and not zipfile.is_zipfile(io.BytesIO(data))


def fingerprint(data: bytes) -> str | None:
    """A hash of the names, sizes and checksums of all parts except the document's properties. None when the bytes are
    no zip package with a readable directory, or hold encrypted parts; those are compared by their bytes.
    """
    if not data.startswith(_START):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return None
    if not parts or any(part.flag_bits & _ENCRYPTED or part.file_size >= _IN_ZIP64 for part in parts):
        return None
    digest = hashlib.sha256()
    for name, checksum, size in sorted((_raw_name(part), part.CRC, part.file_size) for part in parts):
        if not name.startswith(_TIMES_OF_MAKING):
            digest.update(struct.pack("<LLL", len(name), checksum, size) + name)
    return digest.hexdigest()


def _raw_name(part: zipfile.ZipInfo) -> bytes:
    """The name as it stands in the package (APPNOTE 4.4.4, bit 11). The fingerprints of items taken earlier depend on
    it.
    """
    return part.orig_filename.encode("utf-8" if part.flag_bits & _UTF_8 else "cp437")
