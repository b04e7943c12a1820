"""What figures cost when many months are stored: every mart, another point of view, a difference, one more publish."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from benchmarks import months
from benchmarks.books import OFFICES
from benchmarks.cores import seconds_of
from benchmarks.home import open_home
from benchmarks.months import History
from benchmarks.process import read_task, tell
from kemitraan.steps.views.snapshotting import publish_snapshot
from warehouse.difference import difference
from warehouse.engine import Warehouse, open_warehouse
from warehouse.mart_reading import at_point, described_mart, mart_rows, read_mart_at
from warehouse.marts import MARTS
from warehouse.point_of_view import PointOfView, default_point
from warehouse.publishing import publish
from warehouse.upgrade import upgrade

COMPARED = ("kemitraan", "corong", "realisasi", "kurasi", "legalitas", "permintaan", "kesiapan", "syarat")
"""Marts whose difference from the month before is asked for: from few rows to millions."""


def main() -> None:
    """Fill the warehouse that is named, then measure; each mart on a connection of its own, so that none finds
    it warm.
    """
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
    seconds |= _earlier(warehouse, history) | _compared(warehouse, history) | _snapshot(warehouse)
    seconds |= _published(warehouse, history)
    warehouse.close()
    tell(filled, history.months * history.businesses * len(OFFICES), figures=seconds)


def _seconds_of_mart(url: str, name: str) -> float:
    warehouse = open_warehouse(url)
    seconds = seconds_of(warehouse, lambda: read_mart_at(warehouse, name))
    warehouse.close()
    return seconds


def _earlier(warehouse: Warehouse, history: History) -> dict[str, float]:
    """The tables of an earlier month, of an earlier moment, and the slowest mart in that month."""
    period = history.periods[max(0, len(history.periods) - 7)]
    moment = months.received_at(max(0, history.months - 4)) + timedelta(days=1)
    seconds = {
        "tabel bulan lain": seconds_of(warehouse, lambda: _opened(warehouse, period=period)),
        "tabel saat lain": seconds_of(warehouse, lambda: _opened(warehouse, known_on=moment)),
    }
    with at_point(warehouse, period=period) as (connection, _):
        marts = [
            seconds_of(warehouse, lambda called=name: mart_rows(connection, described_mart(called))) for name in MARTS
        ]
    return seconds | {"mart terlama di bulan lain": max(marts)}


def _opened(warehouse: Warehouse, **point: Any) -> None:
    with at_point(warehouse, **point):
        pass


def _compared(warehouse: Warehouse, history: History) -> dict[str, float]:
    with warehouse.read() as connection:
        now = default_point(connection)
    assert now is not None
    before = PointOfView(history.periods[-2], now.known_on)
    return {f"diff {name}": _waited(lambda mart=name: difference(warehouse, mart, before, now)) for name in COMPARED}


def _waited(work: Callable[[], object]) -> float:
    """The seconds of the clock that some work takes: it keeps both cores busy."""
    start = perf_counter()
    work()
    return perf_counter() - start


def _snapshot(warehouse: Warehouse) -> dict[str, float]:
    """The newest month as published files."""
    with TemporaryDirectory() as folder:
        home = open_home(Path(folder) / "rumah", f"sqlite:///{folder}/gudang.db")
        workshop = replace(home, warehouse=warehouse)
        return {"terbitan": seconds_of(warehouse, lambda: publish_snapshot(workshop, Path(folder) / "terbitan"))}


def _published(warehouse: Warehouse, history: History) -> dict[str, float]:
    """An office sends its newest month again."""
    submission = months.send_again(warehouse, history)
    return {"terbit satu kiriman": seconds_of(warehouse, lambda: publish(warehouse, submission))}


if __name__ == "__main__":
    main()
