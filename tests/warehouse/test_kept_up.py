"""What a publish keeps up key by key equals what is made anew from all statements, for now and for any past."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Table, text

from schemas.period import Period
from tests.warehouse.factory import RECEIVED, check_result, kemitraan, send, umkm
from tests.warehouse.histories import MONTHS, play
from warehouse.contract_tables import SHEETS
from warehouse.engine import Warehouse
from warehouse.mart_reading import at_point, mart_rows
from warehouse.marts.description import mart
from warehouse.movements import MOVEMENTS, add_movement
from warehouse.past_rows import temporary
from warehouse.point_of_view import PointOfView, seen_from
from warehouse.rebuilding import differing_rows, rebuild
from warehouse.standing import add_standing_rows


@pytest.mark.parametrize(
    ("databases", "seed"), [("sqlite", 1), ("postgresql", 0), ("postgresql", 2)], indirect=["databases"]
)
def test_what_is_kept_up_equals_what_is_made_anew(ticking: Warehouse, seed: int) -> None:
    chance = random.Random(seed)
    for part in range(4):
        play(ticking, seed * 100 + part, 4)
        assert differing_rows(ticking) == {}
        point = PointOfView(Period.read(chance.choice(MONTHS)), RECEIVED + timedelta(hours=chance.randrange(60)))
        with seen_from(ticking, point) as connection:
            assert shown(connection) == made_from_everything(connection)


def shown(connection: Connection) -> dict[str, list[str]]:
    """The rows that every kept up table's name shows."""
    return {table.name: _rows(connection, table.name, table) for table in _tables()}


def made_from_everything(connection: Connection) -> dict[str, list[str]]:
    """The same from all statements that this connection shows."""
    contents = {}
    for tables in SHEETS.values():
        anew = temporary(tables.current, f"uji_{tables.current.name}")
        anew.create(connection)
        add_standing_rows(connection, tables, anew.name)
        contents[tables.current.name] = _rows(connection, anew.name, tables.current)
    for movement in MOVEMENTS:
        anew = temporary(movement.table, f"uji_{movement.table.name}")
        anew.create(connection)
        add_movement(connection, movement, anew.name)
        contents[movement.table.name] = _rows(connection, anew.name, movement.table)
    return contents


def _tables() -> list[Table]:
    return [tables.current for tables in SHEETS.values()] + [movement.table for movement in MOVEMENTS]


def _rows(connection: Connection, name: str, table: Table) -> list[str]:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return sorted(repr(tuple(row)) for row in connection.execute(text(f"SELECT {columns} FROM {name}")))  # noqa: S608


@pytest.mark.parametrize("known_on", [None, RECEIVED + timedelta(hours=40)])
def test_a_view_that_is_computed_once_shows_the_same(ticking: Warehouse, known_on: datetime | None) -> None:
    play(ticking, 7, 8)
    shown = []
    for kept in ((), ("kurasi_terbaru", "status_produk", "kurang_produk", "pasokan_produk")):
        with at_point(ticking, known_on=known_on, kept=kept) as (connection, _):
            shown.append(
                [
                    mart_rows(connection, mart(name))
                    for name in ("legalitas", "syarat", "kesiapan", "kurasi", "permintaan")
                ]
            )
    assert shown[0] == shown[1]
    assert any(row["penyebut"] for row in shown[0][0])


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_view_that_is_computed_once_is_known_to_the_planner(ticking: Warehouse) -> None:
    play(ticking, 7, 8)
    statistics = text("SELECT attname FROM pg_stats WHERE tablename = 'status_produk' AND attname = 'row_key'")
    with at_point(ticking, kept=("status_produk",)) as (connection, _):
        assert connection.scalars(statistics).all() == ["row_key"]


def test_a_table_that_was_tampered_with_is_found_and_made_anew(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1), umkm(2)], "kemitraan": [kemitraan(1), kemitraan(2)]}))
    with warehouse.write() as connection:
        connection.execute(text("UPDATE dim_umkm SET nama_usaha = 'Lain' WHERE row_key = 'MJN-0001'"))
        connection.execute(text("DELETE FROM fct_tahap"))
        connection.execute(text("UPDATE hitungan_kemitraan SET banyak = banyak + 1"))
    assert differing_rows(warehouse) == {"dim_umkm": 1, "fct_tahap": 2, "hitungan_kemitraan": 1}
    rebuild(warehouse)
    assert differing_rows(warehouse) == {}
