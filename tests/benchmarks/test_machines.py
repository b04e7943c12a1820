"""What is measured of many submissions in one run."""

from __future__ import annotations

import psutil
import pytest
from sqlalchemy import text

from benchmarks.machines import core_seconds, spent
from benchmarks.process import Measured
from benchmarks.report import machines_part
from benchmarks.suite import Size
from tests.conftest import NIK_KEY, Databases
from warehouse.engine import open_warehouse


def test_what_the_database_spends_is_counted(postgres_databases: Databases) -> None:
    warehouse = open_warehouse(postgres_databases.fresh(), nik_key=NIK_KEY)
    before = spent(warehouse)
    with warehouse.write() as connection:
        connection.execute(text("CREATE TABLE banyak AS SELECT generate_series(1, 400000) AS nomor"))
    cost = spent(warehouse).since(before)
    warehouse.close()
    assert cost.cpu > 0
    assert min(cost.log, cost.size) > 400_000 * 24


def test_seconds_of_a_core_are_counted() -> None:
    before = core_seconds(psutil.Process())
    sum(number * number for number in range(3_000_000))
    assert core_seconds(psutil.Process()) > before


def test_the_overhead_of_a_submission_is_told() -> None:
    def run(seconds: float, start: float, ours: float) -> Measured:
        return Measured(seconds, 1, 1.0, {"empty": start, "ours": ours, "cpu": 6.0, "log": 2.0**20, "size": 2.0**20})

    machines = {("threads", 2): run(62, 2, 60), ("dask", 1): run(130, 10, 60), ("dask", 2): run(73, 10, 66)}
    *_, table, lines = machines_part(Size(), machines)
    assert "| dask | 2 | 73.0 | 10.0 | 1.05 | 66.0 | 6.0 | 1 | 1 |" in table
    assert "Dask costs 50 ms a submission more" in lines
    assert "its processes work 100 ms more" in lines
    assert "PostgreSQL works 100 ms on a submission" in lines
    assert "carries 36,000 such submissions an hour" in lines


@pytest.mark.parametrize("count", [1, 7, 60])
def test_so_many_workbooks_are_of_so_many_offices_and_months(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import books

    monkeypatch.setattr(books, "make_book", lambda office, businesses, period: (office, period))
    months = books.make_months(count, 50)
    assert len(set(months)) == len(months) == count
