"""The zip package of a workbook: its directory is judged first, then its parts are unpacked with care."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from isal import isal_zlib as zlib  # three times as fast as the standard library's, and otherwise the same

from workbooks.limits import FileRejectedError, Limits

MOST_PARTS = 10_000
"""More parts than any workbook of 50 sheets has. A directory longer than this is an attack, not a workbook."""

_DIRECTORY_ENTRY = b"PK\x01\x02"
_END_SIGNATURE = b"PK\x05\x06"
_END_RECORD = struct.Struct("<12xIIH")
_LARGE_SIGNATURE, _LARGE_SIZE = b"PK\x06\x07", 20
"""What stands right before the end record of a zip64, where another record says how long the directory is."""
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_LOCAL_SIGNATURE = b"PK\x03\x04"
_PIECE = 16 * 1024
"""How many packed bytes to unpack at a time: at deflate's best ratio 16 MiB."""
XML_ENDINGS = (".xml", ".rels", ".vml")
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:(?:<\?.*?\?>|<!--.*?-->)\s*)*", re.DOTALL)


@dataclass(frozen=True)
class Package:
    """A zip package whose directory obeys the limits. ``parts`` maps a name to its entry in the directory.

    Part names follow the Open Packaging Conventions: they use slashes, and letter case does not count.
    """

    data: bytes
    parts: dict[str, zipfile.ZipInfo]

    def find(self, name: str) -> str | None:
        """The part of this name as the directory writes it; None when there is none.

        Raises FileRejectedError ``file.unreadable`` when two names differ only in letter case or slashes.
        """
        if name in self.parts and not self._double:
            return name
        folded_name = fold_part(name)
        if folded_name in self._double:
            raise unreadable("the zip directory names a part twice")
        return self._folded.get(folded_name)

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {fold_part(name): name for name in self.parts}

    @cached_property
    def _double(self) -> frozenset[str]:
        if len(self._folded) == len(self.parts):
            return frozenset()
        return frozenset(fold_part(name) for name in self.parts if self._folded[fold_part(name)] != name)

    @property
    def encrypted(self) -> bool:
        """Whether some part asks for a password."""
        return any(part.flag_bits & 1 for part in self.parts.values())


def unreadable(detail: str) -> FileRejectedError:
    """The refusal of a file with the right signature and a wrong inside."""
    return FileRejectedError("file.unreadable", detail)


def part_name(name: str) -> str:
    """A part's name as a package should write it: ``.\\xl\\workbook.xml`` → ``xl/workbook.xml``."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/")


def fold_part(name: str) -> str:
    """A part's name for comparing (ECMA-376 part 2, 6.2.2.3: letter case does not count)."""
    return part_name(name).lower()


def zip_span(data: bytes) -> tuple[int, int] | None:
    """The start and end of a zip in the data, whatever bytes stand before or after it; None when there is none."""
    start, end = data.find(_LOCAL_SIGNATURE), data.rfind(_END_SIGNATURE)
    if start == 0 and (end < 0 or end + _END_RECORD.size > len(data)):
        return 0, len(data)
    if start < 0 or end < start or end + _END_RECORD.size > len(data):
        return None
    size, _, comment = _END_RECORD.unpack_from(data, end)
    if start > 0 and (size == 0 or not data.startswith(_DIRECTORY_ENTRY, end - size)):
        return None
    return start, min(end + _END_RECORD.size + comment, len(data))


def open_package(data: bytes, limits: Limits) -> Package:
    """The package in ``data``; nothing is unpacked yet.

    Raises FileRejectedError: ``file.unreadable`` when its directory is broken or names a part twice (readers would
    choose differently), ``file.too_large`` when the directory declares more than the limits allow.
    """
    if data.count(_DIRECTORY_ENTRY, _directory_start(data)) > MOST_PARTS:
        raise FileRejectedError("file.too_large", f"more than {MOST_PARTS} parts")
    start, stop = zip_span(data) or (0, len(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data[:stop])) as archive:
            entries = [entry for entry in archive.infolist() if not entry.filename.endswith(("/", "\\"))]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error, OverflowError) as error:
        raise unreadable(f"zip directory: {error}") from error
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise FileRejectedError("file.too_large", f"{unpacked} bytes unpacked, {limits.unpacked_bytes} allowed")
    if unpacked > limits.ratio * (stop - start):
        raise FileRejectedError("file.too_large", f"{unpacked} bytes unpacked from {stop - start}")
    parts = {entry.filename: entry for entry in entries}
    if len(parts) != len(entries):
        raise unreadable("the zip directory names a part twice")
    return Package(data, parts)


def _directory_start(data: bytes) -> int:
    """A place before which no entry of the directory stands, by the size in the end record."""
    end = data.rfind(_END_SIGNATURE)
    if end + _END_RECORD.size > len(data) or end < _LARGE_SIZE or data.startswith(_LARGE_SIGNATURE, end - _LARGE_SIZE):
        return 0
    return max(end - _END_RECORD.unpack_from(data, end)[0], 0)


def read_part(package: Package, name: str) -> bytes:
    """Reads one part, unpacked. Raises FileRejectedError ``file.unreadable`` as :func:`part_chunks` does."""
    return b"".join(part_chunks(package, name))


def part_chunks(package: Package, name: str) -> Iterator[bytes]:
    """One part, unpacked piece by piece and never beyond the size that the directory declares.

    Raises FileRejectedError ``file.unreadable`` when the part is missing, damaged, or not what the directory says
    (length, checksum). Other readers trust the directory, so every part that they read must have gone through here.
    """
    part_found = package.find(name)
    if part_found is None:
        raise unreadable(f"part {name!r} is missing")
    entry = package.parts[part_found]
    size = checksum = 0
    for chunk in _unpack(_packed(package.data, entry), entry):
        size += len(chunk)
        if size > entry.file_size:
            break
        checksum = zlib.crc32(chunk, checksum)
        yield chunk
    if size != entry.file_size or checksum != entry.CRC:
        raise unreadable(f"part {name!r} is not what the zip directory says")


def _packed(data: bytes, entry: zipfile.ZipInfo) -> memoryview:
    """The packed bytes of an entry."""
    header = data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or not header.startswith(_LOCAL_SIGNATURE):
        raise unreadable(f"part {entry.filename!r} has no local header")
    _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    start = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
    packed = memoryview(data)[start : start + entry.compress_size]
    if len(packed) != entry.compress_size:
        raise unreadable(f"part {entry.filename!r} is cut off")
    return packed


def _unpack(packed: memoryview, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    pieces = (packed[start : start + _PIECE] for start in range(0, len(packed), _PIECE))
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from map(bytes, pieces)
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise unreadable(f"part {entry.filename!r} is packed by method {entry.compress_type}")
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in pieces:
            yield inflater.decompress(piece)
    except zlib.error as error:
        raise unreadable(f"part {entry.filename!r}: {error}") from error
    if not inflater.eof:
        raise unreadable(f"part {entry.filename!r} is cut off")


def assert_no_doctype(part: bytes) -> None:
    """Refuses an XML part with a document type declaration, the only place where entities and external references can
    be declared (XML 1.0, section 2.8). Raises FileRejectedError ``file.unreadable``. Works for UTF-8 and UTF-16.
    """
    if part[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"):
        codec = "utf-16-be" if part[:2] in (b"\xfe\xff", b"\x00<") else "utf-16-le"
        part = part.decode(codec, "replace").lstrip("\ufeff").encode()
    prolog = _PROLOG.match(part)
    if part.startswith(b"<!", prolog.end() if prolog else 0):
        raise unreadable("an XML part declares a document type")
