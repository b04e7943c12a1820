"""Decisions about two records: entered, undone, and the full pair for petugas in a file of their own."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from kemitraan.steps.identities.linking import link_records
from kemitraan.steps.workshop import Workshop
from warehouse.errors import WarehouseError
from warehouse.identities.decisions import Answer, IdentityDecision, decide_pair, undo_decision
from warehouse.identities.pairs import identities_of
from warehouse.identities.reads import note_read
from warehouse.identities.subjects import Subject
from warehouse.linkage.grouping import Record

ANSWER_WORDS = {
    "sama": Answer.SAME,
    "pemilik-sama": Answer.SAME_OWNER,
    "beda": Answer.DIFFERENT,
    "belum-pasti": Answer.UNSURE,
}
"""How people say what two records are."""


@dataclass(frozen=True)
class Entered:
    """A decision and the numbers that both records have since."""

    decision: IdentityDecision
    numbers: tuple[str, ...]


def read_record(text: str) -> Record:
    """A record from ``76.05/MJN-0001``. Raises WarehouseError for anything else."""
    office, slash, key = text.partition("/")
    if not slash or not office or not key:
        raise WarehouseError(f"{text!r} bukan catatan. Tulis seperti 76.05/MJN-0001.")
    return office, key


def enter(workshop: Workshop, subject: Subject, a: Record, b: Record, answer: Answer, *, who: str, why: str) -> Entered:
    """Enters a decision over what is in force now, and brings the identities up to date."""
    link_records(workshop)
    decision = decide_pair(workshop.warehouse, subject, a, b, answer, who=who, why=why)
    return _followed(workshop, subject, decision)


def undo(workshop: Workshop, number: int, subject: Subject, *, who: str, why: str) -> Entered:
    """Ends a decision, and brings the identities up to date."""
    return _followed(workshop, subject, undo_decision(workshop.warehouse, number, who=who, why=why))


def _followed(workshop: Workshop, subject: Subject, decision: IdentityDecision) -> Entered:
    link_records(workshop)
    with workshop.warehouse.read() as connection:
        numbers = identities_of(connection, subject.levels[0], decision.pair)
    return Entered(decision, tuple(dict.fromkeys(numbers[record] for record in decision.pair if record in numbers)))


def write_pair(workshop: Workshop, subject: Subject, a: Record, b: Record, to: Path, *, who: str, why: str) -> None:
    """Writes all that is known of both records, personal data too, into a new file that only its owner may read; who
    read what, and what for, is noted first.

    Raises WarehouseError for records that there are not, FileExistsError where the file is there.
    """
    with workshop.warehouse.read() as connection:
        records = [_whole(connection, subject, record) for record in (a, b)]
    note_read(workshop.warehouse, subject.name, (a, b), who=who, why=why)
    descriptor = os.open(to, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(records, file, ensure_ascii=False, indent=1, default=str)


def _whole(connection: Connection, subject: Subject, record: Record) -> dict[str, Any]:
    current, personal = subject.tables.current, subject.tables.personal
    assert personal is not None
    same = (personal.c.submission_id == current.c.submission_id) & (personal.c.row_key == current.c.row_key)
    own = [column for column in personal.columns if column.name not in ("submission_id", "row_key", "nik_hash")]
    query = select(current, *own).select_from(current).outerjoin(personal, same)
    row = connection.execute(query.where(current.c.office == record[0], current.c.row_key == record[1])).one_or_none()
    if row is None:
        raise WarehouseError(f"Catatan {'/'.join(record)} tidak ada. Tulis seperti 76.05/MJN-0001.")
    return dict(row._mapping)
