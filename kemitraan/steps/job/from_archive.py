"""The warehouse made again from the archive alone: every file in the order in which it came, and what people decided.

Each is checked as on the day and in the order of its first check, and counts from then on. Nobody is answered again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from connectors.errors import OutsideError
from kemitraan.steps.archive_notes import Note, NoteKind, keep_note, read_notes
from kemitraan.steps.corrections.exporting import keep_dated, put_back_dated
from kemitraan.steps.decisions.putting_in_force import ForceAct, put_in_force
from kemitraan.steps.decisions.reviewing import decide_submission
from kemitraan.steps.forgetting.requesting import take_up_list
from kemitraan.steps.identities.linking import link_records
from kemitraan.steps.job.collecting import note_arrival
from kemitraan.steps.job.processing import check_submission, load_submission, publish_submission
from kemitraan.steps.workshop import Workshop
from warehouse.decisions import Choice, last_decision, open_decisions
from warehouse.errors import UnknownSubmission, WarehouseError
from warehouse.reprocessing import receive_again, reprocess
from warehouse.state import State
from warehouse.submissions import (
    answered,
    as_submission,
    get_submission,
    register_submission,
    select_submissions,
    submission_id,
)
from warehouse.tables import submission_event

NO_ANSWER = "dibuat ulang dari arsip: pengirimnya sudah dijawab dahulu"


@dataclass(frozen=True)
class FromArchive:
    """How many files, decisions, and corrections and exemptions (``dated``) were taken up, how many submissions wait
    for a person again, and by submission what could not be done.
    """

    files: int
    decisions: int
    dated: int
    waiting: int
    problems: Mapping[str, Exception]


@dataclass(frozen=True)
class _Then(Workshop):
    """A workshop whose clock shows a moment of the past."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment.astimezone(self.config.settings.zone)


def make_from_archive(workshop: Workshop) -> FromArchive:
    """Take up everything that the archive has notes of and the warehouse does not know. A run that was stopped is
    continued; what is done already is left as it is. What stops one file holds up no other.

    Raises OutsideError when the archive cannot be read, and every program error.
    """
    problems: dict[str, Exception] = {}
    take_up_list(workshop)
    dated = put_back_dated(workshop)
    notes = read_notes(workshop.archive)
    for note in notes:
        try:
            _TAKE_UP[note.kind](_at(workshop, note.at), note)
        except (OutsideError, WarehouseError, OSError) as error:
            problems[note.submission] = error
    if notes:
        link_records(_at(workshop, notes[-1].at))
    counts = Counter(note.kind for note in notes)
    decisions = counts[NoteKind.DECISION] + counts[NoteKind.WITHDRAW] + counts[NoteKind.RESTORE]
    return FromArchive(
        counts[NoteKind.ARRIVAL], decisions, sum(dated.values()), len(open_decisions(workshop.warehouse)), problems
    )


def note_all_arrivals(workshop: Workshop) -> None:
    """Writes missing notes of arrivals and checks, for files that an earlier version archived, and of corrections and
    exemptions that a kill left out.
    """
    checked = select(submission_event.c.submission_id, submission_event.c.at).where(
        submission_event.c.to_state == State.CHECKED
    )
    keep_dated(workshop)
    with workshop.warehouse.read() as connection:
        submissions = [as_submission(row) for row in connection.execute(select_submissions())]
        checks = [(row.submission_id, row.at) for row in connection.execute(checked)]
    archived = {submission.id: submission for submission in submissions if workshop.archive.has(submission.sha256)}
    for identifier in archived:
        note_arrival(workshop, identifier)
    for identifier, at in checks:
        if identifier in archived:
            keep_note(workshop.archive, NoteKind.CHECK, archived[identifier], at)


def _at(workshop: Workshop, moment: datetime) -> _Then:
    parts = {name: getattr(workshop, name) for name in Workshop.__dataclass_fields__}
    return _Then(**parts | {"warehouse": replace(workshop.warehouse, now=lambda: moment), "moment": moment})


def _arrive(then: _Then, note: Note) -> None:
    assert note.source is not None
    assert note.file_name is not None
    place = {"file_name": note.file_name, "source": note.source}
    if note.attempt == 1:
        register_submission(then.warehouse, office=note.office, sha256=note.sha256, received_at=note.at, **place)
    else:
        first_id = submission_id(note.office, note.sha256)
        receive_again(then.warehouse, first_id, request=note.submission, **place)


def _check(then: _Then, note: Note) -> None:
    """Makes a further attempt again that somebody asked for."""
    try:
        get_submission(then.warehouse, note.submission)
    except UnknownSubmission:
        first_id = submission_id(note.office, note.sha256)
        reprocess(then.warehouse, first_id, why=NO_ANSWER, request=note.submission)
    _process(then, note.submission)


def _decide(then: _Then, note: Note) -> None:
    last = last_decision(then.warehouse, note.submission)
    if last is None or not last.is_open:
        return  # decided before, or nobody need be asked by now
    columns = {(header.sheet, header.header): header.column for header in note.headers}
    answers = {question: columns.get((question.sheet, question.header)) for question in last.questions}
    assert note.choice is not None
    choice = Choice(note.choice)
    decide_submission(
        then,
        note.submission,
        choice,
        who=note.who or "",
        why=note.why or "",
        answers=answers if choice is Choice.RECHECK else None,
    )
    if choice is not Choice.RECHECK:
        _process(then, note.submission)


def _change_force(then: _Then, note: Note) -> None:
    act = ForceAct(note.kind.value)
    live = get_submission(then.warehouse, note.submission).in_force
    if live is (act is ForceAct.WITHDRAW):
        put_in_force(then, note.submission, act, who=note.who or "", why=note.why or "")


def _process(then: _Then, submission: str) -> None:
    """Does every step except the answer."""
    if get_submission(then.warehouse, submission).state is State.RECEIVED:
        check_submission(then, submission)
    if load_submission(then, submission):
        publish_submission(then, submission)
    if get_submission(then.warehouse, submission).state in (State.PUBLISHED, State.REFUSED):
        answered(then.warehouse, submission, why=NO_ANSWER)


_TAKE_UP: Mapping[NoteKind, Callable[[_Then, Note], None]] = {
    NoteKind.ARRIVAL: _arrive,
    NoteKind.CHECK: _check,
    NoteKind.DECISION: _decide,
    NoteKind.WITHDRAW: _change_force,
    NoteKind.RESTORE: _change_force,
}
