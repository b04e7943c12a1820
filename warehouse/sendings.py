"""What offices sent for which period, and how it ended: for a calendar of dues."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select

from schemas.finding import Outcome
from schemas.period import Period
from warehouse.engine import Warehouse
from warehouse.state import State
from warehouse.submissions import as_submission, select_submissions, submission_id
from warehouse.tables import delivery, letter, submission, submission_event


@dataclass(frozen=True)
class Sending:
    """One submission. ``period`` None means not read, or not readable. Times are UTC: ``received_at`` ours, ``sent_at``
    the source's own (None where it told none), ``answered_at`` None until it is answered. ``refused`` says that nothing
    of it counts; while a person has to decide about it, it is not refused, whatever the check found.
    """

    office: str
    period: Period | None
    received_at: datetime
    sent_at: datetime | None
    state: State
    refused: bool
    in_force: bool
    answered_at: datetime | None


def sendings(warehouse: Warehouse, periods: Collection[str], since: datetime) -> list[Sending]:
    """All submissions for these periods, and all received since; oldest first. Another office's workbook in the wrong
    inbox is nobody's.
    """
    is_wanted = or_(submission.c.period.in_(periods), submission.c.received_at >= since)
    query = select_submissions().where(is_wanted, submission.c.belongs_to.is_(None))
    event = submission_event
    of_these = event.c.submission_id.in_(query.with_only_columns(submission.c.id).order_by(None))
    answers = select(event.c.submission_id, func.max(event.c.at)).where(event.c.to_state == State.ANSWERED, of_these)
    with warehouse.read() as connection:
        submissions = [as_submission(row) for row in connection.execute(query)]
        answered = {row[0]: row[1] for row in connection.execute(answers.group_by(event.c.submission_id))}
        refusals = select(event.c.submission_id).where(event.c.to_state == State.REFUSED, of_these)
        refused = set(connection.scalars(refusals))
        # arrivals are kept with the first try
        first_ids = {entry.id: submission_id(entry.office, entry.sha256) for entry in submissions}
        first_sendings = (
            select(delivery.c.submission_id, func.min(delivery.c.sent_at))
            .where(delivery.c.submission_id.in_(set(first_ids.values())))
            .group_by(delivery.c.submission_id)
        )
        sent_times = {row[0]: row[1] for row in connection.execute(first_sendings)}
    return [
        Sending(
            office=entry.office,
            period=entry.period,
            received_at=entry.received_at,
            sent_at=sent_times.get(first_ids[entry.id]),
            state=entry.state,
            refused=entry.state is not State.WAITING and (entry.id in refused or entry.outcome is Outcome.REJECTED),
            in_force=entry.in_force,
            answered_at=answered.get(entry.id),
        )
        for entry in submissions
    ]


def in_use_since(warehouse: Warehouse) -> datetime | None:
    """When the first submission came or the first letter went out (UTC); None when nothing has happened yet."""
    with warehouse.read() as connection:
        moments = [
            connection.scalar(select(func.min(moment))) for moment in (submission.c.received_at, letter.c.sent_at)
        ]
    return min((moment for moment in moments if moment is not None), default=None)
