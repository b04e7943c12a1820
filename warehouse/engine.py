"""Opens a warehouse and runs transactions in it.

SQLite: WAL, foreign keys on, a busy timeout, writers begin with BEGIN IMMEDIATE, personal data in a second file (mode
0600) attached as ``pribadi``. PostgreSQL: psycopg. Work in a transaction is run again from its start when the database
was busy, so nobody ever sees a lock error.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError, TimeoutError
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_random_exponential

from warehouse.error_words import database_words
from warehouse.errors import WarehouseBusy, WarehouseError, WarehouseMissing, WarehouseUnavailable
from warehouse.tables import PERSONAL
from warehouse.times import utc_now

BUSY_SECONDS = 120.0
"""How long a writer waits for another before it gives up."""

MOST_CONNECTIONS = 25
"""The most connections of one process to PostgreSQL. A task that works on a submission holds two, one of them for its
claim.
"""

BUSY = "Gudang data terlalu sibuk; cobalah lagi nanti."

_QUIET = {"hide_parameters": True}  # values may be personal: they belong in no error and no log

T = TypeVar("T")


@dataclass(frozen=True)
class Warehouse:
    """An open warehouse. ``nik_key`` is the key of the NIK hash, needed to load personal data. ``now`` is the clock."""

    engine: Engine
    path: Path | None
    nik_key: bytes | None = None
    now: Callable[[], datetime] = utc_now

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the embedded warehouse."""
        return self.path is not None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection in one consistent read transaction."""
        with translated(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection in one write transaction, committed at the end. Prefer ``run``, which retries."""
        with translated(), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    def run(self, work: Callable[[Connection], T]) -> T:
        """Runs ``work`` in one write transaction and gives its result; starts again when the database was busy."""
        retrying = Retrying(
            retry=retry_if_exception_type(WarehouseBusy),
            wait=wait_random_exponential(multiplier=0.02, max=1),
            stop=stop_after_delay(BUSY_SECONDS),
            reraise=True,
        )
        return retrying(self._run_once, work)

    def _run_once(self, work: Callable[[Connection], T]) -> T:
        with self.write() as connection:
            return work(connection)

    def close(self) -> None:
        """Closes pooled connections."""
        self.engine.dispose()


def personal_path(path: Path) -> Path:
    """The file of personal data beside an embedded warehouse."""
    return path.with_name(f"{path.stem}-{PERSONAL}{path.suffix}")


def open_warehouse(
    url: str, *, nik_key: bytes | None = None, create: bool = False, now: Callable[[], datetime] = utc_now
) -> Warehouse:
    """The warehouse at a SQLAlchemy URL. ``create`` makes the files of an embedded one that does not exist yet.

    Connects only when first used. Raises WarehouseMissing for a missing file, WarehouseError for a URL that is neither
    a SQLite file nor PostgreSQL.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # their text would show the URL, password and all
        raise WarehouseError(
            "Alamat gudang data tidak terbaca. Tulis seperti sqlite:////folder/gudang.sqlite atau "
            "postgresql://pengguna@server/gudang."
        ) from None
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(parsed, nik_key, create, now)
    if parsed.get_backend_name() == "postgresql":
        engine = create_engine(
            parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, max_overflow=MOST_CONNECTIONS - 5, **_QUIET
        )
        _begin_as_told(engine)
        return Warehouse(engine, None, nik_key, now)
    raise WarehouseError(f"Gudang data harus SQLite atau PostgreSQL, bukan {parsed.get_backend_name()}.")


def _open_sqlite(url: URL, nik_key: bytes | None, create: bool, now: Callable[[], datetime]) -> Warehouse:
    if not url.database or url.database == ":memory:":
        raise WarehouseError("Gudang data SQLite harus berupa berkas, misalnya sqlite:///gudang.db.")
    path = Path(url.database).absolute()
    if not create and not path.exists():
        raise WarehouseMissing(f"Gudang data {path} belum ada; buatlah dengan `kemitraan init`.")
    engine = create_engine(url.set(drivername="sqlite+pysqlite"), connect_args={"timeout": BUSY_SECONDS}, **_QUIET)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions begin where _begin_as_told says, nowhere else
        _create_private(personal_path(path))
        connection.execute(f"ATTACH DATABASE ? AS {PERSONAL}", (str(personal_path(path)),))
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -65536")

    _begin_as_told(engine)
    return Warehouse(engine, path, nik_key, now)


def _create_private(path: Path) -> None:
    """Makes an empty file that only its owner may read. SQLite gives its side files the same mode."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))


def _begin_as_told(engine: Engine) -> None:
    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        writes = options.get("writes", False)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
        elif options.get("temporary", False):  # a read-only transaction may make no temporary table
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        elif not writes:
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


@contextmanager
def translated() -> Iterator[None]:
    """Turns a database that is away or full into words without its password: raises WarehouseUnavailable, or
    WarehouseBusy where another stood in the way.
    """
    try:
        yield
    except TimeoutError as error:  # no connection of the pool became free
        raise WarehouseUnavailable(BUSY) from error
    except DBAPIError as error:
        if _is_contention(error):
            raise WarehouseBusy(BUSY) from error
        if not _is_outside(error):
            raise  # a program error
        raise WarehouseUnavailable(f"Gudang data tidak dapat dipakai: {database_words(error)}.") from error


def _is_outside(error: DBAPIError) -> bool:
    """Whether the database itself failed: away, full, closed to us, damaged."""
    name = getattr(error.orig, "sqlite_errorname", None)
    if name is None:
        return isinstance(error, OperationalError | InterfaceError)
    return name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")) or (
        isinstance(error, OperationalError) and name != "SQLITE_ERROR"
    )


_CONTENTION_STATES = frozenset({"40001", "40P01", "55P03"})  # serialization, deadlock, lock not available


def _is_contention(error: DBAPIError) -> bool:
    if getattr(error.orig, "sqlstate", None) in _CONTENTION_STATES:
        return True
    name = getattr(error.orig, "sqlite_errorname", "")
    return name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
