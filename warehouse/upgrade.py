"""Bringing a warehouse to this version: tables (Alembic), reference rows, marts, roles. Twice changes nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import Connection, delete, func, insert, select

from schemas.contract_2026_1 import CONTRACT
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseMissing, WarehouseTooNew
from warehouse.home_key import accept_key, remember_key
from warehouse.marts import create_marts, drop_marts
from warehouse.roles import grant_roles
from warehouse.tables import PERSONAL, dim_office, dim_wilayah


def upgrade(warehouse: Warehouse, *, accept_new_key: bool = False) -> list[str]:
    """Bring the warehouse to this version in one transaction; gives notes for the person who runs it (Indonesian).

    Raises WrongKey, and changes nothing, when the warehouse is worked with another key; ``accept_new_key`` takes the
    present one in the place of a lost one.
    """

    def work(connection: Connection) -> list[str]:
        notes = _upgrade(connection)
        (accept_key if accept_new_key else remember_key)(connection, warehouse)
        return notes

    if warehouse.path is None:
        return warehouse.run(work)
    warehouse.path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{warehouse.path}.upgrade.lock"):
        _write_ahead(warehouse)
        return warehouse.run(work)


def require_ready(warehouse: Warehouse) -> None:
    """Raise WarehouseMissing unless the warehouse stands at this version, or WarehouseTooNew when it stands at a later one."""
    with warehouse.read() as connection:
        revision = _known_revision(connection)
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if revision is None:
        raise WarehouseMissing("Gudang data masih kosong; siapkan dengan `kemitraan upgrade`.")
    if revision != head:
        raise WarehouseMissing(f"Gudang data bersusunan {revision}, program ini {head}; jalankan `kemitraan upgrade`.")


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration for our migrations, on this connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> list[str]:
    if connection.dialect.name == "postgresql":  # one at a time
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("upgrade", 0))))
    _known_revision(connection)
    drop_marts(connection)
    command.upgrade(alembic_config(connection), "head")
    _fill_references(connection)
    create_marts(connection)
    return grant_roles(connection)


def _known_revision(connection: Connection) -> str | None:
    """The revision at which the tables stand; None for none. Raises WarehouseTooNew for one that is not ours."""
    revision = MigrationContext.configure(connection).get_current_revision()
    revisions = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    if revision is not None and revision not in revisions:
        raise WarehouseTooNew(revision)
    return revision


def _write_ahead(warehouse: Warehouse) -> None:
    """Switch both SQLite files to WAL; a file remembers it."""
    with warehouse.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        for schema in ("main", PERSONAL):
            driver.execute(f"PRAGMA {schema}.journal_mode = WAL")


def _fill_references(connection: Connection) -> None:
    places = list(_places())
    for table, rows in ((dim_wilayah, places), (dim_office, list(_offices(places)))):
        connection.execute(delete(table))
        connection.execute(insert(table), rows)


def _places() -> Iterator[dict[str, str | None]]:
    places = resources.files("schemas").joinpath("data", "wilayah.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(places.splitlines()):
        yield {**row, "parent_code": row["parent_code"] or None}


def _offices(places: list[dict[str, str | None]]) -> Iterator[dict[str, str | None]]:
    for office in CONTRACT.regencies:
        yield {"code": office.code, "name": office.name, "kind": office.kind, "prefix": office.prefix}
    for place in places:
        if place["parent_code"] == "73":
            prefix = CONTRACT.collaborator_prefix
            yield {"code": place["code"], "name": place["name"], "kind": "sulsel", "prefix": prefix}
        elif place["code"] == "76":
            yield {"code": "76", "name": f"Provinsi {place['name']}", "kind": "retail", "prefix": None}
