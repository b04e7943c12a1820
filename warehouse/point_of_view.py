"""The warehouse under a point of view: the same names show any period as known on any moment (``figures.md`` §1).

The tables of standing rows are built anew for that point of view, as temporary tables under their own names, and every
view over them is made again from its own text. So a mart under any point of view is the same SQL as the live one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, MetaData, Table, bindparam, insert, select, text

from warehouse.contract_tables import SHEETS, SheetTables
from warehouse.engine import Warehouse, translated
from warehouse.marts import MARTS, mart_sql
from warehouse.marts.description import mart
from warehouse.tables import dim_bulan, in_force
from warehouse.times import UtcDateTime
from warehouse.views import VIEWS, view_sql


@dataclass(frozen=True)
class PointOfView:
    """A period (``YYYY-MM``) as known on a moment (aware)."""

    period: str
    known_on: datetime


def default_point(connection: Connection) -> PointOfView | None:
    """The newest period in force, as known when what is in force last changed; None while nothing was ever in force."""
    row = connection.execute(_live_point).one_or_none()
    return None if row is None or row.period is None else PointOfView(row.period, row.known_on)


_live_point = text("SELECT period, known_on FROM sudut_pandang").columns(known_on=UtcDateTime())


def newest_period(connection: Connection, known_on: datetime) -> str | None:
    """The newest period in force at a moment."""
    live = in_force.c.live_to.is_(None) | (in_force.c.live_to > known_on)
    query = select(in_force.c.period).where(in_force.c.live_from <= known_on, live)
    return connection.scalar(query.order_by(in_force.c.period.desc()).limit(1))


@contextmanager
def seen_from(warehouse: Warehouse, point: PointOfView) -> Iterator[Connection]:
    """A connection in which every table and view of the marts shows this point of view. Nothing of it stays."""
    opened = warehouse.engine.connect().execution_options(temporary=True)
    with translated(), opened as connection, connection.begin() as transaction:
        shadow(connection, point)
        yield connection
        transaction.rollback()


def shadow(connection: Connection, point: PointOfView) -> None:
    """Make the temporary tables and views of a point of view in this connection's transaction."""
    _point_table(connection, point)
    for name in VIEWS[1:2]:
        _view(connection, name, view_sql(name))
    for tables in SHEETS.values():
        _standing_rows(connection, tables)
    for name in VIEWS[2:]:
        _view(connection, name, view_sql(name))
    for name in MARTS:
        for view in mart(name).views:
            _view(connection, view.name, mart_sql(view.name))


def _view(connection: Connection, name: str, query: str) -> None:
    connection.execute(text(f"CREATE TEMPORARY VIEW {name} AS\n{query}".replace(":", r"\:")))


def _temporary(table: Table, name: str) -> Table:
    """The table again, as a temporary one without foreign keys."""
    columns = [
        Column(column.name, column.type, primary_key=column.primary_key, nullable=column.nullable)
        for column in table.columns
    ]
    return Table(
        name,
        MetaData(),
        *columns,
        prefixes=["TEMPORARY"],
        sqlite_with_rowid=table.kwargs.get("sqlite_with_rowid", True),
    )


def _point_table(connection: Connection, point: PointOfView) -> None:
    month = connection.execute(select(dim_bulan).where(dim_bulan.c.period == point.period)).one()
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


def _standing_rows(connection: Connection, tables: SheetTables) -> None:
    """The standing row of every key: each round takes every office's next older statement, for keys that have none yet."""
    _temporary(tables.current, tables.current.name).create(connection)
    for number, submissions in enumerate(_rounds(connection, tables.sheet.title)):
        _add(connection, tables, submissions, newest=number == 0)


def _rounds(connection: Connection, title: str) -> Iterator[Sequence[str]]:
    query = text("SELECT office, submission_id FROM pernyataan_berlaku WHERE sheet = :title ORDER BY period DESC")
    by_office: dict[str, list[str]] = {}
    for office, submission_id in connection.execute(query, {"title": title}):
        by_office.setdefault(office, []).append(submission_id)
    for number in range(max(map(len, by_office.values()), default=0)):
        yield [statements[number] for statements in by_office.values() if number < len(statements)]


def _add(connection: Connection, tables: SheetTables, submissions: Sequence[str], *, newest: bool) -> None:
    current, batch = tables.current.name, tables.batch.name
    names = [column.name for column in tables.current.columns]
    plain = [name for name in names if name != "keadaan"]
    values = [f'b."{name}"' for name in plain]
    if "keadaan" in names:
        plain.append("keadaan")
        values.append("'baru'" if newest else _OLDER)
    listed = ", ".join(f'"{name}"' for name in plain)
    query = (
        f"INSERT INTO {current} ({listed}) SELECT {', '.join(values)} FROM {batch} b "  # noqa: S608
        "WHERE b.submission_id IN :submissions ON CONFLICT DO NOTHING"
    )
    parameters = {"submissions": list(submissions)} | ({"sheet": tables.sheet.title} if ":sheet" in query else {})
    connection.execute(text(query).bindparams(bindparam("submissions", expanding=True)), parameters)


_OLDER = """CASE WHEN EXISTS (
    SELECT 1 FROM held_row h WHERE h.row_key = b.row_key AND h.sheet = :sheet AND h.submission_id = (
        SELECT p.submission_id FROM pernyataan_berlaku p
        WHERE p.office = b.office AND p.sheet = :sheet ORDER BY p.period DESC LIMIT 1
    )
) THEN 'ditahan' ELSE 'lama' END"""
