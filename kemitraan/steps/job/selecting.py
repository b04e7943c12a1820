"""Selects the submissions that a run works on, and keeps those that failed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from connectors.errors import OutsideError
from kemitraan.steps.program_errors import error_kind
from kemitraan.steps.workshop import Workshop
from schemas.period import Period
from warehouse.errors import WarehouseError
from warehouse.reading import status
from warehouse.reprocessing import reprocess_all, taken_up_for
from warehouse.state import State
from warehouse.submissions import Submission, as_submission, fail, select_submissions, unfinished
from warehouse.tables import submission


def unfinished_of(workshop: Workshop, slugs: Sequence[str]) -> list[str]:
    """Submissions of these offices whose work is not done, oldest first: new ones and those of a killed run."""
    codes = {workshop.office_of(slug).code for slug in slugs}
    return [submission.id for submission in unfinished(workshop.warehouse) if submission.office in codes]


def reopen(
    workshop: Workshop,
    slugs: Sequence[str],
    period: Period | None,
    request: str | None = None,
    since: datetime | None = None,
) -> list[str]:
    """Takes up again, from the archived bytes: the newest submission of each office and period, all others with a sheet
    in force, and every failed one.

    The same ``request`` is carried out once, whatever came since; a second time it takes up only what failed. Where it
    was made earlier (``since``) and has taken nothing up yet, submissions received later do not belong to it. A file
    that was too large to be kept is passed over: there is nothing to read again.
    """
    if request is not None and taken_up_for(workshop.warehouse, request):
        return reopen_failed(workshop, slugs, period)
    codes = [workshop.office_of(slug).code for slug in slugs]
    statuses = status(workshop.warehouse, offices=codes, periods=[period] if period else None)
    # oldest first
    submissions = [
        submission for period_status in statuses for submission in (*period_status.live, period_status.newest)
    ]
    submissions_before = [submission for submission in submissions if since is None or submission.received_at < since]
    submissions_by_id = {
        submission.id: submission for submission in [*_failed(workshop, codes, period), *submissions_before]
    }
    return _taken_up(workshop, submissions_by_id.values(), "diproses ulang atas permintaan", request)


def reopen_failed(workshop: Workshop, slugs: Sequence[str], period: Period | None) -> list[str]:
    """Takes up again the submissions that a program error stopped, for a run that is tried again."""
    codes = [workshop.office_of(slug).code for slug in slugs]
    return _taken_up(workshop, _failed(workshop, codes, period), "putarannya dicoba lagi", None)


def _taken_up(workshop: Workshop, submissions: Iterable[Submission], why: str, request: str | None) -> list[str]:
    archived = [submission.id for submission in submissions if workshop.archive.has(submission.sha256)]
    return reprocess_all(workshop.warehouse, archived, why=why, request=request)


def _failed(workshop: Workshop, codes: Sequence[str], period: Period | None) -> list[Submission]:
    """Submissions of these offices that a program error stopped, oldest first: of this period, or of one yet unknown.
    One whose bytes have had a later attempt since (a link's older version that came back) is history.
    """
    later = submission.alias()
    same_bytes = (later.c.office == submission.c.office) & (later.c.sha256 == submission.c.sha256)
    is_history = select(later.c.id).where(same_bytes, later.c.attempt > submission.c.attempt).exists()
    query = select_submissions().where(submission.c.state == State.FAILED, submission.c.office.in_(codes), ~is_history)
    with workshop.warehouse.read() as connection:
        submissions = [as_submission(row) for row in connection.execute(query)]
    return [submission for submission in submissions if not period or submission.period in (None, period)]


def mark_failed(workshop: Workshop, identifier: str, error: Exception) -> None:
    """Keeps a submission that failed through a program error for replay. Failures of the outside world are simply tried
    again next time.
    """
    if not isinstance(error, OutsideError | WarehouseError | OSError):
        fail(workshop.warehouse, identifier, why=f"galat program: {error_kind(error)}")
