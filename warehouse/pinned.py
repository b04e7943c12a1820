"""Points of view as schemas on PostgreSQL: whoever sets ``search_path`` to one sees that month, as known at that
moment.

Under each lies a closed schema with the tables of that point of view; its views are made from the same texts as the
live ones. The open schema shows their open columns, to the same roles as ``mart``. They go on to show what ``kemitraan
mart`` shows for that month and moment: what is published later changes nothing.
"""

# ruff: noqa: S608 - names of tables and schemas stand in the queries

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import Connection, Table, text

from schemas.period import Period
from warehouse.contract_tables import SHEETS
from warehouse.corrections.tables import derived
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.mart_reading import completed_point
from warehouse.marts import create_marts
from warehouse.movements import MOVEMENTS
from warehouse.open_views import create_open_views
from warehouse.point_of_view import PointOfView, default_point, shadow
from warehouse.roles import read_open_schema
from warehouse.times import Month, UtcDateTime
from warehouse.views import create_views

PREFIX = "sudut_"
_CLOSED = "_dasar"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,29}")
_POINT = "sudut_pandang"


@dataclass(frozen=True)
class Pinned:
    """A schema that shows a point of view."""

    name: str
    point: PointOfView

    @property
    def schema(self) -> str:
        """What ``search_path`` is set to."""
        return f"{PREFIX}{self.name}"


def pin(warehouse: Warehouse, name: str, *, period: Period | None = None, known_on=None) -> Pinned:
    """Make the schema of a point of view, anew where it is there, in one transaction. By default the newest period as
    known now.

    Raises WarehouseError for a name that will not do, an embedded warehouse, and where nothing was ever in force.
    """
    _must_fit(warehouse, name)

    def work(connection: Connection) -> Pinned:
        point = completed_point(connection, default_point(connection), period, known_on)
        if point is None:
            raise WarehouseError("Belum pernah ada yang berlaku, jadi tidak ada sudut pandang.")
        point_of_view = Pinned(name, point)
        _drop(connection, point_of_view.schema)
        make_pinned(connection, point_of_view)
        return point_of_view

    return warehouse.run(work)


def unpin(warehouse: Warehouse, name: str) -> None:
    """Take a schema away. Raises WarehouseError for one that is not there."""
    _must_fit(warehouse, name)

    def work(connection: Connection) -> None:
        if name not in {other.name for other in pinned_in(connection)}:
            raise WarehouseError(f"Sudut pandang {name} tidak ada; lihat `kemitraan pin`.")
        _drop(connection, f"{PREFIX}{name}")

    warehouse.run(work)


def all_pinned(warehouse: Warehouse) -> list[Pinned]:
    """Every such schema, by name. Raises WarehouseError for an embedded warehouse."""
    _must_fit(warehouse, "x")
    with warehouse.read() as connection:
        return pinned_in(connection)


def pinned_in(connection: Connection) -> list[Pinned]:
    """Every such schema, by name; none on SQLite."""
    if connection.dialect.name != "postgresql":
        return []
    query = "SELECT schemaname FROM pg_tables WHERE tablename = :point AND schemaname LIKE :names ORDER BY schemaname"
    names = connection.scalars(text(query), {"point": _POINT, "names": f"{PREFIX}%{_CLOSED}"}).all()
    return [
        Pinned(schema.removeprefix(PREFIX).removesuffix(_CLOSED), _point_of(connection, schema)) for schema in names
    ]


def drop_pinned(connection: Connection) -> list[Pinned]:
    """Take all of them away, so that the tables under their views can be changed; gives them, to be made again."""
    pinned = pinned_in(connection)
    for point_of_view in pinned:
        _drop(connection, point_of_view.schema)
    return pinned


def make_pinned(connection: Connection, point_of_view: Pinned) -> None:
    """Make the tables of a point of view, the views over them, and what is open of both."""
    closed = f"{point_of_view.schema}{_CLOSED}"
    shadow(connection, point_of_view.point)
    connection.exec_driver_sql(f"CREATE SCHEMA {closed}")
    tables = [*(tables.current for tables in SHEETS.values()), *(movement.table for movement in MOVEMENTS)]
    for name in (_POINT, *(table.name for table in tables)):
        connection.exec_driver_sql(f"CREATE TABLE {closed}.{name} AS SELECT * FROM pg_temp.{name}")
    for table in derived.sorted_tables:  # the live ones, where nothing was ever corrected
        connection.exec_driver_sql(f"CREATE TABLE {closed}.{table.name} AS SELECT * FROM {table.name}")
    for table in (*tables, *derived.sorted_tables):
        connection.exec_driver_sql(f"ALTER TABLE {closed}.{table.name} ADD PRIMARY KEY ({_key(table)})")
    before = connection.exec_driver_sql("SHOW search_path").scalar_one()
    connection.exec_driver_sql(f"SET LOCAL search_path = {closed}, public, pg_temp")
    create_views(connection, but=(_POINT,))
    create_marts(connection)
    connection.exec_driver_sql(f"SET LOCAL search_path = {before}")
    connection.exec_driver_sql("DISCARD TEMP")
    create_open_views(connection, point_of_view.schema, over=closed)
    read_open_schema(connection, point_of_view.schema)


def _key(table: Table) -> str:
    return ", ".join(column.name for column in table.primary_key.columns)


def _drop(connection: Connection, schema: str) -> None:
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {schema}, {schema}{_CLOSED} CASCADE")


def _point_of(connection: Connection, schema: str) -> PointOfView:
    query = text(f"SELECT period, known_on FROM {schema}.{_POINT}").columns(period=Month(), known_on=UtcDateTime())
    row = connection.execute(query).one()
    return PointOfView(row.period, row.known_on)


def _must_fit(warehouse: Warehouse, name: str) -> None:
    if warehouse.is_sqlite:
        raise WarehouseError(
            "Sudut pandang sebagai skema hanya ada di PostgreSQL. Di SQLite pakailah `kemitraan sql --period … --known-on …`."
        )
    if not _NAME.fullmatch(name) or name.endswith(_CLOSED):
        raise WarehouseError(
            f"{name!r} bukan nama sudut pandang; tulis huruf kecil, angka, dan garis bawah, misalnya oktober_2026."
        )
