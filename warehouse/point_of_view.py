"""The warehouse under a point of view: the same names show any period as known at any moment (``figures.md`` §1).

The tables of standing rows are built anew for that point of view, as temporary tables under their own names, and every
view over them is made again from its own text. So a mart under any point of view is the same SQL as the live one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, MetaData, Table, insert, select, text

from schemas.period import Period
from warehouse.contract_tables import SHEETS
from warehouse.corrections.applying import show_past_corrections
from warehouse.engine import Warehouse, translated
from warehouse.errors import WarehouseError
from warehouse.marts import MARTS, mart_sql
from warehouse.marts.description import mart
from warehouse.movements import show_past_movements
from warehouse.past_rows import show_past_rows, temporary
from warehouse.reference_tables import dim_bulan
from warehouse.tables import in_force
from warehouse.times import Month, UtcDateTime
from warehouse.views import VIEWS, view_sql

KEPT_ORDER = {"status_produk": "office, kategori"}
"""SQLite sorts in order to group, and what comes nearly in order is sorted in a third of the time."""


@dataclass(frozen=True)
class PointOfView:
    """A period (``YYYY-MM``) as known at a moment (aware)."""

    period: Period
    known_on: datetime


def default_point(connection: Connection) -> PointOfView | None:
    """The newest period in force, as known when what is in force or corrected last changed; None while nothing was ever
    in force.
    """
    row = connection.execute(_live_point).one_or_none()
    return None if row is None or row.period is None else PointOfView(row.period, row.known_on)


_live_point = text("SELECT period, known_on FROM sudut_pandang").columns(period=Month(), known_on=UtcDateTime())


def newest_period(connection: Connection, known_on: datetime) -> Period | None:
    """The newest period in force at a moment."""
    live = in_force.c.live_to.is_(None) | (in_force.c.live_to > known_on)
    query = select(in_force.c.period).where(in_force.c.live_from <= known_on, live)
    return connection.scalar(query.order_by(in_force.c.period.desc()).limit(1))


@contextmanager
def seen_from(
    warehouse: Warehouse, point: PointOfView, sheets: Collection[str] | None = None, kept: Collection[str] = ()
) -> Iterator[Connection]:
    """A connection in which every table and view of the marts shows this point of view. Nothing of it stays.

    ``sheets`` (``umkm``) are those whose standing rows are asked for, by default all: the tables of others are empty.
    ``kept`` are views that are computed once, for whoever asks for them often.
    """
    with with_temporary(warehouse) as connection:
        shadow(connection, point, sheets, kept)
        yield connection


@contextmanager
def with_temporary(warehouse: Warehouse) -> Iterator[Connection]:
    """A connection in one transaction that shows what is live, and in which temporary tables may be made. Nothing of it
    stays.
    """
    opened = warehouse.engine.connect().execution_options(temporary=True)
    with translated(), opened as connection:
        with connection.begin() as transaction:
            yield connection
            transaction.rollback()
        if warehouse.is_sqlite:  # the pool keeps the connection, and would keep its pages with it
            connection.exec_driver_sql("PRAGMA shrink_memory")


def keep_views(connection: Connection, kept: Collection[str]) -> None:
    """Compute these views once where a connection shows what is live; every view after them is made anew over
    the rows.
    """
    first = min((VIEWS.index(name) for name in kept), default=len(VIEWS))
    _show(connection, VIEWS[first:], kept)
    if kept:
        _show_marts(connection)


def shadow(
    connection: Connection, point: PointOfView, sheets: Collection[str] | None = None, kept: Collection[str] = ()
) -> None:
    """Makes the temporary tables and views of a point of view in this connection's transaction, with the rows of
    ``sheets``.
    """
    _point_table(connection, point)
    _show(connection, VIEWS[1:2])
    show_past_corrections(connection)
    for sheet, tables in SHEETS.items():
        if sheets is None or sheet in sheets:
            show_past_rows(connection, tables)
        else:
            temporary(tables.current, tables.current.name).create(connection)
    _show(connection, VIEWS[2:], kept)
    show_past_movements(connection)
    _show_marts(connection)


def _show(connection: Connection, views: Collection[str], kept: Collection[str] = ()) -> None:
    for name in views:
        if name in kept:
            _create(connection, "TABLE", name, _sorted(connection, name, view_sql(name)))
            connection.execute(text(f"CREATE INDEX of_{name} ON {name} (row_key)"))
            _count(connection, name)
        else:
            _create(connection, "VIEW", name, view_sql(name))


def _count(connection: Connection, name: str) -> None:
    """Let PostgreSQL know how many rows a table has, and of what: without that it looks for few of them in all."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ANALYZE {name}"))


def _sorted(connection: Connection, name: str, query: str) -> str:
    """The rows of a view that is computed once, for SQLite in the order that suits those who ask for it."""
    if connection.dialect.name == "postgresql" or name not in KEPT_ORDER:
        return query
    return f"SELECT * FROM (\n{query}\n) ORDER BY {KEPT_ORDER[name]}"  # noqa: S608


def _show_marts(connection: Connection) -> None:
    for name in MARTS:
        for view in mart(name).views:
            _create(connection, "VIEW", view.name, mart_sql(view.name))


def _create(connection: Connection, kind: str, name: str, query: str) -> None:
    connection.execute(text(f"CREATE TEMPORARY {kind} {name} AS\n{query}".replace(":", r"\:")))


def _point_table(connection: Connection, point: PointOfView) -> None:
    month = connection.execute(select(dim_bulan).where(dim_bulan.c.period == point.period)).one_or_none()
    if month is None:
        raise WarehouseError(f"Bulan {point.period} di luar kalender gudang data.")
    names = {"period": dim_bulan.c.period.type, "known_on": UtcDateTime(), "akhir": dim_bulan.c.hari_akhir.type}
    table = Table(
        "sudut_pandang",
        MetaData(),
        *(Column(name, kind) for name, kind in names.items()),
        Column("urutan", dim_bulan.c.urutan.type),
        prefixes=["TEMPORARY"],
    )
    table.create(connection)
    row = {"period": point.period, "known_on": point.known_on, "akhir": month.hari_akhir, "urutan": month.urutan}
    connection.execute(insert(table).values(row))
