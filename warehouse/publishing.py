"""Puts statements in force and takes them out again, always in one transaction, so readers see before or after.

A publish, a withdrawal and a restore change which statements count (``warehouse.statements``); what is in force then
follows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, Select, insert, select, update

from warehouse.contract_tables import in_contract_order
from warehouse.corrections.applying import correct_statement, forget_statement
from warehouse.counts import count_statement
from warehouse.current import bring_up_to_date
from warehouse.engine import Warehouse
from warehouse.errors import UnknownSubmission, WarehouseError
from warehouse.locks import hold_until_the_end
from warehouse.movements import keep_up_movements
from warehouse.state import Reason, State, advance, current_state, record
from warehouse.statements import (
    counted_after,
    counting,
    is_set_aside,
    make_statements,
    set_aside,
    set_aside_later,
    spoken_of,
)
from warehouse.submissions import SYSTEM
from warehouse.tables import in_force, statement, submission


@dataclass(frozen=True)
class Moved:
    """A submission and the sheets of it (titles, in contract order) that came in force, or went out."""

    submission: str
    sheets: tuple[str, ...]


@dataclass(frozen=True)
class Published:
    """The result of a publish. ``changed`` says that it was not published before. ``sheets`` are those of it that are
    in force now.

    ``replaced`` are the submissions that it took out of force, wholly or in part. A submission received before the
    statement in force is published as a matter of record, but does not replace the younger one.
    """

    changed: bool
    sheets: tuple[str, ...]
    replaced: tuple[Moved, ...] = ()

    @property
    def in_force(self) -> bool:
        """Whether anything of it is in force now."""
        return bool(self.sheets)


def publish(warehouse: Warehouse, submission_id: str, *, who: str = SYSTEM) -> Published:
    """Brings a loaded submission to published, and its statements in force in place of the former ones."""

    def work(connection: Connection) -> Published:
        new = _slot(connection, submission_id)
        at = warehouse.now()
        if not advance(connection, submission_id, State.PUBLISHED, Reason(who, "diterbitkan", at)):
            return Published(changed=False, sheets=sheets_in_force(connection, submission_id))
        change = _settle(connection, new, make_statements(connection, new), at)
        for gone in change.gone:
            _note(connection, gone, Reason(who, "digantikan kiriman baru", at))
        sheets = sheets_in_force(connection, submission_id)
        _note_overtaken(connection, new, sheets, Reason(who, "", at))
        return Published(changed=True, sheets=sheets, replaced=change.gone)

    return warehouse.run(work)


def restore(warehouse: Warehouse, submission_id: str, *, who: str, why: str) -> tuple[Moved, ...]:
    """Puts a formerly published submission back in force, with every sheet that it states. Gives those whose place it
    took.

    Later statements about these sheets are set aside. Raises WarehouseError when it was never published.
    """

    def work(connection: Connection) -> tuple[Moved, ...]:
        slot = _slot(connection, submission_id)
        _must_be_published(connection, submission_id)
        if is_wholly_in_force(connection, submission_id):
            return ()
        before = spoken_of(connection, submission_id)
        sheets = make_statements(connection, slot)
        set_aside_later(connection, slot, sheets)
        reason = Reason(who, why, warehouse.now())
        change = _settle(connection, slot, {*before, *sheets}, reason.at)
        _note_all(connection, change, submission_id, reason)
        return change.gone

    return warehouse.run(work)


def withdraw(warehouse: Warehouse, submission_id: str, *, who: str, why: str) -> tuple[Moved, ...]:
    """Takes a submission out of force, and puts back for each sheet what it had replaced. Gives those that are back.

    Raises WarehouseError when nothing of the submission is in force.
    """

    def work(connection: Connection) -> tuple[Moved, ...]:
        slot = _slot(connection, submission_id)
        _must_be_published(connection, submission_id)
        if not sheets_in_force(connection, submission_id):
            raise WarehouseError(f"Kiriman {submission_id} tidak sedang berlaku.")
        set_aside(connection, submission_id)
        reason = Reason(who, why, warehouse.now())
        change = _settle(connection, slot, spoken_of(connection, submission_id), reason.at)
        _note_all(connection, change, submission_id, reason)
        return change.come

    return warehouse.run(work)


def sheets_in_force(connection: Connection, submission_id: str) -> tuple[str, ...]:
    """The sheets of a submission that are in force, in contract order."""
    query = select(in_force.c.sheet).where(in_force.c.submission_id == submission_id, in_force.c.live_to.is_(None))
    return in_contract_order(connection.scalars(query))


def is_wholly_in_force(connection: Connection, submission_id: str) -> bool:
    """Whether every statement of a published submission counts, including those about sheets that it does not hold."""
    sheets = spoken_of(connection, submission_id)
    if not sheets or is_set_aside(connection, submission_id):
        return False
    return not counted_after(connection, connection.execute(_slot_query(submission_id)).one(), sheets)


@dataclass(frozen=True)
class _Change:
    """What came in force and what went out."""

    come: tuple[Moved, ...]
    gone: tuple[Moved, ...]


def _slot_query(submission_id: str) -> Select:
    names = ("id", "office", "kind", "period", "contract", "received_at", "attempt", "only_sheet")
    return select(*(submission.c[name] for name in names)).where(submission.c.id == submission_id)


def _slot(connection: Connection, submission_id: str) -> Row:
    """The submission with its place (office, kind and period), once nobody else is publishing for its office."""
    row = connection.execute(_slot_query(submission_id)).one_or_none()
    if row is None:
        raise UnknownSubmission(submission_id)
    hold_until_the_end(connection, f"publish:{row.office}")
    return row


def _settle(connection: Connection, slot: Row, sheets: Collection[str], at: datetime) -> _Change:
    """Brings in force, for each of these sheets, the statement that counts, and updates the current tables."""
    place = [in_force.c.office == slot.office, in_force.c.kind == slot.kind, in_force.c.period == slot.period]
    open_now = [in_force.c.live_to.is_(None), in_force.c.sheet.in_(sheets)]
    query = select(in_force.c.sheet, in_force.c.submission_id).where(*place, *open_now)
    live: dict[str, str] = {row.sheet: row.submission_id for row in connection.execute(query)}
    counts = counting(connection, slot, sheets)
    changed = [sheet for sheet in in_contract_order(sheets) if counts[sheet] != live.get(sheet)]
    for sheet in changed:
        comes, goes = counts[sheet], live.get(sheet)
        if goes is not None:
            mine = [in_force.c.submission_id == goes, in_force.c.sheet == sheet, in_force.c.live_to.is_(None)]
            connection.execute(update(in_force).where(*mine).values(live_to=at))
        if comes is not None:
            row = {"office": slot.office, "kind": slot.kind, "period": slot.period, "sheet": sheet}
            connection.execute(insert(in_force).values(submission_id=comes, live_from=at, **row))
            correct_statement(connection, slot.office, sheet, comes)
            count_statement(connection, sheet, comes)
        bring_up_to_date(connection, slot.office, slot.kind, sheet, comes=comes, goes=goes)
        keep_up_movements(connection, slot.office, slot.kind, sheet, slot.period, comes=comes, goes=goes)
        if goes is not None:
            forget_statement(connection, sheet, goes)
    return _Change(come=_moved(changed, counts.get), gone=_moved(changed, live.get))


def _moved(sheets: Collection[str], whose: Callable[[str], str | None]) -> tuple[Moved, ...]:
    by_submission: dict[str, list[str]] = {}
    for sheet in sheets:
        submission_id = whose(sheet)
        if submission_id is not None:
            by_submission.setdefault(submission_id, []).append(sheet)
    return tuple(Moved(submission_id, tuple(moved)) for submission_id, moved in by_submission.items())


def _note_all(connection: Connection, change: _Change, submission_id: str, reason: Reason) -> None:
    """Writes an audit row at each submission that came in force or went out, and at the one that was named."""
    for moved in (*change.come, *change.gone):
        _note(connection, moved, reason)
    if submission_id not in {moved.submission for moved in (*change.come, *change.gone)}:
        _note(connection, Moved(submission_id, ()), reason)


def _note(connection: Connection, moved: Moved, reason: Reason) -> None:
    """Writes an audit row for a change that is none of state, with the sheets where it concerns some only."""
    stated = select(statement.c.sheet).where(statement.c.submission_id == moved.submission, statement.c.stated)
    part = moved.sheets and set(connection.scalars(stated)) - set(moved.sheets)
    why = f"{reason.why} (lembar {', '.join(moved.sheets)})" if part else reason.why
    state = current_state(connection, moved.submission)
    record(connection, moved.submission, state, state, Reason(reason.who, why, reason.at))


def _note_overtaken(connection: Connection, new: Row, sheets: Collection[str], reason: Reason) -> None:
    """Writes an audit row where a later received submission stands in the way, wholly or for some sheets."""
    later = {
        sheet: earlier
        for sheet, earlier in counted_after(connection, new, spoken_of(connection, new.id)).items()
        if sheet not in sheets
    }
    if not later:
        return
    which = ", ".join(sorted(set(later.values())))
    about = f"lembar {', '.join(in_contract_order(later))} " if sheets else ""
    why = f"{about}tidak diberlakukan: kiriman {which} diterima lebih akhir"
    record(connection, new.id, State.PUBLISHED, State.PUBLISHED, Reason(reason.who, why, reason.at))


def _must_be_published(connection: Connection, submission_id: str) -> None:
    state = current_state(connection, submission_id)
    loaded = connection.scalar(select(submission.c.loaded_at).where(submission.c.id == submission_id))
    if state not in (State.PUBLISHED, State.ANSWERED) or loaded is None:
        raise WarehouseError(f"Kiriman {submission_id} belum pernah diterbitkan.")
