"""What arrived at which source, when each source was last heard from, and which answers reached whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, func, select

from warehouse.engine import Warehouse
from warehouse.file_names import short_answer_name
from warehouse.submissions import upsert
from warehouse.tables import answer_delivery, answer_file, delivery, sealed_answer_name, source_visit, submission


@dataclass(frozen=True)
class Arrival:
    """One arrival of a file: at which source, the source's name for it, the source's time and ours (UTC)."""

    source: str
    message: str
    sent_at: datetime
    taken_at: datetime


@dataclass(frozen=True)
class Visit:
    """The result of the last visit to a source. ``error`` is the reason of a failure (an outside error's code), None
    for success.
    """

    source: str
    tried_at: datetime
    reached_at: datetime | None
    taken_at: datetime | None
    error: str | None


def record_arrival(
    warehouse: Warehouse, *, source: str, item: str, submission: str, message: str, sent_at: datetime
) -> None:
    """Records that this item's bytes are safe as this submission. Doing it again changes nothing."""
    now = warehouse.now()

    def work(connection: Connection) -> None:
        connection.execute(
            upsert(connection)(delivery)
            .values(source=source, item=item, submission_id=submission, message=message, sent_at=sent_at, taken_at=now)
            .on_conflict_do_nothing()
        )
        _visited(connection, source, {"tried_at": now, "reached_at": now, "taken_at": now, "error": None})

    warehouse.run(work)


def arrived(warehouse: Warehouse, source: str) -> tuple[str, ...]:
    """The ids of all items taken from this source, the last one last."""
    query = select(delivery.c.item).where(delivery.c.source == source).order_by(delivery.c.taken_at, delivery.c.item)
    with warehouse.read() as connection:
        return tuple(connection.scalars(query))


def arrivals(warehouse: Warehouse, submission: str) -> list[Arrival]:
    """Every arrival of a submission's bytes, the first one first."""
    fields = [delivery.c[name] for name in Arrival.__dataclass_fields__]
    query = select(*fields).where(delivery.c.submission_id == submission).order_by(delivery.c.taken_at)
    with warehouse.read() as connection:
        return [Arrival(*row) for row in connection.execute(query)]


def record_visit(warehouse: Warehouse, source: str, error: str | None = None) -> None:
    """Records that a source was visited, and whether it answered."""
    now = warehouse.now()
    values = {"tried_at": now, "error": error} | ({} if error else {"reached_at": now})
    warehouse.run(lambda connection: _visited(connection, source, values))


def visits(warehouse: Warehouse) -> dict[str, Visit]:
    """The last visit to every source, by source."""
    fields = [source_visit.c[name] for name in Visit.__dataclass_fields__]
    with warehouse.read() as connection:
        return {row.source: Visit(*row) for row in connection.execute(select(*fields))}


def record_answer(warehouse: Warehouse, identifier: str, outbox: str, name: str) -> None:
    """Records that the answer reached this outbox, where it has this name. Doing it again changes nothing."""
    where = {"submission_id": identifier, "outbox": outbox}

    def work(connection: Connection) -> None:
        origin = connection.execute(
            select(submission.c.office, submission.c.period, submission.c.sha256).where(submission.c.id == identifier)
        ).one()
        short = short_answer_name(*origin, name)
        for table, value in ((sealed_answer_name, {"name": name}), (answer_delivery, {"name": short} | at)):
            connection.execute(upsert(connection)(table).values(where | value).on_conflict_do_nothing())

    at = {"delivered_at": warehouse.now()}
    warehouse.run(work)


def answers_of(warehouse: Warehouse, identifier: str) -> dict[str, str]:
    """What the answers that arrived are called where they lie, by outbox: for their sender alone."""
    beside = (sealed_answer_name.c.submission_id == answer_delivery.c.submission_id) & (
        sealed_answer_name.c.outbox == answer_delivery.c.outbox
    )
    name = func.coalesce(sealed_answer_name.c.name, answer_delivery.c.name)
    return _by_outbox(warehouse, identifier, name, answer_delivery.outerjoin(sealed_answer_name, beside))


def short_answers_of(warehouse: Warehouse, identifier: str) -> dict[str, str]:
    """The short forms of the names of the answers that arrived, by outbox."""
    return _by_outbox(warehouse, identifier, answer_delivery.c.name, answer_delivery)


def _by_outbox(warehouse: Warehouse, identifier: str, name: ColumnElement[str], source: FromClause) -> dict[str, str]:
    query = select(answer_delivery.c.outbox, name).select_from(source)
    with warehouse.read() as connection:
        return dict(connection.execute(query.where(answer_delivery.c.submission_id == identifier)).tuples().all())


def record_answer_file(warehouse: Warehouse, submission: str, sha256: str) -> None:
    """Records the hash under which the answer's workbook lies in the archive. For an answer that is made again, the
    last one counts.
    """
    values = {"submission_id": submission, "sha256": sha256}
    warehouse.run(
        lambda connection: connection.execute(
            upsert(connection)(answer_file)
            .values(values)
            .on_conflict_do_update(index_elements=["submission_id"], set_=values)
        )
    )


def answer_file_of(warehouse: Warehouse, submission: str) -> str | None:
    """The hash of the answer's workbook in the archive; None where there is none, or an earlier version of the program
    answered.
    """
    query = select(answer_file.c.sha256).where(answer_file.c.submission_id == submission)
    with warehouse.read() as connection:
        return connection.scalar(query)


def _visited(connection: Connection, source: str, values: dict[str, datetime | str | None]) -> None:
    connection.execute(
        upsert(connection)(source_visit)
        .values(source=source, **values)
        .on_conflict_do_update(index_elements=["source"], set_=values)
    )
