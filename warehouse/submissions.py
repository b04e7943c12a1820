"""The life of a submission around its rows: received, refused, answered, failed, replayed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Label, Table, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from schemas.finding import Outcome
from schemas.period import Period
from warehouse.contract_tables import in_contract_order
from warehouse.engine import Warehouse
from warehouse.errors import UnknownSubmission
from warehouse.file_names import short_file_name
from warehouse.state import ALLOWED, Reason, State, advance, current_state, record
from warehouse.tables import decision, in_force, sealed_name, submission, submission_sheet

SYSTEM = "sistem"
"""The actor when no person acts."""

RECEIVED = (submission.c.received_at, submission.c.attempt, submission.c.id)
"""The order of submissions: the last of an office and period counts."""


@dataclass(frozen=True)
class Submission:
    """A submission as the warehouse knows it. ``belongs_to``: the office that its cover names, where that is another
    than the one in whose inbox it came. ``file_name``: as it was sent, for its sender alone; everybody else reads
    ``short_name``. ``only_sheet``: the sheet of a csv, None for a workbook. ``sheets``: the data sheets that it holds;
    ``live_sheets``: those of them that are in force. Both are titles in contract order.
    """

    id: str
    office: str
    kind: str | None
    period: Period | None
    sha256: str
    file_name: str
    short_name: str
    source: str
    received_at: datetime
    attempt: int
    state: State
    outcome: Outcome | None
    contract: str | None
    note: str | None
    belongs_to: str | None
    only_sheet: str | None
    sheets: tuple[str, ...]
    live_sheets: tuple[str, ...]

    @property
    def in_force(self) -> bool:
        """Whether anything of it is in force."""
        return bool(self.live_sheets)

    @property
    def wholly_in_force(self) -> bool:
        """Whether every sheet that it holds is in force."""
        return self.in_force and self.live_sheets == self.sheets


def submission_id(office: str, sha256: str, attempt: int = 1) -> str:
    """The identifier of the attempt with this number at these bytes from this office."""
    return hashlib.sha256(f"{office}:{sha256}:{attempt}".encode()).hexdigest()[:20]


def register_submission(
    warehouse: Warehouse,
    *,
    office: str,
    sha256: str,
    file_name: str,
    source: str,
    received_at: datetime | None = None,
) -> tuple[str, bool]:
    """The identifier of the submission, and whether it is new: the same bytes twice are one submission.

    ``office`` is the source's Kemendagri code. Give ``received_at`` where the source knows it: of two submissions for
    one period the later received goes in force.
    """
    identifier = submission_id(office, sha256)
    at = received_at or warehouse.now()

    def work(connection: Connection) -> bool:
        added = connection.scalar(
            upsert(connection)(submission)
            .values(
                id=identifier,
                office=office,
                sha256=sha256,
                file_name=short_file_name(office, None, sha256, file_name),
                source=source,
                received_at=at,
            )
            .on_conflict_do_nothing()
            .returning(submission.c.id)
        )
        if added is not None:
            seal_name(connection, identifier, file_name)
            record(connection, identifier, None, State.RECEIVED, Reason(SYSTEM, "diterima", at))
        return added is not None

    return identifier, warehouse.run(work)


def seal_name(connection: Connection, identifier: str, file_name: str) -> None:
    """Keeps what its sender called a file."""
    connection.execute(insert(sealed_name).values(submission_id=identifier, file_name=file_name))


def upsert(connection: Connection) -> Callable[..., sqlite.Insert] | Callable[..., postgresql.Insert]:
    """The dialect's insert that can say what to do on a conflict."""
    return sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert


def get_submission(warehouse: Warehouse, identifier: str) -> Submission:
    """The submission with this identifier. Raises UnknownSubmission."""
    with warehouse.read() as connection:
        row = connection.execute(select_submissions().where(submission.c.id == identifier)).one_or_none()
    if row is None:
        raise UnknownSubmission(identifier)
    return as_submission(row)


def submissions_of(warehouse: Warehouse, office: str, period: Period) -> list[Submission]:
    """What an office sent for a month, oldest first."""
    query = select_submissions().where(submission.c.office == office, submission.c.period == period)
    with warehouse.read() as connection:
        return [as_submission(row) for row in connection.execute(query)]


def unfinished(warehouse: Warehouse) -> list[Submission]:
    """Submissions whose work is not done (neither answered nor failed nor waiting for a person), oldest first."""
    done = [State.ANSWERED, State.FAILED]
    answer_wanted = (
        select(decision).where(decision.c.submission_id == submission.c.id, decision.c.decided_at.is_(None)).exists()
    )
    waits = (submission.c.state == State.WAITING) & answer_wanted
    with warehouse.read() as connection:
        rows = connection.execute(select_submissions().where(submission.c.state.not_in(done), ~waits))
        return [as_submission(row) for row in rows]


def select_submissions():
    """A select that gives the fields of ``Submission``, oldest first."""
    sealed = select(sealed_name.c.file_name).where(sealed_name.c.submission_id == submission.c.id).scalar_subquery()
    apart = (*_LISTS, "file_name", "short_name")
    fields = [submission.c[name] for name in Submission.__dataclass_fields__ if name not in apart]
    short = submission.c.file_name.label("short_name")
    name = func.coalesce(sealed, submission.c.file_name).label("file_name")  # two SQLite files: one may lack the row
    return select(*fields, name, short, *(_titles(name, table) for name, table in _LISTS.items())).order_by(*RECEIVED)


_LISTS = {"sheets": submission_sheet, "live_sheets": in_force}


def _titles(name: str, table: Table) -> Label:
    """The sheets that a submission has in this table, as one text."""
    mine = [table.c.submission_id == submission.c.id]
    if table is in_force:
        mine.append(in_force.c.live_to.is_(None))
    return select(func.aggregate_strings(table.c.sheet, "|")).where(*mine).scalar_subquery().label(name)


def as_submission(row) -> Submission:
    """A row of ``select_submissions`` as a value."""
    values = dict(row._mapping)
    values["state"] = State(values["state"])
    values["outcome"] = Outcome(values["outcome"]) if values["outcome"] else None
    for name in _LISTS:
        values[name] = in_contract_order(values[name].split("|")) if values[name] else ()
    return Submission(**values)


def refuse(warehouse: Warehouse, identifier: str, *, who: str = SYSTEM, why: str) -> bool:
    """Refuses a checked (or waiting) submission. What was in force stays in force."""
    return _change(warehouse, identifier, State.REFUSED, who, why)


def answered(warehouse: Warehouse, identifier: str, *, who: str = SYSTEM, why: str = "jawaban dikirim") -> bool:
    """Records that the sender has the answer."""
    return _change(warehouse, identifier, State.ANSWERED, who, why)


def fail(warehouse: Warehouse, identifier: str, *, why: str, who: str = SYSTEM) -> bool:
    """Keeps a submission for replay that a program error stopped. False when it is past the point where it can fail.

    ``why`` must hold no personal data.
    """

    def work(connection: Connection) -> bool:
        if State.FAILED not in ALLOWED[current_state(connection, identifier)]:
            return False
        return _advance_with_note(connection, identifier, State.FAILED, Reason(who, why, warehouse.now()))

    return warehouse.run(work)


def replay(warehouse: Warehouse, identifier: str, *, who: str = SYSTEM, why: str = "diulang") -> bool:
    """Takes a failed submission up again from its archived bytes."""
    return _change(warehouse, identifier, State.RECEIVED, who, why)


def _change(warehouse: Warehouse, identifier: str, to: State, who: str, why: str) -> bool:
    """Changes the state. False when that was done before."""
    reason = Reason(who, why, warehouse.now())
    return warehouse.run(lambda connection: _advance_with_note(connection, identifier, to, reason))


def _advance_with_note(connection: Connection, identifier: str, to: State, reason: Reason) -> bool:
    changed = advance(connection, identifier, to, reason)
    if changed:
        connection.execute(update(submission).where(submission.c.id == identifier).values(note=reason.why))
    return changed
