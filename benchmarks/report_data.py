"""What the report as data costs, by part: reading, subsets, one step, plan, effect, market."""

from __future__ import annotations

from collections.abc import Callable
from resource import RUSAGE_SELF, getrusage
from time import perf_counter, process_time
from typing import TypeVar
from zoneinfo import ZoneInfo

from benchmarks.months import History
from benchmarks.process import MIB, read_task, tell
from reports.partnership.as_data import as_bytes, report_data
from reports.partnership.effect import effects
from reports.partnership.market import assign
from reports.partnership.mentoring import USUAL_VISITS, plans
from reports.partnership.one_step import one_step_away
from reports.partnership.product_reading import read_readiness
from reports.partnership.reading import read_source
from reports.partnership.unlock import unlocks
from warehouse.engine import Warehouse, open_warehouse
from warehouse.mart_reading import at_point, described_mart, mart_rows
from warehouse.marts import MARTS

ZONE = ZoneInfo("Asia/Makassar")

T = TypeVar("T")


def main() -> None:
    """Measure the whole, and its peak of memory, in a warehouse that is filled; then its parts."""
    task = read_task()
    history = History(**{name: task[name] for name in ("months", "businesses", "retailers", "demands")})
    warehouse = open_warehouse(task["url"])
    start, begun = perf_counter(), process_time()
    source = read_source(warehouse)
    seconds_of_reading = perf_counter() - start
    content = as_bytes(report_data(source, USUAL_VISITS, ZONE))
    whole, worked = perf_counter() - start, process_time() - begun
    peak = getrusage(RUSAGE_SELF).ru_maxrss / MIB
    parts = {"membaca": seconds_of_reading} | _parts(source) | _of_reading(warehouse, history)
    warehouse.close()
    rows = len(source.now.products) * len(source.now.retailers)
    tell(whole, rows, parts=parts, bytes=len(content), peak_of_whole=peak, worked=worked)


def _parts(source) -> dict[str, float]:
    before = source.before
    return {
        "pembukaan": _seconds(lambda: unlocks(source.now)),
        "satu_langkah": _seconds(lambda: one_step_away(source.now)),
        "rencana": _seconds(lambda: plans(source.now, USUAL_VISITS)),
        "dampak": _seconds(lambda: effects(before, source.now, source.visits) if before else ()),
        "pasar": _seconds(lambda: assign(source.market)),
    }


def _of_reading(warehouse: Warehouse, history: History) -> dict[str, float]:
    """What reading is made of: states, all marts, and the tables of an earlier month."""
    with at_point(warehouse) as (connection, _):
        states = _seconds(lambda: read_readiness(connection))
        marts = {
            f"mart {name}": _seconds(lambda mart_name=name: mart_rows(connection, described_mart(mart_name)))
            for name in MARTS
        }
    start = perf_counter()
    with at_point(warehouse, period=history.periods[max(0, len(history.periods) - 4)]):
        earlier = perf_counter() - start
    return {"keadaan": states, "semua mart": sum(marts.values()), "tabel tiga bulan lalu": earlier} | marts


def _seconds(work: Callable[[], T]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    main()
