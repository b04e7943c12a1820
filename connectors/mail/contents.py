"""What one mail holds: files to take, and zips that cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from connectors.mail.addresses import FileAddress
from connectors.mail.choice import candidates, file_name, is_workbook, is_zip, was_attached
from connectors.mail.parts import Part, Structure, parts_of
from connectors.mail.transfer import decoded_size
from connectors.mail.zipped import UnreadableZipError, ZipLimits, is_package, workbooks_in

Read = Callable[[Part], bytes]
"""Gives a whole part, decoded. Raises UnreadableZipError when it is over the limit of zips."""


@dataclass(frozen=True)
class File:
    """A file to take, with its raw name. ``size``: of an attachment as far as the server tells it."""

    address: FileAddress
    name: str = field(repr=False)
    size: int


@dataclass(frozen=True)
class Contents:
    """Of one mail: the ``files`` to take, the ``unreadable`` zips, and whether zips were ``skipped``."""

    files: tuple[File, ...]
    unreadable: tuple[File, ...]
    skipped: bool


@dataclass(frozen=True)
class _Found:
    """What one part comes to. ``workbook`` and ``counts``: see ``connectors.mail.choice``."""

    files: tuple[File, ...]
    workbook: bool
    counts: bool


def contents_of(
    mail: FileAddress,
    structure: Structure,
    pattern: str,
    limits: ZipLimits,
    read: Read,
    skip_zip: Callable[[FileAddress], bool],
) -> Contents:
    """The files of a mail (``mail`` is the address of any part of it), by the rules of ``connectors.mail.choice``.

    Only zips are read; one for which ``skip_zip`` holds counts as a workbook, and is not.
    """
    found: list[_Found] = []
    unreadable: list[File] = []
    skipped = False
    for part in candidates(parts_of(structure), pattern):
        file = _file(mail, part)
        if not is_zip(part):
            found.append(_Found((file,), is_workbook(part), was_attached(part)))
        elif skip_zip(file.address):
            skipped = True
            found.append(_Found((), workbook=True, counts=True))
        else:
            try:
                found.append(_zip(file, read(part), pattern, limits))
            except UnreadableZipError:
                unreadable.append(file)
    chosen = [one for one in found if one.workbook] or [one for one in found if one.counts]
    return Contents(tuple(file for one in chosen for file in one.files), tuple(unreadable), skipped)


def _file(mail: FileAddress, part: Part) -> File:
    address = FileAddress(mail.mailbox, mail.validity, mail.uid, part.section)
    return File(address, file_name(part), decoded_size(part.encoding, part.octets))


def _zip(file: File, data: bytes, pattern: str, limits: ZipLimits) -> _Found:
    """The workbooks in a zip; the zip itself when it is one, or holds none."""
    if is_package(data):
        return _Found((replace(file, address=replace(file.address, package=True)),), workbook=True, counts=True)
    members = workbooks_in(data, pattern, limits)
    if not members:
        return _Found((file,), workbook=False, counts=True)
    numbered = (replace(file.address, member=number, members=len(members)) for number in range(1, len(members) + 1))
    files = tuple(
        File(address, member.name, len(member.data)) for address, member in zip(numbered, members, strict=True)
    )
    return _Found(files, workbook=True, counts=True)


def possible_members(zipped: FileAddress, most: int) -> Iterator[list[str]]:
    """The ids that the contents of a zip may have: as a workbook, or as one of 1, 2, … ``most`` workbooks in it."""
    yield [str(replace(zipped, package=True))]
    for members in range(1, most + 1):
        yield [str(replace(zipped, member=number, members=members)) for number in range(1, members + 1)]
