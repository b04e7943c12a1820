"""Taking a submission up again from its archived bytes: after our own fault, or because the rules have changed since."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from warehouse.engine import Warehouse
from warehouse.errors import UnknownSubmission
from warehouse.state import Reason, State, advance, record
from warehouse.submissions import SYSTEM, submission_id
from warehouse.tables import submission


def reprocess(warehouse: Warehouse, identifier: str, *, who: str = SYSTEM, why: str = "diproses ulang") -> str:
    """The identifier to work on: the same one where work is left to do, else a new attempt at the same bytes.

    A batch is never changed, so an answered submission is not opened again: the new attempt takes its place when it is
    published, as a resubmission does. A failed one goes back to received.
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
            )
        )
        record(connection, new, None, State.RECEIVED, reason)
        return new

    return warehouse.run(work)
