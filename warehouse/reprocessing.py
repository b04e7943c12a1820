"""Taking a submission up again from its archived bytes: after our own fault, or because the rules have changed since."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, tuple_, update

from warehouse.engine import Warehouse
from warehouse.errors import UnknownSubmission, WarehouseError
from warehouse.publishing import is_in_force
from warehouse.reading import submissions_named
from warehouse.state import Reason, State, advance, record
from warehouse.submissions import RECEIVED, SYSTEM, submission_id
from warehouse.tables import submission

FEWEST_DIGITS = 8
"""Of a submission's number or a file's SHA-256, to name it."""


def reprocess(
    warehouse: Warehouse, identifier: str, *, who: str = SYSTEM, why: str = "diproses ulang", request: str | None = None
) -> str:
    """The identifier to work on: the same one where work is left to do, else a new attempt at the same bytes.

    A batch is never changed, so an answered submission is not opened again: the new attempt takes its place when it is
    published, as a resubmission does. A failed one goes back to received. The same ``request`` twice makes one attempt.
    """

    def work(connection: Connection) -> str:
        last = _attempts(connection, identifier)[-1]
        reason = Reason(who, why, warehouse.now())
        if last.state == State.FAILED:
            advance(connection, last.id, State.RECEIVED, reason)
        if last.state != State.ANSWERED:
            if request is not None:
                connection.execute(update(submission).where(submission.c.id == last.id).values(request=request))
            return last.id
        if request is not None and last.request == request:
            return last.id
        return _attempt_after(connection, last, reason, request=request, received_at=last.received_at)

    return warehouse.run(work)


def newest_attempt(warehouse: Warehouse, identifier: str) -> str:
    """The last attempt at the bytes of a submission: itself, where they were not taken up again. Raises
    UnknownSubmission.
    """
    with warehouse.read() as connection:
        return str(_attempts(connection, identifier)[-1].id)


def receive_again(
    warehouse: Warehouse, identifier: str, *, file_name: str, source: str, request: str
) -> tuple[str, bool]:
    """What known bytes are that have come back to a place which always holds the newest version: the identifier to work
    on, and whether it is a new attempt, received now.

    Nothing is to be done where they are in force, or will be: their last attempt is under way and the newest of its
    office. The same ``request`` twice makes one attempt. Raises UnknownSubmission.
    """

    def work(connection: Connection) -> tuple[str, bool]:
        attempts = _attempts(connection, identifier)
        for one in attempts:
            if one.request == request or is_in_force(connection, one.id):
                return one.id, False
        last = attempts[-1]
        if last.state not in (State.ANSWERED, State.FAILED) and _is_newest(connection, last):
            return last.id, False
        now = warehouse.now()
        reason = Reason(SYSTEM, "isi lama kembali di tautannya", now)
        more = {"file_name": file_name, "source": source}
        return _attempt_after(connection, last, reason, request=request, received_at=now, **more), True

    return warehouse.run(work)


def _is_newest(connection: Connection, one: Row) -> bool:
    """Whether its office has sent nothing since."""
    later = select(submission.c.id).where(
        submission.c.office == one.office, tuple_(*RECEIVED) > tuple_(one.received_at, one.attempt, one.id)
    )
    return connection.scalar(later.limit(1)) is None


def _attempts(connection: Connection, identifier: str) -> list[Row]:
    """Every attempt at the bytes of a submission from its office, the last one last. Raises UnknownSubmission."""
    asked = connection.execute(select(submission).where(submission.c.id == identifier)).one_or_none()
    if asked is None:
        raise UnknownSubmission(identifier)
    same = (submission.c.office == asked.office) & (submission.c.sha256 == asked.sha256)
    return list(connection.execute(select(submission).where(same).order_by(submission.c.attempt)))


def _attempt_after(
    connection: Connection, last: Row, reason: Reason, *, request: str | None, received_at: datetime, **changes: str
) -> str:
    """A further attempt at the same bytes, received and not yet checked; gives its identifier."""
    attempt = last.attempt + 1
    new = submission_id(last.office, last.sha256, attempt)
    values = {
        "office": last.office,
        "sha256": last.sha256,
        "file_name": last.file_name,
        "source": last.source,
        "received_at": received_at,
        "request": request,
    }
    connection.execute(insert(submission).values(id=new, attempt=attempt, **(values | changes)))
    record(connection, new, None, State.RECEIVED, reason)
    return new


def find_submission(warehouse: Warehouse, named: str) -> str:
    """The submission that is meant by its number or its file's SHA-256 (their first eight digits do): of a file that was
    taken up several times the last attempt.

    Raises UnknownSubmission, or WarehouseError when several fit.
    """
    found = submissions_named(warehouse, named) if len(named) >= FEWEST_DIGITS else []
    if not found:
        raise UnknownSubmission(named)
    if len({(one.office, one.sha256) for one in found}) > 1:
        numbers = ", ".join(f"{one.id} (kantor {one.office})" for one in found)
        raise WarehouseError(f"Ada beberapa kiriman seperti itu; sebutkan nomornya: {numbers}.")
    return found[-1].id
