"""A mart under any point of view: its rows in the order of its grain, and the point of view itself."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Date, column, select, text
from sqlalchemy import table as sql_table

from schemas.period import Period
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.marts import MARTS
from warehouse.marts.description import Mart, mart
from warehouse.point_of_view import (
    PointOfView,
    default_point,
    keep_views,
    newest_period,
    seen_from,
    with_temporary,
)
from warehouse.reference_rows import FIRST_MONTH
from warehouse.times import UtcDateTime

DEFINITION = "2026.1"
"""The version of the marts' definitions."""

STAGES = ("Penjajakan", "Diajukan", "Kurasi Ritel", "Negosiasi", "Kesepakatan", "Terdaftar", "Memasok", "Berhenti")
CLASSES = ("Mikro", "Kecil", "Menengah", "Besar")
_OWN_ORDER = {"tahap": STAGES, "kelas_dulu": CLASSES, "kelas_kini": CLASSES}
"""Words with an order of their own; everything else is sorted by code point."""

ROWS_AT_ONCE = 5_000
"""Rows of a mart that are asked of a database at once: one by one they cost more than to count them."""

_TYPES = {"moment": UtcDateTime(), "date": Date()}
"""How values of the columns' types are read; the others come as they are."""


@dataclass(frozen=True)
class MartReading:
    """The rows of a mart from a point of view, each with the mart's columns; ``point`` is None where nothing was ever
    in force. ``anything``: whether something was in force from there.
    """

    mart: Mart
    point: PointOfView | None
    rows: tuple[Mapping[str, Any], ...]
    anything: bool


def read_mart_at(
    warehouse: Warehouse, name: str, *, period: Period | None = None, known_on: datetime | None = None
) -> MartReading:
    """A mart (``kemitraan``) for a period as known at a moment; by default the newest, as known now.

    Raises WarehouseError for an unknown mart.
    """
    described = described_mart(name)
    with at_point(warehouse, period=period, known_on=known_on) as (connection, point):
        rows = mart_rows(connection, described) if point else ()
        anything = connection.execute(text("SELECT 1 FROM pernyataan_berlaku LIMIT 1")).first() is not None
    return MartReading(described, point, tuple(rows), anything)


@contextmanager
def at_point(
    warehouse: Warehouse,
    *,
    period: Period | None = None,
    known_on: datetime | None = None,
    sheets: Collection[str] | None = None,
    kept: Collection[str] = (),
) -> Iterator[tuple[Connection, PointOfView | None]]:
    """A connection that shows a point of view, and that point of view. The live tables show the default one; of another
    only the rows of these ``sheets`` (by default all) are brought together. ``kept`` are views that are computed once.
    """
    with with_temporary(warehouse) if kept else warehouse.read() as connection:
        default = default_point(connection)
        point = completed_point(connection, default, period, known_on)
        if point is None or point == default:
            keep_views(connection, kept)
            yield connection, point
            return
    with seen_from(warehouse, point, sheets, kept) as connection:
        yield connection, point


def completed_point(
    connection: Connection, default: PointOfView | None, period: Period | None, known_on: datetime | None
) -> PointOfView | None:
    """The point of view that is meant; None where nothing was ever in force and no moment is named. Where nothing was
    in force at that moment, its own month stands for the newest.
    """
    moment = known_on or (default.known_on if default else None)
    if moment is None:
        return None
    newest = newest_period(connection, moment) or max(Period.of(moment), Period.read(FIRST_MONTH))
    return PointOfView(period or newest, moment)


def mart_rows(connection: Connection, described: Mart) -> Sequence[dict[str, Any]]:
    """All rows of a mart in this connection's point of view, in the order of its grain."""
    view = described.figures
    columns = [column(name, _TYPES.get(shown.type)) for name, shown in view.columns.items()]
    query = select(*columns).select_from(sql_table(view.name))
    parts = connection.execute(query).tuples().partitions(ROWS_AT_ONCE)
    rows = [dict(zip(view.columns, row, strict=True)) for part in parts for row in part]
    places = list(zip(*(_places(name, [row[name] for row in rows]) for name in view.grain), strict=True))
    return [rows[at] for at in sorted(range(len(rows)), key=places.__getitem__)]


def contributing_rows(connection: Connection, described: Mart) -> Iterator[dict[str, Any]]:
    """The rows behind a mart, one at a time, read when the first is asked for: which each is, and the figure that it
    belongs to.
    """
    names = dict.fromkeys(["office", "row_key", *described.figures.grain])
    query = select(*(column(name) for name in names)).select_from(sql_table(described.rows.name))
    for row in connection.execute(query):
        yield dict(row._mapping)


def _places(name: str, values: Sequence[Any]) -> Sequence[Any]:
    """What values of a column are sorted by. Texts stand for themselves where all are some: most rows have no other."""
    order = _OWN_ORDER.get(name)
    if not order and all(type(value) is str for value in values):
        return values
    return [(value is None, order.index(value) if order and value in order else str(value)) for value in values]


def described_mart(name: str) -> Mart:
    """The description of a mart. Raises WarehouseError for a name that has none."""
    if name not in MARTS:
        raise WarehouseError(f"Mart {name} tidak ada; yang ada: {', '.join(MARTS)}.")
    return mart(name)
