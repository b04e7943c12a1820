"""What a publish keeps up key by key equals what is made anew from all statements, for now and for any past."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, Table, text

from schemas.result import CheckResult
from tests.warehouse.conftest import NIK_KEY, Databases
from tests.warehouse.factory import RECEIVED, check_result, kemitraan, kurasi, produk, send, umkm
from warehouse.contract_tables import SHEETS
from warehouse.engine import Warehouse, open_warehouse
from warehouse.errors import WarehouseError
from warehouse.movements import MOVEMENTS, add_movement
from warehouse.past_rows import temporary
from warehouse.point_of_view import PointOfView, seen_from
from warehouse.publishing import restore, withdraw
from warehouse.rebuilding import differing_rows, rebuild
from warehouse.standing import add_standing_rows

MONTHS = ("2026-08", "2026-09", "2026-10", "2026-11")
STAGES = ("Penjajakan", "Negosiasi", "Memasok", "Berhenti")


@pytest.fixture
def ticking(databases: Databases) -> Iterator[Warehouse]:
    """A warehouse whose clock goes on by an hour whenever it is read."""
    moment = [RECEIVED]

    def now() -> datetime:
        moment[0] += timedelta(hours=1)
        return moment[0]

    opened = open_warehouse(databases.fresh(), nik_key=NIK_KEY, now=now)
    yield opened
    opened.close()


def random_month(chance: random.Random) -> CheckResult:
    """An office's month, or one sheet of it: some rows left out, some held back, some at another stage or of another class."""
    some = [one for one in range(1, 7) if chance.random() < 0.7]
    day = RECEIVED.date() - timedelta(days=chance.randrange(60))
    rows = {
        "umkm": [umkm(one, omzet_tahunan=chance.choice([10**9, 10**10, 10**11])) for one in some],
        "produk": [produk(one) for one in some],
        "kurasi": [kurasi(one, day) for one in some if chance.random() < 0.5],
        "kemitraan": [kemitraan(one, tahap=chance.choice(STAGES)) for one in some],
    }
    left_out = [one for one in range(1, 7) if one not in some and one % 2]
    held = {"umkm": {90 + one: (f"MJN-{one:04d}", {"Nama": "?"}) for one in left_out}}
    lone = chance.random() < 0.4
    if lone:
        table = chance.choice(list(rows))
        rows, held = {table: rows[table]}, {}
    return check_result(rows, period=chance.choice(MONTHS), quarantined=held, lone=lone)


def play(warehouse: Warehouse, seed: int, steps: int) -> list[str]:
    """Submissions, withdrawals and restorations in no order; gives the submissions."""
    chance, sent = random.Random(seed), []
    for number in range(steps):
        if sent and chance.random() < 0.25:
            act = chance.choice([withdraw, restore])
            try:
                act(warehouse, chance.choice(sent), who="staf", why="uji")
            except WarehouseError:
                continue
        else:
            sent.append(send(warehouse, random_month(chance), hours=number)[0])
    return sent


@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_up_equals_what_is_made_anew(ticking: Warehouse, seed: int) -> None:
    chance = random.Random(seed)
    for part in range(4):
        play(ticking, seed * 100 + part, 4)
        assert differing_rows(ticking) == {}
        point = PointOfView(chance.choice(MONTHS), RECEIVED + timedelta(hours=chance.randrange(60)))
        with seen_from(ticking, point) as connection:
            assert shown(connection) == made_from_everything(connection)


def shown(connection: Connection) -> dict[str, list[str]]:
    """The rows that every kept up table's name shows."""
    return {table.name: _rows(connection, table.name, table) for table in _tables()}


def made_from_everything(connection: Connection) -> dict[str, list[str]]:
    """The same from all statements that this connection shows."""
    made = {}
    for tables in SHEETS.values():
        anew = temporary(tables.current, f"uji_{tables.current.name}")
        anew.create(connection)
        add_standing_rows(connection, tables, anew.name)
        made[tables.current.name] = _rows(connection, anew.name, tables.current)
    for movement in MOVEMENTS:
        anew = temporary(movement.table, f"uji_{movement.table.name}")
        anew.create(connection)
        add_movement(connection, movement, anew.name)
        made[movement.table.name] = _rows(connection, anew.name, movement.table)
    return made


def _tables() -> list[Table]:
    return [tables.current for tables in SHEETS.values()] + [movement.table for movement in MOVEMENTS]


def _rows(connection: Connection, name: str, table: Table) -> list[str]:
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    return sorted(repr(tuple(row)) for row in connection.execute(text(f"SELECT {columns} FROM {name}")))  # noqa: S608


def test_a_table_that_was_tampered_with_is_found_and_made_anew(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1), umkm(2)], "kemitraan": [kemitraan(1), kemitraan(2)]}))
    with warehouse.write() as connection:
        connection.execute(text("UPDATE dim_umkm SET nama_usaha = 'Lain' WHERE row_key = 'MJN-0001'"))
        connection.execute(text("DELETE FROM fct_tahap"))
    assert differing_rows(warehouse) == {"dim_umkm": 1, "fct_tahap": 2}
    rebuild(warehouse)
    assert differing_rows(warehouse) == {}
