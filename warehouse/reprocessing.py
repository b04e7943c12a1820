"""Takes a submission up again from its archived bytes: after a program error, or because the rules have changed
since.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, tuple_

from warehouse.engine import Warehouse
from warehouse.errors import UnknownSubmission, WarehouseError
from warehouse.file_names import short_file_name
from warehouse.locks import hold_until_the_end
from warehouse.publishing import is_wholly_in_force
from warehouse.reading import submissions_named
from warehouse.state import Reason, State, advance, record
from warehouse.submissions import RECEIVED, SYSTEM, seal_name, submission_id
from warehouse.tables import sealed_name, submission, submission_request

FEWEST_DIGITS = 8
"""How many digits of a submission's number or a file's SHA-256 name it at least."""


def reprocess(
    warehouse: Warehouse, identifier: str, *, who: str = SYSTEM, why: str = "diproses ulang", request: str | None = None
) -> str:
    """The identifier to work on: the same one where work is left to do, else a new attempt at the same bytes.

    A batch is never changed, so an answered submission is not opened again: the new attempt replaces it when it is
    published, as a resubmission does. A failed one goes back to received. The same ``request`` makes one attempt,
    however often it comes and whatever came in between.
    """
    (taken_up,) = reprocess_all(warehouse, [identifier], who=who, why=why, request=request)
    return taken_up


def reprocess_all(
    warehouse: Warehouse, identifiers: Sequence[str], *, who: str = SYSTEM, why: str, request: str | None = None
) -> list[str]:
    """The same for several, all or none: a killed run has chosen everything it was to choose, or may choose anew."""

    def work(connection: Connection) -> list[str]:
        reason = Reason(who, why, warehouse.now())
        _one_at_a_time(connection)
        return [_take_up(connection, identifier, reason, request) for identifier in identifiers]

    return warehouse.run(work)


def taken_up_for(warehouse: Warehouse, request: str) -> list[str]:
    """The attempts that a request was for, oldest first; none for one that has taken nothing up yet."""
    mine = submission_request.c.submission_id == submission.c.id
    query = select(submission.c.id).join(submission_request, mine).where(submission_request.c.request == request)
    with warehouse.read() as connection:
        return list(connection.scalars(query.order_by(*RECEIVED)))


def _one_at_a_time(connection: Connection) -> None:
    """Lets one process at a time look at attempts to make a further one: two at once would make the same, or lose one
    of their requests.
    """
    hold_until_the_end(connection, "attempts")


def _take_up(connection: Connection, identifier: str, reason: Reason, request: str | None) -> str:
    attempts = _attempts(connection, identifier)
    last = attempts[-1]
    if last.state == State.FAILED:
        advance(connection, last.id, State.RECEIVED, reason)
    if request is not None and _made_by(connection, request, attempts):
        return last.id
    if last.state == State.ANSWERED:
        return _attempt_after(connection, last, reason, request=request, received_at=last.received_at)
    if request is not None:
        _remember(connection, request, last.id)
    return last.id


def _made_by(connection: Connection, request: str, attempts: Sequence[Row]) -> str | None:
    """Which of these attempts the request was for."""
    table = submission_request
    ids = [attempt.id for attempt in attempts]
    query = select(table.c.submission_id).where(table.c.request == request, table.c.submission_id.in_(ids))
    return connection.scalar(query)


def _remember(connection: Connection, request: str, attempt: str) -> None:
    """Keep what asked for an attempt: several where it was not done yet when it was asked for again."""
    connection.execute(insert(submission_request).values(request=request, submission_id=attempt))


def newest_attempt(warehouse: Warehouse, identifier: str) -> str:
    """The last attempt at the bytes of a submission; itself, where they were not taken up again. Raises
    UnknownSubmission.
    """
    with warehouse.read() as connection:
        return str(_attempts(connection, identifier)[-1].id)


def receive_again(
    warehouse: Warehouse, identifier: str, *, file_name: str, source: str, request: str
) -> tuple[str, bool]:
    """Handles known bytes that have come back to a place which always holds the newest version. Gives the identifier to
    work on, and whether it is a new attempt, received now.

    Nothing is to be done where they are in force, or will be: their last attempt is under way and the newest of its
    office. The same ``request`` twice makes one attempt. Raises UnknownSubmission.
    """

    def work(connection: Connection) -> tuple[str, bool]:
        _one_at_a_time(connection)
        attempts = _attempts(connection, identifier)
        asked_before = _made_by(connection, request, attempts)
        for attempt in attempts:
            if attempt.id == asked_before or is_wholly_in_force(connection, attempt.id):
                return attempt.id, False
        last = attempts[-1]
        if last.state not in (State.ANSWERED, State.FAILED) and _is_newest(connection, last):
            return last.id, False
        now = warehouse.now()
        reason = Reason(SYSTEM, "isi lama kembali di tautannya", now)
        more = {"file_name": file_name, "source": source}
        return _attempt_after(connection, last, reason, request=request, received_at=now, **more), True

    return warehouse.run(work)


def _is_newest(connection: Connection, attempt: Row) -> bool:
    """Whether its office has sent nothing since."""
    later = select(submission.c.id).where(
        submission.c.office == attempt.office,
        tuple_(*RECEIVED) > tuple_(attempt.received_at, attempt.attempt, attempt.id),
    )
    return connection.scalar(later.limit(1)) is None


def _attempts(connection: Connection, identifier: str) -> list[Row]:
    """Every attempt at the bytes of a submission from its office, the last one last. Raises UnknownSubmission."""
    attempt = connection.execute(select(submission).where(submission.c.id == identifier)).one_or_none()
    if attempt is None:
        raise UnknownSubmission(identifier)
    same = (submission.c.office == attempt.office) & (submission.c.sha256 == attempt.sha256)
    return list(connection.execute(select(submission).where(same).order_by(submission.c.attempt)))


def _attempt_after(
    connection: Connection,
    last: Row,
    reason: Reason,
    *,
    request: str | None,
    received_at: datetime,
    file_name: str | None = None,
    **changes: str,
) -> str:
    """Makes a further attempt at the same bytes, received and not yet checked, and gives its identifier."""
    attempt = last.attempt + 1
    new = submission_id(last.office, last.sha256, attempt)
    if file_name is None:
        sealed = select(sealed_name.c.file_name).where(sealed_name.c.submission_id == last.id)
        file_name = connection.scalar(sealed) or last.file_name
    values = {
        "office": last.office,
        "sha256": last.sha256,
        "file_name": short_file_name(last.office, None, last.sha256, file_name),
        "source": last.source,
        "received_at": received_at,
    }
    connection.execute(insert(submission).values(id=new, attempt=attempt, **(values | changes)))
    if request is not None:
        _remember(connection, request, new)
    seal_name(connection, new, file_name)
    record(connection, new, None, State.RECEIVED, reason)
    return new


def find_submission(warehouse: Warehouse, name: str) -> str:
    """The submission with this number or file's SHA-256 (their first eight digits are enough). For a file that was
    taken up several times it is the last attempt.

    Raises UnknownSubmission, or WarehouseError when several fit.
    """
    matches = submissions_named(warehouse, name) if len(name) >= FEWEST_DIGITS else []
    if not matches:
        raise UnknownSubmission(name)
    if len({(match.office, match.sha256) for match in matches}) > 1:
        numbers = ", ".join(f"{match.id} (kantor {match.office})" for match in matches)
        raise WarehouseError(f"Ada beberapa kiriman seperti itu; sebutkan nomornya: {numbers}.")
    return matches[-1].id
