"""The archive without a person: each file gets a successor without his cells, and a tombstone leads to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from connectors.errors import NotArchivedError
from kemitraan.steps.forgetting.case import ArchivedFile, Opener
from kemitraan.steps.workshop import Workshop
from warehouse.forgetting.subject import Subject
from workbooks.redacted import RedactionError, redact_file

WHY = "dihapus atas permintaan"


@dataclass(frozen=True)
class Replaced:
    """A file's former hash and its successor's; None where it could not be redacted."""

    file: ArchivedFile
    successor: str | None


def replace_files(workshop: Workshop, files: Iterable[ArchivedFile], subject: Subject) -> list[Replaced]:
    """Gives each file a successor without the person. A file that holds nothing of him is left alone.

    Raises OutsideError when the archive fails; whoever calls again continues.
    """
    opener = Opener(workshop)
    return [done for file in files if (done := _replace(workshop, opener, file, subject))]


def _replace(workshop: Workshop, opener: Opener, archived: ArchivedFile, subject: Subject) -> Replaced | None:
    try:
        data = workshop.archive.get(archived.sha256)
    except NotArchivedError:
        return None
    newest = newest_of(workshop, archived.sha256)
    file = opener.open(data, archived.office)
    if file is None:
        return None
    erasure = file.erasure(subject)
    if erasure.is_empty:
        return _ended(workshop, archived, newest)
    try:
        redacted = redact_file(data, file.workbook.type, erasure, workshop.config.settings.limits.limits())
    except RedactionError:
        return Replaced(archived, None)
    successor = workshop.archive.put(redacted.data)
    workshop.archive.bury(newest, successor, workshop.now(), WHY)
    return Replaced(archived, successor)


def _ended(workshop: Workshop, archived: ArchivedFile, newest: str) -> Replaced | None:
    """What was replaced before: a kill may have left the former bytes beside their tombstone."""
    stone = workshop.archive.tombstone(archived.sha256)
    if stone is None:
        return None
    if workshop.archive.has_own(archived.sha256):
        workshop.archive.bury(archived.sha256, stone.successor, stone.at, stone.why)
    return Replaced(archived, newest)


def newest_of(workshop: Workshop, sha256: str) -> str:
    """The hash of the bytes that the archive gives for this one."""
    while not workshop.archive.has_own(sha256):
        stone = workshop.archive.tombstone(sha256)
        if stone is None or stone.successor is None:
            return sha256
        sha256 = stone.successor
    return sha256
