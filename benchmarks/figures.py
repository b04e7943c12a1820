"""What figures cost when many months are stored: every mart, another point of view, a difference, one more publish."""

from __future__ import annotations

from time import perf_counter

from benchmarks import months
from benchmarks.books import OFFICES
from benchmarks.months import History
from benchmarks.process import read_task, tell
from warehouse.difference import difference
from warehouse.engine import Warehouse, open_warehouse
from warehouse.mart_reading import at_point, described_mart, mart_rows, read_mart_at
from warehouse.marts import MARTS
from warehouse.point_of_view import PointOfView, default_point
from warehouse.publishing import publish
from warehouse.upgrade import upgrade

COMPARED = ("kemitraan", "corong", "realisasi", "kesiapan", "syarat")
"""Marts whose difference from the month before is asked for: from few rows to millions."""


def main() -> None:
    """Fill the warehouse that is named, then measure; each mart on a connection of its own, so that none finds it warm."""
    task = read_task()
    history = History(task["months"], task["businesses"])
    warehouse = open_warehouse(task["url"], nik_key=b"k" * 32, create=True)
    upgrade(warehouse)
    start = perf_counter()
    months.fill(warehouse, history)
    filled = perf_counter() - start
    warehouse.close()
    seconds = {name: _seconds_of_mart(task["url"], name) for name in MARTS}
    warehouse = open_warehouse(task["url"], nik_key=b"k" * 32)
    seconds |= _earlier(warehouse, history) | _compared(warehouse, history) | _published(warehouse, history)
    warehouse.close()
    tell(filled, history.months * history.businesses * len(OFFICES), figures=seconds)


def _seconds_of_mart(url: str, name: str) -> float:
    warehouse = open_warehouse(url)
    start = perf_counter()
    read_mart_at(warehouse, name)
    seconds = perf_counter() - start
    warehouse.close()
    return seconds


def _earlier(warehouse: Warehouse, history: History) -> dict[str, float]:
    """The tables of an earlier month, and the slowest mart there."""
    period = history.periods[max(0, len(history.periods) - 7)]
    start = perf_counter()
    with at_point(warehouse, period=period) as (connection, _):
        tables = perf_counter() - start
        marts = []
        for name in MARTS:
            start = perf_counter()
            mart_rows(connection, described_mart(name))
            marts.append(perf_counter() - start)
    return {"tabel bulan lain": tables, "mart terlama di sana": max(marts)}


def _compared(warehouse: Warehouse, history: History) -> dict[str, float]:
    with warehouse.read() as connection:
        now = default_point(connection)
    assert now is not None
    seconds = {}
    for name in COMPARED:
        start = perf_counter()
        difference(warehouse, name, PointOfView(history.periods[-2], now.known_on), now)
        seconds[f"diff {name}"] = perf_counter() - start
    return seconds


def _published(warehouse: Warehouse, history: History) -> dict[str, float]:
    """An office sends its newest month again."""
    submission = months.send_again(warehouse, history)
    start = perf_counter()
    publish(warehouse, submission)
    return {"terbit satu kiriman": perf_counter() - start}


if __name__ == "__main__":
    main()
