"""What the report costs, by part: reading, subsets, one step, plan, effect, market, and its forms; the whole in seconds
of the clock, each part in seconds of a core, the database's among them.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from resource import RUSAGE_SELF, getrusage
from time import perf_counter
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from benchmarks.cores import seconds_of
from benchmarks.process import MIB, read_task, tell
from reports.partnership.as_data import pieces, report_data
from reports.partnership.carried import USUAL_ASSUMPTIONS, carried
from reports.partnership.effect import MONTHS, effects, moved
from reports.partnership.forms import Report, make_report
from reports.partnership.market import assign
from reports.partnership.market_reading import read_market
from reports.partnership.mentoring import USUAL_VISITS, plans
from reports.partnership.money import may_be_shown, money_tables
from reports.partnership.obstacles import obstacles
from reports.partnership.one_step import one_step_away
from reports.partnership.page import sheet_page
from reports.partnership.parts import USUALLY_ASKED, computed
from reports.partnership.past import months_before, read_month_before
from reports.partnership.pdf import pdf
from reports.partnership.product_reading import read_readiness
from reports.partnership.reading import KEPT, ReportSource, read_earlier, read_source
from reports.partnership.ready_list import read_ready
from reports.partnership.rows_behind import read_rows_behind
from reports.partnership.sheets import sheet_of_office, sheet_of_retailer
from reports.partnership.shown import Numbers
from reports.partnership.unlock import unlocks
from warehouse.engine import Warehouse, open_warehouse
from warehouse.mart_reading import at_point, described_mart, mart_rows
from warehouse.marts import MARTS

ZONE = ZoneInfo("Asia/Makassar")

T = TypeVar("T")
Seconds = Callable[[Callable[[], object]], float]
"""Gives the seconds of a core that some work takes."""


def main() -> None:
    """Measure the whole, and its peak of memory, in a warehouse that is filled; then its parts."""
    task = read_task()
    warehouse = open_warehouse(task["url"])
    start = perf_counter()
    source, reading = _timed(warehouse, lambda: read_source(warehouse))
    data, telling = _timed(warehouse, lambda: report_data(source, ZONE))
    size, writing = _timed(warehouse, lambda: sum(map(len, pieces(data))))
    whole = perf_counter() - start
    peak = getrusage(RUSAGE_SELF).ru_maxrss / MIB
    seconds = partial(seconds_of, warehouse)
    computing = seconds(lambda: computed(source, USUALLY_ASKED))  # while the connection is open, for the rows' sake
    parts = _of_reading(warehouse, source, seconds) | _parts(source, seconds) | {"JSON": writing}
    parts |= _forms(warehouse, source, seconds)
    warehouse.close()
    rows = len(source.now.products) * len(source.now.retailers)
    worked = reading + telling + writing
    tell(whole, rows, parts=parts, bytes=size, peak_of_whole=peak, reading=reading - computing, worked=worked)


def _timed(warehouse: Warehouse, work: Callable[[], T]) -> tuple[T, float]:
    """What some work gives, and its seconds of a core."""
    results: list[T] = []
    seconds = seconds_of(warehouse, lambda: results.append(work()))
    return results[0], seconds


def _parts(source: ReportSource, seconds: Seconds) -> dict[str, float]:
    """What is computed from what was read."""
    before, opening = source.before, unlocks(source.now)
    return {
        "pembukaan": seconds(lambda: unlocks(source.now)),
        "satu_langkah": seconds(lambda: one_step_away(source.now)),
        "rencana": seconds(lambda: plans(source.now, USUAL_VISITS)),
        "dampak": seconds(lambda: effects(moved(before, source.now, source.visits)) if before else ()),
        "pasar": seconds(lambda: assign(source.market)),
        "hambatan": seconds(lambda: obstacles(source.now)),
        "beban": seconds(lambda: carried(source.now, opening, USUAL_ASSUMPTIONS)),
        "salinan forum": seconds(lambda: [may_be_shown(table) for table in source.money]),
    }


def _forms(warehouse: Warehouse, source: ReportSource, seconds: Seconds) -> dict[str, float]:
    """The forms of the forum's copy, and a sheet for each regency and each retailer."""
    report = make_report(source, ZONE, "forum")
    return {
        "halaman": seconds(lambda: report.form("html")),
        "Excel": seconds(lambda: report.form("xlsx")),
        "PDF": seconds(lambda: report.form("pdf")),
        "lembar kabupaten dan ritel": seconds(lambda: _sheets(warehouse, source, report)),
    }


def _sheets(warehouse: Warehouse, source: ReportSource, report: Report) -> None:
    told, point = report.contents.told, source.point
    assert told is not None
    assert point is not None
    for name in sorted({row["nama_kabupaten"] for row in source.marts["legalitas"]}):
        pdf(sheet_page(sheet_of_office(told, name), report.contents))
    numbers = Numbers.of(report.data, ZONE)
    names = [retailer.name for retailer in source.now.retailers]
    for name, ready in read_ready(warehouse, names, period=point.period, known_on=point.known_on).items():
        pdf(sheet_page(sheet_of_retailer(told, report.data, numbers, name, ready), report.contents))


def _of_reading(warehouse: Warehouse, source: ReportSource, seconds: Seconds) -> dict[str, float]:
    """What reading is made of: states, pairs, money, the month before and its causes, three months ago, all marts."""
    point, parts = source.point, source.parts
    assert point is not None
    assert parts is not None
    with ExitStack() as stack:
        opened: list[Connection] = []
        kept = seconds(lambda: opened.append(stack.enter_context(at_point(warehouse, kept=KEPT))[0]))
        (connection,) = opened
        read = {
            "status dan pasokan produk": kept,
            "keadaan": seconds(lambda: read_readiness(connection)),
            "pasangan pasar": seconds(lambda: read_market(connection, source.now.products)),
            "uang": seconds(lambda: money_tables(connection, point.period, None, ())),
            "baris asal": seconds(lambda: read_rows_behind(connection, source, parts)),
        }
        marts = {
            f"mart {name}": seconds(lambda called=name: mart_rows(connection, described_mart(called))) for name in MARTS
        }
        read["bulan lalu dan sebab"] = seconds(lambda: read_month_before(warehouse, connection, point))
    earlier = months_before(point.period, MONTHS)
    if earlier:
        read["tiga bulan lalu"] = seconds(lambda: read_earlier(warehouse, earlier, point.known_on))
    return read | {"semua mart": sum(marts.values())} | marts


if __name__ == "__main__":
    main()
