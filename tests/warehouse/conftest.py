"""Every test that asks for ``warehouse`` runs on both databases: an embedded one, and one on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import make_url

from tests.conftest import NIK_KEY, Databases
from warehouse.engine import Warehouse, open_warehouse
from warehouse.upgrade import alembic_config


@pytest.fixture
def postgres_warehouse(postgres_databases: Databases) -> Iterator[Warehouse]:
    """One on PostgreSQL, for what only PostgreSQL has."""
    warehouse = open_warehouse(postgres_databases.fresh(), nik_key=NIK_KEY)
    yield warehouse
    warehouse.close()


@pytest.fixture
def sqlite_warehouse(sqlite_databases: Databases) -> Iterator[Warehouse]:
    """An embedded one, for what only SQLite has."""
    warehouse = open_warehouse(sqlite_databases.fresh(), nik_key=NIK_KEY)
    yield warehouse
    warehouse.close()


@pytest.fixture
def at_revision(databases: Databases, tmp_path: Path) -> Iterator[Callable[[str], Warehouse]]:
    """Makes the empty warehouse of an earlier revision."""
    warehouses: list[Warehouse] = []

    def make(revision: str) -> Warehouse:
        if databases.kind == "sqlite":
            url = f"sqlite:///{tmp_path / revision / 'gudang.db'}"
            (tmp_path / revision).mkdir()
        else:
            empty = make_url(databases.model).set(database="template1")
            url = databases.copy(empty.render_as_string(hide_password=False))
        warehouses.append(open_warehouse(url, nik_key=NIK_KEY, create=True))
        warehouses[-1].run(lambda connection: command.upgrade(alembic_config(connection), revision))
        return warehouses[-1]

    yield make
    for warehouse in warehouses:
        warehouse.close()
