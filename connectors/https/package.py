"""What a zip package (xlsx, ods) holds, told from its central directory, without unpacking anything.

Services that make a workbook when it is asked for (Google's export, many a web program) write other times into it every
time, so that its bytes differ though nobody touched it. ``fingerprint`` is the same for the same contents.
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
    """A hash of all parts' names, sizes and checksums but the document's properties; None when it is no zip package
    whose directory can be read, or one with encrypted parts (an odd one is compared by its bytes).
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
    """The name as it stands in the package (APPNOTE 4.4.4, bit 11). Fingerprints of what was taken before rest on it."""
    return part.orig_filename.encode("utf-8" if part.flag_bits & _UTF_8 else "cp437")
