"""Putting batches in force and taking them out again: always one transaction, so readers see before or after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, func, insert, select, tuple_, update

from warehouse.current import bring_up_to_date
from warehouse.engine import Warehouse
from warehouse.errors import UnknownSubmission, WarehouseError
from warehouse.state import Reason, State, advance, current_state, record
from warehouse.submissions import RECEIVED, SYSTEM
from warehouse.tables import in_force, submission


@dataclass(frozen=True)
class Published:
    """What a publish did. ``changed``: it was not published before. ``in_force``: its batch is in force now.

    ``replaced``: the submission it took out of force. A submission received before the one in force is published
    as a matter of record, but does not take the younger one's place.
    """

    changed: bool
    in_force: bool
    replaced: str | None = None


def publish(warehouse: Warehouse, submission_id: str, *, who: str = SYSTEM) -> Published:
    """Bring a loaded submission to published, and its batch in force in place of its office's former one."""

    def work(connection: Connection) -> Published:
        new = _slot(connection, submission_id)
        at = warehouse.now()
        if not advance(connection, submission_id, State.PUBLISHED, Reason(who, "diterbitkan", at)):
            return Published(changed=False, in_force=is_in_force(connection, submission_id))
        former = _live(connection, new)
        if former is not None and _order(former) > _order(new):
            why = f"tidak diberlakukan: kiriman {former.id} diterima lebih akhir"
            record(connection, submission_id, State.PUBLISHED, State.PUBLISHED, Reason(who, why, at))
            return Published(changed=True, in_force=False)
        _swap(connection, new, comes=submission_id, goes=former, reason=Reason(who, "digantikan kiriman baru", at))
        return Published(changed=True, in_force=True, replaced=former.id if former is not None else None)

    return warehouse.run(work)


def restore(warehouse: Warehouse, submission_id: str, *, who: str, why: str) -> str | None:
    """Put a formerly published batch back in force; gives the submission whose place it took.

    Raises WarehouseError when the submission was never published.
    """

    def work(connection: Connection) -> str | None:
        slot = _slot(connection, submission_id)
        _must_be_published(connection, submission_id)
        former = _live(connection, slot)
        if former is not None and former.id == submission_id:
            return None
        reason = Reason(who, why, warehouse.now())
        _note(connection, submission_id, reason)
        _swap(connection, slot, comes=submission_id, goes=former, reason=reason)
        return former.id if former is not None else None

    return warehouse.run(work)


def withdraw(warehouse: Warehouse, submission_id: str, *, who: str, why: str) -> str | None:
    """Take a batch out of force and put the one it had replaced back; gives that one's identifier, if there was one.

    Raises WarehouseError when the submission is not in force.
    """

    def work(connection: Connection) -> str | None:
        slot = _slot(connection, submission_id)
        _must_be_published(connection, submission_id)
        live = _live(connection, slot)
        if live is None or live.id != submission_id:
            raise WarehouseError(f"Kiriman {submission_id} tidak sedang berlaku.")
        former = connection.scalar(
            select(in_force.c.submission_id)
            .join(submission, submission.c.id == in_force.c.submission_id)
            .where(*_same_slot(slot), in_force.c.live_to == live.live_from)
            .where(tuple_(*RECEIVED) < tuple_(*_order(live)))  # undoing an undoing brings nothing bad back
        )
        reason = Reason(who, why, warehouse.now())
        if former is not None:
            _note(connection, former, reason)
        _swap(connection, slot, comes=former, goes=live, reason=reason)
        return former

    return warehouse.run(work)


def _slot(connection: Connection, submission_id: str) -> Row:
    """The submission with its place (office, kind and period), once nobody else is publishing for its office."""
    columns = [submission.c[name] for name in ("id", "office", "kind", "period", "received_at", "attempt")]
    row = connection.execute(select(*columns).where(submission.c.id == submission_id)).one_or_none()
    if row is None:
        raise UnknownSubmission(submission_id)
    if connection.dialect.name == "postgresql":  # in SQLite one transaction writes at a time anyway
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"publish:{row.office}", 0))))
    return row


def _order(row: Row) -> tuple[datetime, int, str]:
    """What ``RECEIVED`` orders by."""
    return row.received_at, row.attempt, row.id


def _same_slot(slot: Row) -> list:
    return [in_force.c.office == slot.office, in_force.c.kind == slot.kind, in_force.c.period == slot.period]


def _live(connection: Connection, slot: Row) -> Row | None:
    """The submission in force in this place, with ``live_from``."""
    return connection.execute(
        select(*RECEIVED, in_force.c.live_from)
        .join(in_force, in_force.c.submission_id == submission.c.id)
        .where(*_same_slot(slot), in_force.c.live_to.is_(None))
    ).one_or_none()


def _swap(connection: Connection, slot: Row, *, comes: str | None, goes: Row | None, reason: Reason) -> None:
    if goes is not None:
        _note(connection, goes.id, reason)
        connection.execute(
            update(in_force)
            .where(in_force.c.submission_id == goes.id, in_force.c.live_to.is_(None))
            .values(live_to=reason.at)
        )
    if comes is not None:
        connection.execute(
            insert(in_force).values(
                submission_id=comes, live_from=reason.at, office=slot.office, kind=slot.kind, period=slot.period
            )
        )
    bring_up_to_date(connection, slot.office, slot.kind, comes=comes, goes=goes.id if goes is not None else None)


def _note(connection: Connection, submission_id: str, reason: Reason) -> None:
    """An audit row of a change that is none of state."""
    state = current_state(connection, submission_id)
    record(connection, submission_id, state, state, reason)


def _must_be_published(connection: Connection, submission_id: str) -> None:
    state = current_state(connection, submission_id)
    loaded = connection.scalar(select(submission.c.loaded_at).where(submission.c.id == submission_id))
    if state not in (State.PUBLISHED, State.ANSWERED) or loaded is None:
        raise WarehouseError(f"Kiriman {submission_id} belum pernah diterbitkan.")


def is_in_force(connection: Connection, submission_id: str) -> bool:
    """Whether the submission's batch is the live one of its office, kind and period."""
    query = select(in_force.c.submission_id).where(
        in_force.c.submission_id == submission_id, in_force.c.live_to.is_(None)
    )
    return connection.scalar(query) is not None
