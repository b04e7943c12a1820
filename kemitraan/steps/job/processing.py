"""Check, load, publish: one submission, step by step. Each step does nothing when the state says that it is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from kemitraan.steps.archive_notes import NoteKind, keep_note
from kemitraan.steps.decisions.reviewing import is_to_be_loaded, must_wait, settle_overtaken
from kemitraan.steps.forgetting.arriving import without_forgotten
from kemitraan.steps.job.check_bytes import check_bytes
from kemitraan.steps.workshop import Workshop
from schemas.finding import Outcome
from schemas.period import Period
from schemas.result import CheckResult
from warehouse.checking import store_check
from warehouse.claims import claim
from warehouse.errors import WarehouseUnavailable
from warehouse.loading import load
from warehouse.publishing import publish
from warehouse.reading import checked_on, last_checked_at
from warehouse.staging import load_checked, save_checked
from warehouse.state import State
from warehouse.submissions import get_submission, refuse


def check_submission(workshop: Workshop, submission: str) -> Outcome | None:
    """Checks the archived bytes and gives the outcome. The result rests on disk for the next step.

    Raises OutsideError when the archive fails, WarehouseUnavailable when the database or the work folder does,
    ``schemas.gate.GateError`` for a program error.
    """
    with claim(workshop.warehouse, submission):
        received = get_submission(workshop.warehouse, submission)
        if received.state is State.RECEIVED:
            result = _check(workshop, submission, None, None)
            store_check(workshop.warehouse, submission, result)
            at = last_checked_at(workshop.warehouse, submission)
            assert at is not None
            keep_note(workshop.archive, NoteKind.CHECK, received, at)
        return get_submission(workshop.warehouse, submission).outcome


def load_submission(workshop: Workshop, submission_id: str, period: Period | None = None) -> bool:
    """Loads the accepted rows as a batch that nobody sees yet, or refuses the submission, or lets it wait for a person;
    False when it is not loaded. A submission of another ``period`` waits for another run.
    """
    with claim(workshop.warehouse, submission_id):
        submission = get_submission(workshop.warehouse, submission_id)
        if period and submission.period not in (None, period):
            return False
        if submission.state is State.CHECKED:
            result = None if submission.outcome is Outcome.REJECTED else checked_result(workshop, submission_id)
            if not must_wait(workshop, submission, result):
                if result is None:
                    refuse(workshop.warehouse, submission_id, why="ditolak: lihat temuannya")
                else:
                    load(workshop.warehouse, submission_id, result)
        if submission.state is State.WAITING and is_to_be_loaded(workshop, submission_id):
            load(workshop.warehouse, submission_id, checked_result(workshop, submission_id))
        return get_submission(workshop.warehouse, submission_id).state not in (State.REFUSED, State.WAITING)


def publish_submission(workshop: Workshop, submission: str) -> bool:
    """Puts the batch in force and takes the former out, in one transaction. False when it was not loaded."""
    with claim(workshop.warehouse, submission):
        if get_submission(workshop.warehouse, submission).state is not State.LOADED:
            return False
        publish(workshop.warehouse, submission)
        settle_overtaken(workshop, [get_submission(workshop.warehouse, submission).office])
        return True


def checked_result(workshop: Workshop, submission: str) -> CheckResult:
    """The result of the check, from disk. Where it is gone, the archived bytes are checked again as on that day."""
    try:
        return load_checked(workshop.home.work, submission)
    except FileNotFoundError:
        day, at = checked_on(workshop.warehouse, submission), last_checked_at(workshop.warehouse, submission)
        return _check(workshop, submission, day, at)


def _check(workshop: Workshop, submission_id: str, day: date | None, at: datetime | None) -> CheckResult:
    submission = get_submission(workshop.warehouse, submission_id)
    data = without_forgotten(workshop, submission, workshop.archive.get(submission.sha256))
    circumstances = workshop.circumstances(submission.office, day, at)
    result = check_bytes(data, circumstances, workshop.config.settings.limits.limits(), workshop.known_keys).result
    result = replace(result, sha256=submission.sha256)  # a file is known by what was sent
    try:
        save_checked(workshop.home.work, submission_id, result)
    except OSError as error:
        raise WarehouseUnavailable(
            "Folder kerja/ di rumah tidak dapat ditulis; cakramnya penuh atau tertutup."
        ) from error
    return result
