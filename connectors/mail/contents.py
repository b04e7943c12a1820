"""The contents of one mail: files to take, and attachments that are not taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from connectors.base import LeftReason
from connectors.mail.addresses import FileAddress
from connectors.mail.choice import file_name, fits, is_file, is_mail, is_workbook, is_zip, was_attached
from connectors.mail.kinds import OLE, Kind, by_beginning, by_ole, needs_whole
from connectors.mail.parts import Part
from connectors.mail.transfer import decoded_size
from connectors.mail.zipped import UnreadableZipError, ZipLimits, package_kind, unpacked

_HOLDING = {LeftReason.UNREADABLE_ZIP, LeftReason.UNKNOWN_FILE}
_UNTAKEN = {Kind.OTHER: LeftReason.NOT_A_WORKBOOK, Kind.UNKNOWN: LeftReason.UNKNOWN_FILE}


class Reader(Protocol):
    """Gives the decoded bytes of one mail's parts, and tells what is known about them."""

    def beginnings(self, parts: Sequence[Part]) -> dict[str, bytes]:
        """The first bytes of these parts, by section."""

    def whole(self, part: Part) -> bytes:
        """A whole part. Raises UnreadableZipError when it is over the limit of zips."""

    def is_taken_zip(self, address: FileAddress) -> bool:
        """Whether all that is in the zip was taken before, and stays where it is."""


@dataclass(frozen=True)
class File:
    """A file in a mail, with its raw name. ``size`` is exact for an attachment only as far as the server tells it."""

    address: FileAddress
    name: str = field(repr=False)
    size: int


@dataclass(frozen=True)
class Untaken:
    """A file that was attached and is not taken, and why."""

    file: File
    reason: LeftReason

    @property
    def holds(self) -> bool:
        """Whether the mail has to stay where it is, because it may hold what somebody needs."""
        return self.reason in _HOLDING


@dataclass(frozen=True)
class Contents:
    """The contents of one mail: ``files`` to take, ``untaken`` ones, and whether zips were ``skipped``."""

    files: tuple[File, ...]
    untaken: tuple[Untaken, ...]
    skipped: bool


@dataclass(frozen=True)
class _PartContent:
    """What one part of a mail contributes. ``counts`` says that it was meant to be sent; ``untaken`` holds what in it
    is not taken.
    """

    files: tuple[File, ...]
    kind: Kind
    counts: bool = True
    untaken: tuple[Untaken, ...] = ()


def contents_of(mail: FileAddress, parts: Sequence[Part], pattern: str, limits: ZipLimits, reader: Reader) -> Contents:
    """The files of a mail (``mail`` is the address of any part of it), by the rules of ``connectors.mail.choice``.

    Of bodies, only zips and OLE containers are read, and the beginning of files that no name marks as a workbook.
    """
    look = _Look(mail, pattern, limits, reader)
    candidates = look.at([part for part in parts if is_file(part)])
    workbooks = [candidate for candidate in candidates if candidate.kind is Kind.WORKBOOK]
    other_files = [candidate for candidate in candidates if candidate.kind is not Kind.WORKBOOK and candidate.counts]
    if workbooks:
        look.untaken += [
            Untaken(file, _UNTAKEN[candidate.kind]) for candidate in other_files for file in candidate.files
        ]
    not_taken = [*look.untaken, *(untaken for candidate in workbooks for untaken in candidate.untaken)]
    return Contents(
        tuple(file for candidate in workbooks or other_files for file in candidate.files),
        tuple(not_taken),
        look.skipped,
    )


@dataclass
class _Look:
    """A look at the parts of one mail. For ``untaken`` and ``skipped`` see Contents."""

    mail: FileAddress
    pattern: str
    limits: ZipLimits
    reader: Reader
    untaken: list[Untaken] = field(default_factory=list)
    skipped: bool = False

    def at(self, parts: Sequence[Part]) -> list[_PartContent]:
        """What each part contributes."""
        heads = self.reader.beginnings([part for part in parts if self._is_unclear(part)])
        return [
            candidate for part in parts if (candidate := self._content_of(part, heads.get(part.section))) is not None
        ]

    def _is_unclear(self, part: Part) -> bool:
        """Whether only its bytes tell whether a part is a workbook."""
        if is_zip(part) or is_workbook(part) or is_mail(part) or not fits(file_name(part), self.pattern):
            return False
        is_picture = part.type.startswith("image/") and not was_attached(part)
        return not (is_picture or self.reader.is_taken_zip(self._file(part).address))

    def _content_of(self, part: Part, head: bytes | None) -> _PartContent | None:
        """What a part contributes; None for an unreadable zip and for a file whose name is not wanted."""
        file = self._file(part)
        if not is_zip(part) and not fits(file.name, self.pattern):
            self.untaken += [Untaken(file, LeftReason.NOT_WANTED)] if is_workbook(part) or was_attached(part) else []
            return None
        if is_workbook(part):
            return _PartContent((file,), Kind.WORKBOOK)
        if self.reader.is_taken_zip(file.address):
            self.skipped = True
            return _PartContent((), Kind.WORKBOOK)
        if is_zip(part):
            return self._called_zip(file, part)
        if head is not None and needs_whole(head):
            return self._container(file, part, head)
        kind = Kind.UNKNOWN if head is None else by_beginning(head)
        return _PartContent((file,), kind, counts=was_attached(part))

    def _called_zip(self, file: File, part: Part) -> _PartContent | None:
        try:
            return self._zip(file, self.reader.whole(part))
        except UnreadableZipError:
            self.untaken.append(Untaken(file, LeftReason.UNREADABLE_ZIP))
            return None

    def _container(self, file: File, part: Part, head: bytes) -> _PartContent:
        """Opens a zip or OLE container whose name says neither. One that cannot be read is left for the check to
        judge.
        """
        try:
            data = self.reader.whole(part)
            contents = _PartContent((file,), by_ole(data)) if head.startswith(OLE) else self._zip(file, data)
        except UnreadableZipError:
            return _PartContent((file,), Kind.WORKBOOK)
        return replace(contents, counts=was_attached(part))

    def _zip(self, file: File, data: bytes) -> _PartContent:
        """Finds the workbooks in a zip; gives the zip itself when it is a workbook or holds none. Raises
        UnreadableZipError.
        """
        kind = package_kind(data)
        if kind is not None:
            return _PartContent((replace(file, address=replace(file.address, package=True)),), kind)
        inside = unpacked(data, self.pattern, self.limits)
        unknown = any(other.kind is Kind.UNKNOWN for other in inside.other_members)
        if not inside.workbooks:
            return _PartContent((file,), Kind.UNKNOWN if unknown else Kind.OTHER)
        count = len(inside.workbooks)
        numbered = [replace(file.address, member=number, members=count) for number in range(1, count + 1)]
        files = tuple(
            File(address, member.name, len(member.data))
            for address, member in zip(numbered, inside.workbooks, strict=True)
        )
        untaken = tuple(
            Untaken(replace(file, name=f"{other.name} di {file.name}"), _UNTAKEN.get(other.kind, LeftReason.NOT_WANTED))
            for other in inside.other_members
        )
        return _PartContent(files, Kind.WORKBOOK, untaken=untaken)

    def _file(self, part: Part) -> File:
        address = FileAddress(self.mail.mailbox, self.mail.validity, self.mail.uid, part.section)
        return File(address, file_name(part), decoded_size(part.encoding, part.octets))


def possible_members(zipped: FileAddress, limit: int) -> Iterator[list[str]]:
    """The ids that the contents of a zip may have: as one workbook, or as one of 1, 2, … ``limit`` workbooks in it."""
    yield [str(replace(zipped, package=True))]
    for members in range(1, limit + 1):
        yield [str(replace(zipped, member=number, members=members)) for number in range(1, members + 1)]
