"""A case: the person, and the archived files that hold him, as found by reading every one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import select

from connectors.errors import DamagedError, NotArchivedError
from kemitraan.steps.forgetting.cells import SentFile, sent_file
from kemitraan.steps.workshop import Workshop
from warehouse.forgetting.search import find_subject
from warehouse.forgetting.subject import Subject
from warehouse.personal import nik_hash
from warehouse.tables import answer_file, submission

ROUNDS = 3
"""How often the archive is read while it still says something new of the person."""


@dataclass(frozen=True)
class ArchivedFile:
    """A file of the archive, with the office and the submission that it belongs to. ``is_answer``: the office got it
    back.
    """

    sha256: str
    office: str
    submission: str
    is_answer: bool


@dataclass(frozen=True)
class Case:
    """A person, and the archived files that hold him (with the number of cells in each)."""

    subject: Subject
    files: Mapping[ArchivedFile, int] = field(default_factory=dict)


def archived_files(workshop: Workshop) -> list[ArchivedFile]:
    """Every file that was sent or returned, once for each office that it came from."""
    sent = select(submission.c.sha256, submission.c.office, submission.c.id).order_by(submission.c.received_at)
    returned = select(answer_file.c.sha256, submission.c.office, submission.c.id).join(
        submission, submission.c.id == answer_file.c.submission_id
    )
    with workshop.warehouse.read() as connection:
        rows = [ArchivedFile(*row, False) for row in connection.execute(sent)]
        rows += [ArchivedFile(*row, True) for row in connection.execute(returned)]
    return list({(file.sha256, file.office): file for file in rows}.values())


def find_case(workshop: Workshop, person: Subject) -> Case:
    """Everything that is known of the person, from the tables and from every archived file.

    Raises OutsideError when the archive cannot be read.
    """
    subject = person
    for _ in range(ROUNDS):
        with workshop.warehouse.read() as connection:
            wider = find_subject(connection, subject)
        for _, file in _opened(workshop):
            wider |= file.subject(wider)
        if wider == subject:
            break
        subject = wider
    counts = {}
    for archived, file in _opened(workshop):
        erasure = file.erasure(subject)
        if not erasure.is_empty:
            counts[archived] = sum(map(len, erasure.sheets.values()))
    return Case(subject, counts)


def _opened(workshop: Workshop) -> Iterator[tuple[ArchivedFile, SentFile]]:
    """Every archived file that can be read. What is missing or damaged is told by ``verify``, not here."""
    opener = Opener(workshop)
    for archived in archived_files(workshop):
        try:
            data = workshop.archive.get(archived.sha256)
        except (NotArchivedError, DamagedError):
            continue
        file = opener.open(data, archived.office)
        if file is not None:
            yield archived, file


def unreadable_files(workshop: Workshop) -> list[ArchivedFile]:
    """Archived files that are there and cannot be read as a workbook: locked, damaged, or none."""
    opener = Opener(workshop)
    files = [file for file in archived_files(workshop) if workshop.archive.verify(file.sha256)]
    return [file for file in files if opener.open(workshop.archive.get(file.sha256), file.office) is None]


class Opener:
    """Opens files as their office's, with what is known of the office read once."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._limits = workshop.config.settings.limits.limits()
        self._circumstances = {}

    def open(self, data: bytes, office: str) -> SentFile | None:
        """A file with its places; None where it is no workbook."""
        key = self._workshop.warehouse.nik_key
        assert key is not None
        if office not in self._circumstances:
            self._circumstances[office] = self._workshop.circumstances(office)
        return sent_file(data, office, self._circumstances[office], lambda nik: nik_hash(nik, key), self._limits)
