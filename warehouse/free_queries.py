"""Questions in SQL of somebody's own, read-only, under a point of view; personal data are out of reach.

SQLite: an authorizer lets reading through and nothing else. PostgreSQL: the role ``analis``, to which this session's
own temporary tables and views are shown.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from schemas.period import Period
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.mart_reading import completed_point
from warehouse.open_views import SCHEMA
from warehouse.point_of_view import PointOfView, default_point, seen_from
from warehouse.roles import ANALYST, may_be
from warehouse.tables import PERSONAL

_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_CLOSED_FUNCTIONS = {"load_extension", "readfile", "writefile", "edit", "fts3_tokenizer"}


@dataclass(frozen=True)
class Answer:
    """The columns' names, and the rows."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


class Session:
    """Asks one question after the other under one point of view (None: nothing was ever in force)."""

    def __init__(self, connection: Connection, point: PointOfView | None) -> None:
        self.point = point
        self._connection = connection

    def ask(self, query: str) -> Answer:
        """The answer to one statement. Raises WarehouseError with the database's own words when it cannot be given."""
        driver: Any = self._connection.connection.driver_connection
        try:
            if self._connection.dialect.name == "sqlite":
                cursor = driver.execute(query)
            else:
                cursor = driver.cursor()
                cursor.execute("SAVEPOINT tanya")
                # A cursor is declared for a query alone, and of several statements none can be prepared: so nobody ends
                # the transaction, or leaves the role.
                cursor.execute(f"DECLARE jawaban NO SCROLL CURSOR FOR {query}".encode(), prepare=True)
                cursor.execute("FETCH ALL FROM jawaban")
            columns = tuple(column[0] for column in cursor.description or ())
            rows = cursor.fetchall() if columns else []
            if self._connection.dialect.name == "postgresql":
                cursor.execute("CLOSE jawaban")
        except Exception as error:
            if not isinstance(error, sqlite3.Error | _postgres_error()):
                raise
            if self._connection.dialect.name == "postgresql":
                driver.execute("ROLLBACK TO SAVEPOINT tanya")
            raise WarehouseError(f"Tidak dapat dijawab: {_words(error)}") from None
        return Answer(columns, rows)


@contextmanager
def open_session(
    warehouse: Warehouse, *, period: Period | None = None, known_on: datetime | None = None
) -> Iterator[Session]:
    """A session under a point of view, by default the newest period as known now. Nothing can be changed in it."""
    with warehouse.read() as connection:
        default = default_point(connection)
        point = completed_point(connection, default, period, known_on)
    live = warehouse.is_sqlite and point == default
    reading = warehouse.read() if live or point is None else seen_from(warehouse, point)
    with reading as connection:
        if connection.dialect.name == "sqlite":
            driver: Any = connection.connection.driver_connection
            driver.set_authorizer(_allow)
            try:
                yield Session(connection, point)
            finally:
                driver.set_authorizer(None)
        else:
            _become_analyst(connection)
            yield Session(connection, point)


def _allow(action: int, name: str | None, detail: str | None, database: str | None, _inner: str | None) -> int:
    closed = database == PERSONAL or (action == sqlite3.SQLITE_FUNCTION and (detail or "").lower() in _CLOSED_FUNCTIONS)
    return sqlite3.SQLITE_OK if action in _READING and not closed else sqlite3.SQLITE_DENY


def _become_analyst(connection: Connection) -> None:
    """Show this session's temporary tables and views to the analyst's role, and take it on, until the
    transaction ends.
    """
    if not may_be(connection, ANALYST):
        raise WarehouseError(
            f"Peran {ANALYST} belum ada, atau pengguna ini bukan anggotanya; jalankan `kemitraan upgrade` sebagai pemilik."
        )
    names = connection.exec_driver_sql(
        "SELECT relname FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relkind IN ('r', 'v')"
    )
    for name in names.scalars().all():
        connection.exec_driver_sql(f'GRANT SELECT ON pg_temp."{name}" TO {ANALYST}')
    connection.exec_driver_sql(f"SET LOCAL search_path = pg_temp, {SCHEMA}")
    connection.exec_driver_sql(f"SET LOCAL ROLE {ANALYST}")
    connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def _postgres_error() -> type[Exception]:
    try:
        import psycopg
    except ImportError:  # an embedded warehouse does without
        return DBAPIError
    return psycopg.Error


def _words(error: Exception) -> str:
    if getattr(error, "sqlite_errorname", "") == "SQLITE_AUTH" or getattr(error, "sqlstate", "") == "42501":
        return "di sini hanya ada bacaan (SELECT), dan data pribadi tidak terbuka."
    diagnosis = getattr(error, "diag", None)
    return (diagnosis and diagnosis.message_primary) or str(error)
