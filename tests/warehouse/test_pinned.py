"""A schema that shows a month as known on a day: the live figures of that moment, whatever came since, for analysts."""

# ruff: noqa: S608 - names of tables and schemas stand in the queries

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import make_url, text

from schemas.period import Period
from tests.warehouse.conftest import NIK_KEY, Databases
from tests.warehouse.factory import PERSONAL_TEXTS, check_result, kemitraan, produk, send, umkm
from warehouse.contract_tables import SHEETS
from warehouse.engine import Warehouse, open_warehouse
from warehouse.errors import WarehouseError
from warehouse.mart_reading import read_mart_at
from warehouse.marts import MARTS
from warehouse.marts.description import mart
from warehouse.pinned import all_pinned, pin, unpin
from warehouse.upgrade import upgrade

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)
OPEN_MARTS = [name for name in MARTS if mart(name).is_open]


@pytest.fixture
def filled(postgres_databases: Databases) -> Iterator[Warehouse]:
    """Two months of one office, and a user who is an analyst."""
    warehouse = open_warehouse(postgres_databases.fresh(), nik_key=NIK_KEY)
    upgrade(warehouse)  # rights on the database itself are not copied with it
    warehouse.run(lambda connection: connection.execute(text(_LOGIN)))
    month(warehouse, OCTOBER, 2)
    month(warehouse, NOVEMBER, 3)
    yield warehouse
    warehouse.close()


_LOGIN = "DO $$ BEGIN CREATE ROLE uji_analis LOGIN PASSWORD 'uji' IN ROLE analis; EXCEPTION WHEN duplicate_object THEN NULL; END $$"


def month(warehouse: Warehouse, period: Period, count: int, *, hours: int = 0) -> None:
    """A submission of a month, received so many hours after the first ones."""
    numbers = range(1, count + 1)
    rows = {"umkm": map(umkm, numbers), "produk": map(produk, numbers), "kemitraan": map(kemitraan, numbers)}
    send(warehouse, check_result(rows, period=period), hours=hours)


def seen(warehouse: Warehouse, schema: str, query: str) -> list[tuple[Any, ...]]:
    """What an analyst sees who has pointed a program at a schema."""
    url = make_url(warehouse.engine.url).set(drivername="postgresql", username="uji_analis", password="uji")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute(f"SET search_path = {schema}".encode())
        return connection.execute(query.encode()).fetchall()


def figures(warehouse: Warehouse, schema: str) -> dict[str, list[tuple[Any, ...]]]:
    return {
        name: sorted(
            seen(warehouse, schema, f"SELECT {', '.join(mart(name).figures.columns)} FROM mart_{name}"), key=repr
        )
        for name in OPEN_MARTS
    }


def expected(warehouse: Warehouse, period: Period) -> dict[str, list[tuple[Any, ...]]]:
    readings = {name: read_mart_at(warehouse, name, period=period) for name in OPEN_MARTS}
    return {name: sorted((tuple(row.values()) for row in reading.rows), key=repr) for name, reading in readings.items()}


def test_a_schema_shows_its_month_whatever_comes_later(filled: Warehouse) -> None:
    october = expected(filled, OCTOBER)
    pinned = pin(filled, "oktober", period=OCTOBER)
    assert (pinned.schema, pinned.point.period) == ("sudut_oktober", OCTOBER)
    assert comparable(figures(filled, "sudut_oktober")) == comparable(october)
    assert seen(filled, "sudut_oktober", "SELECT COUNT(*) FROM dim_umkm") == [(2,)]
    month(filled, OCTOBER, 1, hours=9000)
    month(filled, NOVEMBER, 1, hours=9000)
    assert comparable(figures(filled, "sudut_oktober")) == comparable(october)
    assert comparable(expected(filled, OCTOBER)) != comparable(october)
    again = pin(filled, "oktober", period=OCTOBER)
    assert again.point.known_on > pinned.point.known_on
    assert comparable(figures(filled, "sudut_oktober")) == comparable(expected(filled, OCTOBER))


def comparable(rows_by_mart: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[list[str]]]:
    """Moments come in the session's zone, sums as decimals: compared by what they say."""
    return {
        name: [[str(value.timestamp()) if hasattr(value, "timestamp") else str(value) for value in row] for row in rows]
        for name, rows in rows_by_mart.items()
    }


def test_an_analyst_sees_open_columns_alone(filled: Warehouse) -> None:
    pin(filled, "kini")
    names = [tables.current.name for tables in SHEETS.values()]
    text_seen = "".join(repr(seen(filled, "sudut_kini", f"SELECT * FROM {name}")) for name in names)
    assert "MJN-0001" in text_seen
    assert not [secret for secret in (*PERSONAL_TEXTS, "Usaha 1") if secret in text_seen]
    for query in ("SELECT * FROM sudut_kini_dasar.dim_umkm", "SELECT nama_usaha FROM dim_umkm", "DELETE FROM dim_umkm"):
        with pytest.raises((errors.InsufficientPrivilege, errors.UndefinedColumn, errors.ObjectNotInPrerequisiteState)):
            seen(filled, "sudut_kini", query)


def test_an_upgrade_makes_them_again_and_a_dropped_one_is_gone(filled: Warehouse) -> None:
    pin(filled, "oktober", period=OCTOBER)
    before, point = figures(filled, "sudut_oktober"), all_pinned(filled)
    assert upgrade(filled) == []
    assert (figures(filled, "sudut_oktober"), all_pinned(filled)) == (before, point)
    unpin(filled, "oktober")
    assert all_pinned(filled) == []
    with filled.read() as connection:
        left = connection.scalars(text("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'sudut%'")).all()
    assert left == []
    with pytest.raises(WarehouseError, match="tidak ada"):
        unpin(filled, "oktober")


@pytest.mark.parametrize("name", ["Oktober", "1", "a; DROP TABLE x", "x_dasar", ""])
def test_only_a_plain_name_will_do(filled: Warehouse, name: str) -> None:
    with pytest.raises(WarehouseError, match="bukan nama sudut pandang"):
        pin(filled, name)


def test_an_embedded_warehouse_says_what_to_do_instead(sqlite_warehouse: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="kemitraan sql"):
        pin(sqlite_warehouse, "kini")
