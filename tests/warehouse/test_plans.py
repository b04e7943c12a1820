"""How the marts are read: no join goes through one of the large tables anew for every row of another, whatever the
statistics say. What is large is counted in tens of thousands of rows an office.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlalchemy import Connection, text

from benchmarks.months import History, fill, received_at
from tests.warehouse.conftest import NIK_KEY, Databases
from warehouse import point_of_view
from warehouse.contract_tables import SHEETS
from warehouse.engine import Warehouse, open_warehouse
from warehouse.marts import MARTS, mart_sql
from warehouse.movements import MOVEMENTS
from warehouse.point_of_view import PointOfView, default_point, seen_from
from warehouse.views import VIEWS as VIEWS_BELOW
from warehouse.views import view_sql

LARGE = frozenset(
    {tables.current.name for name, tables in SHEETS.items() if name not in ("persyaratan", "permintaan", "mitra")}
    | {tables.batch.name for tables in SHEETS.values()}
    | {movement.table.name for movement in MOVEMENTS}
)
VIEWS = [view for name in MARTS for view in (f"mart_{name}_rows", f"mart_{name}")]
SMALL_MONTHS = History(months=2, businesses=300)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest) -> Iterator[Warehouse]:
    """Two months of 300 businesses in each regency, and no statistics of them."""
    databases: Databases = request.getfixturevalue(
        "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    )
    warehouse = open_warehouse(databases.fresh(), nik_key=NIK_KEY)
    fill(warehouse, SMALL_MONTHS)
    yield warehouse
    warehouse.close()


@pytest.mark.parametrize("view", VIEWS)
def test_no_mart_goes_through_a_large_table_for_every_row_of_another(filled: Warehouse, view: str) -> None:
    with live_views(filled) as connection:
        assert nested_scans(connection, f"SELECT * FROM {view}") == []  # noqa: S608


@pytest.mark.parametrize("view", VIEWS)
def test_nor_under_another_point_of_view(filled: Warehouse, view: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(point_of_view, "view_sql", lambda name: telling(view_sql(name)))
    monkeypatch.setattr(point_of_view, "mart_sql", lambda name: telling(mart_sql(name)))
    with seen_from(filled, PointOfView(SMALL_MONTHS.periods[0], default_of(filled).known_on)) as connection:
        assert nested_scans(connection, f"SELECT * FROM {view}") == []  # noqa: S608


def test_such_a_join_is_found(filled: Warehouse) -> None:
    by_prefix = (
        "SELECT p.row_key FROM dim_produk p INNER JOIN fct_kurasi k ON k.office = p.office AND k.hasil = p.merek"
    )
    by_nothing = "SELECT p.row_key FROM dim_produk p INNER JOIN dim_umkm u ON u.nama_usaha < p.nama_produk"
    with filled.read() as connection:
        assert nested_scans(connection, telling(by_nothing))
        if filled.is_sqlite:  # PostgreSQL hashes by the prefix, which reads each table once
            assert nested_scans(connection, telling(by_prefix))


def test_a_mart_costs_twice_as_much_for_twice_as_many_businesses(sqlite_databases: Databases) -> None:
    """Counted in steps of SQLite's virtual machine, which show joins with what a query makes on its way, too."""
    few, many = ({}, {})
    for businesses, steps in ((150, few), (300, many)):
        warehouse = open_warehouse(sqlite_databases.fresh(), nik_key=NIK_KEY)
        fill(warehouse, History(months=2, businesses=businesses))
        with warehouse.read() as connection:
            steps.update({name: steps_of(connection, f"mart_{name}") for name in MARTS})
        warehouse.close()
    assert {name: many[name] / few[name] for name in MARTS if many[name] > 2.5 * few[name]} == {}
    assert many["realisasi"] < 1.2 * few["realisasi"], "deliveries of all months cost what their statements cost"


def test_newest_curations_cost_the_same_as_known_before_the_newest_month_came(sqlite_databases: Databases) -> None:
    history = History(months=6, businesses=150)
    warehouse = open_warehouse(sqlite_databases.fresh(), nik_key=NIK_KEY)
    fill(warehouse, history)
    with warehouse.read() as connection:
        now = steps_of(connection, "kurasi_terbaru")
    before = PointOfView(history.periods[-2], received_at(history.months - 2) + timedelta(days=1))
    with seen_from(warehouse, before) as connection:
        assert steps_of(connection, "kurasi_terbaru") < 1.2 * now
    warehouse.close()


def steps_of(connection: Connection, view: str) -> int:
    """The steps of SQLite's virtual machine to read a view, in tens."""
    counted = count()
    driver: Any = connection.connection.driver_connection
    driver.set_progress_handler(lambda: next(counted) and None, 10)
    connection.execute(text(f"SELECT * FROM {view}")).all()  # noqa: S608
    driver.set_progress_handler(None, 0)
    return next(counted)


def default_of(warehouse: Warehouse) -> PointOfView:
    with warehouse.read() as connection:
        default = default_point(connection)
    assert default is not None
    return default


@contextmanager
def live_views(warehouse: Warehouse) -> Iterator[Connection]:
    """The live tables, and every view once more over them, whose names for large tables are telling."""
    opened = warehouse.engine.connect().execution_options(temporary=True)
    with opened as connection, connection.begin() as transaction:
        texts = {name: view_sql(name) for name in VIEWS_BELOW} | {name: mart_sql(name) for name in VIEWS}
        for name, sql in texts.items():
            connection.execute(text(f"CREATE TEMPORARY VIEW {name} AS\n{telling(sql)}".replace(":", r"\:")))
        yield connection
        transaction.rollback()


def telling(sql: str) -> str:
    """The same query; a large table's short name begins with ``besar_``, so that SQLite's plans say which it is. A
    short name stands for one thing in a text.
    """
    for table, alias in set(re.findall(r"(?:FROM|JOIN) (\w+) (\w)\b", sql)):
        if table in LARGE or table.endswith("_bulanan"):
            sql = re.sub(rf"\b{alias}\b(?=\.)|(?<={table} ){alias}\b", f"besar_{alias}", sql)
    return sql


def nested_scans(connection: Connection, query: str) -> list[str]:
    """The steps of a plan that go through many rows of a large table once for every row of another one."""
    if connection.dialect.name == "sqlite":
        return list(_nested_in_sqlite(connection, query))
    connection.execute(text("SET LOCAL enable_nestloop = off"))  # those that are left cannot be avoided
    [plan] = connection.scalar(text(f"EXPLAIN (FORMAT JSON) {query}"))  # type: ignore[misc]
    return list(_nested_in_postgresql(plan["Plan"]))


def _nested_in_sqlite(connection: Connection, query: str) -> Iterator[str]:
    """Loops with the same parent are nested in each other, the outermost first."""
    by_parent: dict[int, list[str]] = {}
    for _, parent, _, detail in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}"):
        by_parent.setdefault(parent, []).append(detail)
    for loops in by_parent.values():
        large = False
        for loop in loops:
            match = re.match(r"(SCAN|SEARCH) besar_\w", loop)
            if match and large and (match[1] == "SCAN" or "(office=?)" in loop):
                yield loop
            large |= bool(match)


def _nested_in_postgresql(plan: dict[str, Any]) -> Iterator[str]:
    children = plan.get("Plans", [])
    if plan["Node Type"] == "Nested Loop":
        outer, inner = children[:2]
        if _reads_large(outer) and (scan := _reads_large(inner)) and not _by_key(inner):
            yield scan
    for child in children:
        yield from _nested_in_postgresql(child)


def _reads_large(plan: dict[str, Any]) -> str | None:
    if plan.get("Relation Name") in LARGE:
        return f"{plan['Node Type']} {plan['Relation Name']}"
    return next((found for child in plan.get("Plans", []) if (found := _reads_large(child))), None)


def _by_key(plan: dict[str, Any]) -> bool:
    """Whether the rows are looked up one by one."""
    return "Index" in plan["Node Type"] or plan["Node Type"] == "Memoize"
