"""Every test that asks for ``warehouse`` runs on both databases: an embedded one, and one on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import Databases
from warehouse.engine import Warehouse, open_warehouse

NIK_KEY = b"kunci uji"


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
