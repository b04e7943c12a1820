"""Brings a warehouse to this version: tables (Alembic), reference rows, marts, roles. Doing it twice changes
nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import Connection, delete, insert, inspect, select, update

from warehouse.corrections.applying import create_corrected
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseMissing, WarehouseTooNew
from warehouse.forgetting.scrubbing import scrub
from warehouse.home_key import accept_key, remember_key
from warehouse.locks import hold_until_the_end
from warehouse.marts import MARTS, create_marts, drop_marts
from warehouse.marts.description import mart
from warehouse.open_views import create_open_views, drop_open_views
from warehouse.partner_digits import digits_are_of, holds_any, remember_form, rewrite_public, rewrite_sealed
from warehouse.pinned import drop_pinned, make_pinned
from warehouse.program_sign import program_sign
from warehouse.reference_rows import USUAL, Calendar, fill_references
from warehouse.roles import grant_roles
from warehouse.tables import PERSONAL, upgrade_sign
from warehouse.times import utc_now
from warehouse.views import VIEWS, create_views, drop_views

_UNFINISHED = "belum selesai"
"""The sign of an upgrade that was stopped behind its change of tables."""


def upgrade(warehouse: Warehouse, *, accept_new_key: bool = False, calendar: Calendar = USUAL) -> list[str]:
    """Brings the warehouse to this version. Gives notes for the person who runs it (Indonesian). Tables are changed in
    one transaction; what is left to do behind it is done by the next upgrade where this one is stopped, and no command
    works with the warehouse before.

    ``calendar`` says when reports are due by the settings.

    Raises WrongKey, and changes nothing, when the warehouse is worked with another key; ``accept_new_key`` puts the
    present one in the place of a lost one.
    """

    def tables(connection: Connection) -> list[str]:
        notes = _upgrade(connection, calendar, warehouse.nik_key)
        (accept_key if accept_new_key else remember_key)(connection, warehouse)
        return notes

    def work() -> list[str]:
        notes = warehouse.run(tables)
        _follow_key(warehouse)
        warehouse.run(_finish)
        return notes

    if warehouse.path is None:
        return work()
    warehouse.path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{warehouse.path}.upgrade.lock"):
        _write_ahead(warehouse)
        return work()


def require_ready(warehouse: Warehouse) -> None:
    """Raise WarehouseMissing unless the warehouse's tables, marts, reference rows and rights are this program's, or
    WarehouseTooNew when it stands at a later version.
    """
    with warehouse.read() as connection:
        revision = _known_revision(connection)
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if revision is None:
        raise WarehouseMissing("Gudang data masih kosong; siapkan dengan `kemitraan upgrade`.")
    if revision != head:
        raise WarehouseMissing(f"Gudang data bersusunan {revision}, program ini {head}; jalankan `kemitraan upgrade`.")
    with warehouse.read() as connection:
        sign = connection.scalar(select(upgrade_sign.c.sign))
    if sign != program_sign():
        raise WarehouseMissing(
            "Mart, acuan, atau hak di gudang data ini dari program yang lain; jalankan `kemitraan upgrade`."
        )


def has_tables(warehouse: Warehouse) -> bool:
    """Whether any version has been here."""
    with warehouse.read() as connection:
        return _known_revision(connection) is not None


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration for our migrations, on this connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection, calendar: Calendar, key: bytes | None) -> list[str]:
    hold_until_the_end(connection, "upgrade")
    _known_revision(connection)
    pinned = drop_pinned(connection)
    drop_open_views(connection)
    _drop_former_views(connection)
    drop_marts(connection)
    drop_views(connection)
    command.upgrade(alembic_config(connection), "head")
    if key is not None and not digits_are_of(connection, key):
        rewrite_public(connection, key)
    fill_references(connection, calendar)
    create_corrected(connection)
    create_views(connection)
    create_marts(connection)
    create_open_views(connection)
    views = [*VIEWS, *(view.name for name in MARTS for view in mart(name).views)]
    connection.execute(delete(upgrade_sign))
    connection.execute(insert(upgrade_sign).values(sign=_UNFINISHED, at=utc_now(), views=" ".join(views)))
    notes = grant_roles(connection)
    for view in pinned:
        make_pinned(connection, view)
    return notes


def _follow_key(warehouse: Warehouse) -> None:
    """Make the digits of sealed tables anew where they are not of the warehouse's key, and take former ones out of the
    pages of its files.
    """
    key = warehouse.nik_key
    if key is None:
        return
    with warehouse.read() as connection:
        if digits_are_of(connection, key):
            return
        holds_former = holds_any(connection)
    warehouse.run(lambda connection: rewrite_sealed(connection, key))
    if holds_former:
        scrub(warehouse)
    warehouse.run(lambda connection: remember_form(connection, key, warehouse.now()))


def _finish(connection: Connection) -> None:
    connection.execute(update(upgrade_sign).values(sign=program_sign()))


def _drop_former_views(connection: Connection) -> None:
    """Take away the views that the last upgrade made, also those that this version does not know: what they read may
    change.
    """
    tables = inspect(connection)
    name, recorded = upgrade_sign.name, upgrade_sign.c.views
    if tables.has_table(name) and recorded.name in {column["name"] for column in tables.get_columns(name)}:
        for view in reversed((connection.scalar(select(recorded)) or "").split()):
            connection.exec_driver_sql(f"DROP VIEW IF EXISTS {view}")


def _known_revision(connection: Connection) -> str | None:
    """The revision of the tables; None for none. Raises WarehouseTooNew for one that is not ours."""
    revision = MigrationContext.configure(connection).get_current_revision()
    revisions = {script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()}
    if revision is not None and revision not in revisions:
        raise WarehouseTooNew(revision)
    return revision


def _write_ahead(warehouse: Warehouse) -> None:
    """Switches both SQLite files to WAL; a file remembers it."""
    with warehouse.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        for schema in ("main", PERSONAL):
            driver.execute(f"PRAGMA {schema}.journal_mode = WAL")
