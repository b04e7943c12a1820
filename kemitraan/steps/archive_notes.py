"""Notes beside archived files: who sent a file and when, when it was checked, and what people decided about it.

The bytes alone do not say it. From files and notes together the warehouse can be made again
(``kemitraan.steps.job.from_archive``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict

from connectors.archive import Archive


class NoteKind(StrEnum):
    """What happened to a file."""

    ARRIVAL = "arrival"
    CHECK = "check"
    DECISION = "decision"
    WITHDRAW = "withdraw"
    RESTORE = "restore"


class HeaderNote(BaseModel):
    """The column that a person said a header means; None for no column."""

    model_config = ConfigDict(frozen=True)
    sheet: str
    header: str
    column: str | None = None


class Note(BaseModel):
    """Something that happened to a submission, and when. An arrival has ``source`` and ``file_name`` (as sent); what a
    person did has ``who`` and ``why``, a decision its ``choice`` and the headers that it answers for.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: NoteKind
    at: AwareDatetime
    submission: str
    office: str
    sha256: str
    attempt: int
    source: str | None = None
    file_name: str | None = None
    who: str | None = None
    why: str | None = None
    choice: str | None = None
    headers: tuple[HeaderNote, ...] = ()

    @property
    def name(self) -> str:
        """Its name beside the file: the same event has the same one."""
        when = "" if self.kind is NoteKind.ARRIVAL else f"-{self.at.astimezone(UTC):%Y%m%dT%H%M%S%f}"
        return f"{self.submission}-{self.kind}{when}"


def keep_note(archive: Archive, kind: NoteKind, submission: Any, at: datetime, **more: Any) -> None:
    """Keeps an event of a ``warehouse.submissions.Submission``. Keeping it twice changes nothing. Raises
    OutsideError.
    """
    same: Mapping[str, Any] = {name: getattr(submission, name) for name in ("office", "sha256", "attempt")}
    note = Note(kind=kind, at=at, submission=submission.id, **same, **more)
    text = note.model_dump_json(indent=1, exclude_none=True)
    archive.put_note(note.sha256, note.name, f"{text}\n".encode())


def read_notes(archive: Archive) -> list[Note]:
    """Everything that happened, oldest first. Raises OutsideError, and pydantic's ValidationError for a note that is
    not ours.
    """
    notes = [Note.model_validate_json(text) for text in archive.notes()]
    return sorted(notes, key=lambda note: (note.at, note.attempt, note.submission))
