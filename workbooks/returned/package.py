"""A workbook as a package: zip members are copied as they are, except those that are edited."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from isal import isal_zlib

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_UTF8_NAME = 0x800
_EPOCH = (0, 33)  # 1 January 1980: nothing of the clock gets into what is written
_BIG = 1_000_000
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.-]+)[\"'][^>]*\?>")


class UnmarkableError(ValueError):
    """The file is no workbook package that can be edited; use ``rebuild`` then."""


@dataclass(frozen=True)
class _Member:
    name: bytes
    flags: int
    method: int
    time: int
    date: int
    crc: int
    size: int
    packed: bytes | memoryview
    attributes: int = 0


class Package:
    """The members of a zip file by name, with edits on top. Names are part names, without a leading slash."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, OSError) as error:
            raise UnmarkableError("not a zip package") from error
        self._infos = {_key(info.filename): info for info in self._zip.infolist()}
        self._names = {key: info.filename for key, info in self._infos.items()}
        self._edits: dict[str, bytes | None] = {}

    def __contains__(self, part: str) -> bool:
        key = _key(part)
        return self._edits[key] is not None if key in self._edits else key in self._infos

    def names(self) -> list[str]:
        """All parts there are now."""
        return [name for name in self._names.values() if name in self]

    def read(self, part: str) -> bytes:
        """A part's bytes as they are now. Raises UnmarkableError when it is missing."""
        key = _key(part)
        edited = self._edits.get(key)
        if edited is not None:
            return edited
        if part not in self:
            raise UnmarkableError(f"a part is missing: {part}")
        try:
            return self._zip.read(self._infos[key])
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise UnmarkableError(f"a part is damaged: {part}") from error

    def head(self, part: str, size: int = 65_536) -> bytes:
        """A part's first bytes, without unpacking the rest."""
        key = _key(part)
        if key in self._edits or key not in self._infos:
            return self.read(part)[:size]
        with self._zip.open(self._infos[key]) as stream:
            return stream.read(size)

    def xml(self, part: str) -> bytes:
        """A part's XML in UTF-8, whatever its encoding was."""
        return in_utf8(self.read(part))

    def text(self, part: str) -> str:
        """A part's XML as text."""
        return self.xml(part).decode("utf-8")

    def write(self, part: str, content: bytes | str) -> None:
        """Replaces the part of this name, or adds it."""
        key = _key(part)
        self._names.setdefault(key, part)
        self._edits[key] = content.encode("utf-8") if isinstance(content, str) else content

    def remove(self, part: str) -> None:
        """Takes a part out; does nothing when it is missing."""
        self._edits[_key(part)] = None

    def free_name(self, pattern: str) -> str:
        """The first free name. ``pattern`` has one ``{}`` for the number."""
        number = 1
        while _key(pattern.format(number)) in self._names:
            number += 1
        return pattern.format(number)

    def save(self) -> bytes:
        """The package as bytes. Members without edits keep their packed bytes."""
        edited = {key: content for key, content in self._edits.items() if content is not None}
        with ThreadPoolExecutor(max_workers=2) as pool:
            packed = dict(zip(edited, pool.map(_deflated, edited.values()), strict=True))
        members = []
        for key, name in self._names.items():
            if key in edited:
                members.append(self._edited_member(key, name, edited[key], packed[key]))
            elif key not in self._edits:
                members.append(self._copied_member(self._infos[key]))
        return _zipped(members)

    def _edited_member(self, key: str, name: str, content: bytes, packed: bytes) -> _Member:
        time, date = _dos_time(self._infos[key]) if key in self._infos else _EPOCH
        return _Member(
            name.encode("utf-8"), 0 if name.isascii() else _UTF8_NAME, zipfile.ZIP_DEFLATED, time, date,
            zlib.crc32(content), len(content), packed,
        )  # fmt: skip

    def _copied_member(self, info: zipfile.ZipInfo) -> _Member:
        header = self._data[info.header_offset : info.header_offset + _LOCAL.size]
        name_size, extra_size = _LOCAL.unpack(header)[-2:]
        start = info.header_offset + _LOCAL.size + name_size + extra_size
        packed = memoryview(self._data)[start : start + info.compress_size]
        utf8 = info.flag_bits & _UTF8_NAME
        name = info.orig_filename.encode("utf-8" if utf8 else "cp437")
        time, date = _dos_time(info)
        return _Member(name, utf8, info.compress_type, time, date, info.CRC, info.file_size, packed, info.external_attr)


def in_utf8(xml: bytes) -> bytes:
    """XML bytes in UTF-8 without byte order mark; the declaration says so."""
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        return re.sub(r"encoding\s*=\s*[\"'][^\"']*[\"']", 'encoding="UTF-8"', xml.decode("utf-16"), count=1).encode()
    xml = xml.removeprefix(b"\xef\xbb\xbf")
    declared = _DECLARATION.match(xml[:200])
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        try:
            text = xml.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError) as error:
            raise UnmarkableError("a part is in an unknown encoding") from error
        return text.replace(declared[1].decode("ascii"), "UTF-8", 1).encode()
    return xml


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _dos_time(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day


def _deflated(content: bytes) -> bytes:
    """Packed bytes; large sheets are packed fast rather than small."""
    if len(content) > _BIG:
        packer = isal_zlib.compressobj(2, zlib.DEFLATED, -15)
    else:
        packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def _zipped(members: list[_Member]) -> bytes:
    out = bytearray()
    central = bytearray()
    for member in members:
        offset = len(out)
        sizes = (member.crc, len(member.packed), member.size, len(member.name))
        out += _LOCAL.pack(b"PK\x03\x04", 20, member.flags, member.method, member.time, member.date, *sizes, 0)
        out += member.name
        out += member.packed
        central += _CENTRAL.pack(
            b"PK\x01\x02", 20, 20, member.flags, member.method, member.time, member.date, *sizes, 0, 0, 0, 0, member.attributes, offset
        )  # fmt: skip
        central += member.name
    count = len(members)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(central), len(out), 0)
    return bytes(out + central + end)
