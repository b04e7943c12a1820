"""Fills the warehouse that is named with months, in a process of its own, so that its memory is not that of who reads
it.
"""

from __future__ import annotations

from time import perf_counter

from benchmarks import months
from benchmarks.books import OFFICES
from benchmarks.months import History
from benchmarks.process import read_task, tell
from warehouse.engine import open_warehouse
from warehouse.upgrade import upgrade


def main() -> None:
    """Make the warehouse and fill it."""
    task = read_task()
    history = History(**{name: task[name] for name in ("months", "businesses", "retailers", "demands")})
    warehouse = open_warehouse(task["url"], nik_key=b"k" * 32, create=True)
    upgrade(warehouse)
    start = perf_counter()
    months.fill(warehouse, history)
    warehouse.close()
    tell(perf_counter() - start, history.months * history.businesses * len(OFFICES))


if __name__ == "__main__":
    main()
