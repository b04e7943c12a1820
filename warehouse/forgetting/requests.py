"""Requests to be forgotten: entered, hidden at once, carried out, or cancelled before that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from warehouse.corrections.entering import signed
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.forgetting.change import SUBJECT, apply, keep, put_back
from warehouse.forgetting.places import changes
from warehouse.forgetting.subject import Subject
from warehouse.forgetting.tables import forget_kept, forget_mark, forget_request
from warehouse.locks import hold_until_the_end
from warehouse.submissions import upsert

KEY, NIK, FILE = "key", "nik", "file"


@dataclass(frozen=True)
class Request:
    """A request. ``carried_at`` and ``ended_at`` (cancelled) are None while it is open."""

    id: int
    who: str
    why: str
    entered_at: datetime
    due_at: datetime
    carried_at: datetime | None
    ended_at: datetime | None
    ended_by: str | None
    ended_why: str | None

    @property
    def is_open(self) -> bool:
        """Whether it waits to be carried out."""
        return self.carried_at is None and self.ended_at is None


@dataclass(frozen=True)
class Mark:
    """Something by which a request knows its person again (``kind`` KEY, NIK), or a file that holds him (FILE)."""

    kind: str
    office: str
    value: str


def marks_of(subject: Subject, files: Iterable[str] = ()) -> frozenset[Mark]:
    """The marks of a person and of the archived files that hold him."""
    keys = {Mark(KEY, office, key) for office, key in subject.keys}
    hashes = {Mark(NIK, "", value) for value in subject.nik_hashes}
    return frozenset(keys | hashes | {Mark(FILE, "", value) for value in files})


def enter_request(
    warehouse: Warehouse, subject: Subject, files: Iterable[str], *, who: str, why: str, days: int
) -> Request:
    """Enters a request; the list holds from now on. Raises WarehouseError without a name or a reason."""
    who, why = signed(who, why)

    def work(connection: Connection) -> Request:
        hold_until_the_end(connection, "forgetting")
        number = (connection.scalar(select(func.max(forget_request.c.id))) or 0) + 1
        at = warehouse.now()
        request = Request(number, who, why, at, at + timedelta(days=days), None, None, None, None)
        put_request(connection, request)
        add_marks(connection, number, marks_of(subject, files))
        entry = {"request": number, "seq": 0, "place": SUBJECT, "row_key": "{}", "former": subject.as_json()}
        connection.execute(insert(forget_kept).values(entry))
        return request

    return warehouse.run(work)


def put_request(connection: Connection, request: Request) -> None:
    """Puts a request down as it is, whatever was there."""
    values = {column.name: getattr(request, column.name) for column in forget_request.columns}
    statement = upsert(connection)(forget_request).values(values)
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def add_marks(connection: Connection, number: int, marks: Iterable[Mark]) -> None:
    """Adds to the list what is not in it yet."""
    rows = [
        {"request": number, "kind": mark.kind, "office": mark.office, "value": mark.value}
        for mark in sorted(marks, key=lambda mark: (mark.kind, mark.office, mark.value))
    ]
    if rows:
        connection.execute(upsert(connection)(forget_mark).on_conflict_do_nothing(), rows)


def hide(warehouse: Warehouse, number: int, subject: Subject, *, keeping: bool) -> dict[str, int]:
    """Empties the person's cells in all tables and gives how many rows of which place. ``keeping``: what they held is
    kept sealed, so that the request can be cancelled.

    What is kept is written first, in a transaction of its own: two SQLite files do not commit together.
    """
    counts: dict[str, int] = {}
    while True:  # a change may show another place what it did not know
        if keeping:
            warehouse.run(lambda connection: _keep_all(connection, number, subject))
        done = warehouse.run(lambda connection: _apply_all(connection, subject))
        if not done:
            return counts
        counts = {name: counts.get(name, 0) + done.get(name, 0) for name in (*counts, *done)}


def _keep_all(connection: Connection, number: int, subject: Subject) -> None:
    for of_place in changes(connection, subject).values():
        keep(connection, number, of_place)


def _apply_all(connection: Connection, subject: Subject) -> dict[str, int]:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    by_place = changes(connection, subject)
    for of_place in by_place.values():
        apply(connection, of_place)
    return {name: len(of_place) for name, of_place in by_place.items()}


def cancel_request(warehouse: Warehouse, number: int, *, who: str, why: str) -> Request:
    """Takes a request back that was not carried out: everything is as before. Raises WarehouseError for another."""
    who, why = signed(who, why)

    def work(connection: Connection) -> None:
        hold_until_the_end(connection, "forgetting")
        must_be_open(connection, number)
        put_back(connection, number)
        ended = {"ended_at": warehouse.now(), "ended_by": who, "ended_why": why}
        connection.execute(update(forget_request).where(forget_request.c.id == number).values(ended))
        connection.execute(delete(forget_mark).where(forget_mark.c.request == number))

    warehouse.run(work)
    discard_kept(warehouse, number)
    return request_numbered(warehouse, number)


def close_request(warehouse: Warehouse, number: int) -> Request:
    """Records that a request was carried out; nothing kept is left."""
    discard_kept(warehouse, number)

    def work(connection: Connection) -> None:
        where = (forget_request.c.id == number, forget_request.c.carried_at.is_(None))
        connection.execute(update(forget_request).where(*where).values(carried_at=warehouse.now()))

    warehouse.run(work)
    return request_numbered(warehouse, number)


def discard_kept(warehouse: Warehouse, number: int) -> None:
    """Destroys what was kept of a request."""

    def work(connection: Connection) -> None:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        connection.execute(delete(forget_kept).where(forget_kept.c.request == number))

    warehouse.run(work)


def kept_subject(connection: Connection, number: int) -> Subject:
    """What is kept of the person of a request."""
    query = select(forget_kept.c.former).where(forget_kept.c.request == number, forget_kept.c.place == SUBJECT)
    subject = Subject()
    for text in connection.scalars(query):
        subject |= Subject.from_json(text)
    return subject | marked_subject(marks(connection, number))


def marked_subject(marks: Iterable[Mark]) -> Subject:
    """The person as the list knows him."""
    marks = list(marks)
    return Subject(
        keys=frozenset((mark.office, mark.value) for mark in marks if mark.kind == KEY),
        nik_hashes=frozenset(mark.value for mark in marks if mark.kind == NIK),
    )


def all_requests(warehouse: Warehouse) -> list[Request]:
    """Every request, by number."""
    with warehouse.read() as connection:
        return [Request(*row) for row in connection.execute(select(forget_request).order_by(forget_request.c.id))]


def request_numbered(warehouse: Warehouse, number: int) -> Request:
    """The request with this number. Raises WarehouseError where there is none."""
    with warehouse.read() as connection:
        return _request(connection, number)


def _request(connection: Connection, number: int) -> Request:
    row = connection.execute(select(forget_request).where(forget_request.c.id == number)).first()
    if row is None:
        raise WarehouseError(f"Tidak ada permintaan nomor {number}; lihat `kemitraan forget list`.")
    return Request(*row)


def must_be_open(connection: Connection, number: int) -> None:
    """Raises WarehouseError unless the request is open."""
    if not _request(connection, number).is_open:
        raise WarehouseError(f"Permintaan nomor {number} sudah dilaksanakan atau dibatalkan.")


def marks(connection: Connection, number: int | None = None) -> list[Mark]:
    """The whole list, or a request's part of it."""
    query = select(forget_mark.c.kind, forget_mark.c.office, forget_mark.c.value)
    if number is not None:
        query = query.where(forget_mark.c.request == number)
    return [Mark(*row) for row in connection.execute(query.order_by(*query.selected_columns))]


def suppressed_keys(connection: Connection, office: str | None = None) -> frozenset[tuple[str, str]]:
    """Office and key of each business whose owner was forgotten, or asked for it."""
    listed = [mark for mark in marks(connection) if mark.kind == KEY and office in (None, mark.office)]
    return frozenset((mark.office, mark.value) for mark in listed)


def is_hidden_file(warehouse: Warehouse, sha256: str) -> bool:
    """Whether a file holds somebody who waits to be forgotten."""
    query = (
        select(forget_mark.c.value)
        .join(forget_request, forget_request.c.id == forget_mark.c.request)
        .where(forget_mark.c.kind == FILE, forget_mark.c.value == sha256, forget_request.c.carried_at.is_(None))
    )
    with warehouse.read() as connection:
        return connection.execute(query).first() is not None
