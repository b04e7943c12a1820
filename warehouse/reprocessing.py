"""Taking a submission up again from its archived bytes: after our own fault, or because the rules have changed since."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from warehouse.engine import Warehouse
from warehouse.errors import UnknownSubmission, WarehouseError
from warehouse.reading import submissions_named
from warehouse.state import Reason, State, advance, record
from warehouse.submissions import SYSTEM, get_submission, submission_id
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
        asked = connection.execute(select(submission).where(submission.c.id == identifier)).one_or_none()
        if asked is None:
            raise UnknownSubmission(identifier)
        same = (submission.c.office == asked.office) & (submission.c.sha256 == asked.sha256)
        last = connection.execute(select(submission).where(same).order_by(submission.c.attempt.desc()).limit(1)).one()
        reason = Reason(who, why, warehouse.now())
        if last.state == State.FAILED:
            advance(connection, last.id, State.RECEIVED, reason)
        if last.state != State.ANSWERED:
            if request is not None:
                connection.execute(update(submission).where(submission.c.id == last.id).values(request=request))
            return last.id
        if request is not None and last.request == request:
            return last.id
        attempt = last.attempt + 1
        new = submission_id(last.office, last.sha256, attempt)
        connection.execute(
            insert(submission).values(
                id=new,
                office=last.office,
                sha256=last.sha256,
                attempt=attempt,
                file_name=last.file_name,
                source=last.source,
                received_at=last.received_at,
                request=request,
            )
        )
        record(connection, new, None, State.RECEIVED, reason)
        return new

    return warehouse.run(work)


def newest_attempt(warehouse: Warehouse, identifier: str) -> str:
    """The last attempt at the bytes of a submission: itself, where they were not taken up again. Raises
    UnknownSubmission.
    """
    known = get_submission(warehouse, identifier)
    same = (submission.c.office == known.office) & (submission.c.sha256 == known.sha256)
    last = select(submission.c.id).where(same).order_by(submission.c.attempt.desc()).limit(1)
    with warehouse.read() as connection:
        return str(connection.scalar(last))


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
