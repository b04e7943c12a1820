"""What took the place of a submission that waited for a person: later ones that came into force meanwhile."""

from __future__ import annotations

from sqlalchemy import select, tuple_

from warehouse.decisions import Choice, Decision
from warehouse.engine import Warehouse
from warehouse.submissions import RECEIVED, Submission, as_submission, select_submissions
from warehouse.tables import in_force, submission, submission_sheet


def successors(warehouse: Warehouse, decided: Decision) -> list[Submission]:
    """The later received submissions whose statements of its sheets were in force when a question was closed as
    superseded, the last one last; none for any other decision.
    """
    if decided.choice is not Choice.SUPERSEDED or decided.decided_at is None:
        return []
    at = decided.decided_at
    names = ("office", "kind", "period", "received_at", "attempt", "id")
    mine = select(*(submission.c[name] for name in names)).where(submission.c.id == decided.submission)
    held = select(submission_sheet.c.sheet).where(submission_sheet.c.submission_id == decided.submission)
    with warehouse.read() as connection:
        office, kind, period, *received = connection.execute(mine).one()
        live = select(in_force.c.submission_id).where(
            in_force.c.office == office,
            in_force.c.kind == kind,
            in_force.c.period == period,
            in_force.c.sheet.in_(held),
            in_force.c.live_from <= at,
            in_force.c.live_to.is_(None) | (in_force.c.live_to > at),
        )
        later = tuple_(*RECEIVED) > tuple_(*received)
        query = select_submissions().where(submission.c.id.in_(live), later)
        return [as_submission(row) for row in connection.execute(query)]
