"""When a submission came in force again or went out, who did that, and why: its audit rows that change no state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from warehouse.engine import Warehouse
from warehouse.state import State
from warehouse.submissions import SYSTEM
from warehouse.tables import in_force, submission_event

_PUBLISHED = (State.PUBLISHED, State.ANSWERED)


@dataclass(frozen=True)
class ForceChange:
    """One change. ``came`` says that something of the submission came in force, ``went`` that something went out."""

    at: datetime
    who: str
    why: str
    came: bool
    went: bool

    @property
    def is_by_system(self) -> bool:
        """Whether no person did it: a later submission was published."""
        return self.who == SYSTEM


def force_changes(warehouse: Warehouse, submission_id: str) -> list[ForceChange]:
    """The changes of a published submission's being in force, oldest first."""
    event = submission_event
    changes = (
        select(event.c.at, event.c.who, event.c.why)
        .where(event.c.submission_id == submission_id, event.c.to_state.in_(_PUBLISHED))
        .where(event.c.from_state == event.c.to_state)
        .order_by(event.c.id)
    )
    live = select(in_force.c.live_from, in_force.c.live_to).where(in_force.c.submission_id == submission_id)
    with warehouse.read() as connection:
        spans = connection.execute(live).all()
        rows = connection.execute(changes).all()
    came, went = {span.live_from for span in spans}, {span.live_to for span in spans}
    return [ForceChange(row.at, row.who, row.why, row.at in came, row.at in went) for row in rows]
