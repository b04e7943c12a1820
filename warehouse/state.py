"""The states of a submission, and the one place that changes them.

State says how far the work has come; outcome (``schemas.finding.Outcome``) says what the check found; being in force is
a matter of ``in_force``. Every change is a compare-and-set on the former state with an audit row beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select, update

from warehouse.errors import UnknownSubmission, WrongState
from warehouse.tables import submission, submission_event


class State(StrEnum):
    """How far the work on a submission has come."""

    RECEIVED = "received"
    CHECKED = "checked"
    WAITING = "waiting"
    LOADED = "loaded"
    PUBLISHED = "published"
    REFUSED = "refused"
    ANSWERED = "answered"
    FAILED = "failed"


# fmt: off
ALLOWED: dict[State, frozenset[State]] = {
    State.RECEIVED:  frozenset({State.CHECKED, State.FAILED}),
    State.CHECKED:   frozenset({State.WAITING, State.LOADED, State.REFUSED, State.FAILED}),
    State.WAITING:   frozenset({State.LOADED, State.REFUSED, State.RECEIVED, State.FAILED}),  # a person decides
    State.LOADED:    frozenset({State.PUBLISHED, State.FAILED}),
    State.PUBLISHED: frozenset({State.ANSWERED}),
    State.REFUSED:   frozenset({State.ANSWERED}),
    State.FAILED:    frozenset({State.RECEIVED}),                # replay from the archive
    State.ANSWERED:  frozenset(),
}
# fmt: on


@dataclass(frozen=True)
class Reason:
    """Who changes something, when, and why: the content of an audit row."""

    who: str
    why: str
    at: datetime


def current_state(connection: Connection, submission_id: str) -> State:
    """The state of a submission. Raises UnknownSubmission."""
    state = connection.scalar(select(submission.c.state).where(submission.c.id == submission_id))
    if state is None:
        raise UnknownSubmission(submission_id)
    return State(state)


def is_past(state: State, step: State) -> bool:
    """Whether the step is done: the state is it, or can only be reached after it (a replay starts anew)."""
    if state is step:
        return True
    onward = ALLOWED[step] - {State.FAILED, State.RECEIVED}
    return any(is_past(state, following) for following in onward)


def advance(connection: Connection, submission_id: str, to: State, reason: Reason) -> bool:
    """Brings a submission to a state. False when it is there or past it already (a step done twice is done once).

    Call it first in a transaction: others who want the same submission then wait for it. Raises WrongState when the
    table of transitions does not allow the change.
    """
    state = current_state(connection, submission_id)
    if is_past(state, to):
        return False
    if to not in ALLOWED[state]:
        raise WrongState(submission_id, state, to)
    if not _change(connection, submission_id, state, to, reason):  # somebody was quicker
        return advance(connection, submission_id, to, reason)
    return True


def send_back(connection: Connection, submission_id: str, reason: Reason) -> bool:
    """Brings a waiting submission back to received, to be checked again. False when it waits no more."""
    return _change(connection, submission_id, State.WAITING, State.RECEIVED, reason)


def _change(connection: Connection, submission_id: str, state: State, to: State, reason: Reason) -> bool:
    """Compares and sets, with the audit row. False when the state is another."""
    changed = connection.execute(
        update(submission).where(submission.c.id == submission_id, submission.c.state == state).values(state=to)
    )
    if changed.rowcount != 1:
        return False
    record(connection, submission_id, state, to, reason)
    return True


def record(
    connection: Connection, submission_id: str, from_state: State | None, to_state: State, reason: Reason
) -> None:
    """Writes an audit row. The same state twice stands for events that change no state (taken out of force, put
    back).
    """
    connection.execute(
        insert(submission_event).values(
            submission_id=submission_id,
            from_state=from_state,
            to_state=to_state,
            at=reason.at,
            who=reason.who,
            why=reason.why,
        )
    )
