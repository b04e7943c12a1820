"""Workbooks in an attached zip. Everything about the zip is judged before anything in it is handed on, and no name in
it is ever used as a path.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from dataclasses import dataclass

from connectors.mail.choice import MAILS, WORKBOOKS, ending, fits, last_component
from connectors.mail.kinds import HEAD, OLE, ZIP, Kind, by_beginning, by_ole, by_package
from connectors.wholeness import is_clutter

MIB = 1024 * 1024
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENTRIES_AT_MOST = 20_000  # in the directory of the zip and of the workbooks stored in it; more is an attack on memory
_ARCHIVES = {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zipx"}
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 0x1
_CHUNK = 64 * 1024


class UnreadableZipError(Exception):
    """The zip is damaged, encrypted, nested, or over a limit."""


@dataclass(frozen=True)
class ZipLimits:
    """How much a zip may hold. ``packed_bytes`` bounds the zip itself, ``member_bytes`` one unpacked file, ``ratio``
    all unpacked bytes for one packed byte.
    """

    packed_bytes: int = 25 * MIB
    members: int = 50
    member_bytes: int = 25 * MIB
    total_bytes: int = 100 * MIB
    ratio: int = 200


@dataclass(frozen=True)
class Member:
    """A workbook in a zip, unpacked. ``name`` is its last component."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Other:
    """Another file in a zip. It may be a workbook whose name is not wanted."""

    name: str
    kind: Kind


@dataclass(frozen=True)
class Unpacked:
    """Everything in a zip, in its order."""

    workbooks: tuple[Member, ...]
    other_members: tuple[Other, ...]


_BROKEN = (zipfile.BadZipFile, RuntimeError, ValueError, OverflowError, EOFError, zlib.error)
"""The errors that zipfile raises for broken, foreign or locked zips."""


def is_package(data: bytes) -> bool:
    """Whether a zip is itself a document of Office or OpenDocument. Raises UnreadableZipError."""
    return package_kind(data) is not None


def package_kind(data: bytes) -> Kind | None:
    """The kind of a zip that is itself a document: packages of Office and OpenDocument say so in a member of their own.
    None when it is none. Raises UnreadableZipError.
    """
    _refuse_directory(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return by_package(set(package.namelist()), _mimetype(package))
    except _BROKEN:
        raise UnreadableZipError from None


def workbooks_in(data: bytes, pattern: str, limits: ZipLimits) -> list[Member]:
    """The workbooks in a zip, in its order; none where it holds only other files. Raises UnreadableZipError."""
    return list(unpacked(data, pattern, limits).workbooks)


def unpacked(data: bytes, pattern: str, limits: ZipLimits) -> Unpacked:
    """The workbooks in a zip, by name or by content, and what else is in it. Raises UnreadableZipError."""
    if len(data) > limits.packed_bytes:
        raise UnreadableZipError
    _refuse_directory(data)
    workbooks: list[Member] = []
    other_members: list[Other] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if not _is_aside(entry)]
            _refuse_excess(entries, len(data), limits)
            for entry in entries:
                member = Member(last_component(entry.filename), _content(package, entry, limits))
                kind = _kind(member)
                if kind is Kind.WORKBOOK and fits(member.name, pattern):
                    workbooks.append(member)
                elif not is_clutter(member.name):
                    other_members.append(Other(member.name, kind))
    except _BROKEN:
        raise UnreadableZipError from None
    return Unpacked(tuple(workbooks), tuple(other_members))


def _mimetype(package: zipfile.ZipFile) -> bytes:
    """The beginning of the member that says what an OpenDocument package is; empty where it cannot be read."""
    try:
        with package.open("mimetype") as file:
            return file.read(200)
    except (KeyError, NotImplementedError, *_BROKEN):
        return b""


def _kind(member: Member) -> Kind:
    """The kind of a member by its name, or by its content. Raises UnreadableZipError for a zip in the zip."""
    if ending(member.name) in WORKBOOKS:
        return Kind.WORKBOOK
    if ending(member.name) in MAILS:
        return Kind.UNKNOWN
    if member.data.startswith(OLE):
        return by_ole(member.data)
    if not member.data.startswith(ZIP):
        return by_beginning(member.data[:HEAD])
    kind = package_kind(member.data)
    if kind is None:
        raise UnreadableZipError
    return kind


def _refuse_directory(data: bytes) -> None:
    """Refuses a bad directory before zipfile makes an object of every entry."""
    if data.count(_DIRECTORY_ENTRY) > _ENTRIES_AT_MOST:
        raise UnreadableZipError


def _is_aside(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is a folder, or one of the files that macOS adds."""
    return entry.is_dir() or entry.filename.startswith("__MACOSX/")


def _refuse_excess(entries: list[zipfile.ZipInfo], packed: int, limits: ZipLimits) -> None:
    total = sum(entry.file_size for entry in entries)
    if (
        len(entries) > limits.members
        or total > limits.total_bytes
        or total > limits.ratio * packed
        or any(_is_refused(entry, limits) for entry in entries)
    ):
        raise UnreadableZipError


def _is_refused(entry: zipfile.ZipInfo, limits: ZipLimits) -> bool:
    return (
        bool(entry.flag_bits & _ENCRYPTED)
        or entry.file_size > limits.member_bytes
        or entry.compress_type not in _METHODS
        or ending(entry.filename) in _ARCHIVES
        or stat.S_ISLNK(entry.external_attr >> 16)
    )


def _content(package: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: ZipLimits) -> bytes:
    """A member's bytes, never more than it declares. Its checksum is verified."""
    parts, size = [], 0
    with package.open(entry) as file:
        while chunk := file.read(_CHUNK):
            size += len(chunk)
            if size > limits.member_bytes:
                raise UnreadableZipError
            parts.append(chunk)
    if size != entry.file_size:
        raise UnreadableZipError
    return b"".join(parts)
