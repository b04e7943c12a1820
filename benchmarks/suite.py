"""Everything that is measured, in the order of the run, and the results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, astuple, dataclass, field
from statistics import median
from typing import Any

from benchmarks.books import OFFICES, ROWS_A_BUSINESS, Book, make_book, make_books, make_months
from benchmarks.commands import command_seconds
from benchmarks.databases import POSTGRESQL, SQLITE, Databases
from benchmarks.months import History
from benchmarks.process import Measured, run_apart
from benchmarks.stages import STAGES, WHAT_A_CHECK_IS

OFFICE = "76.05"


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    books: int = 6
    plain_books: int = 6
    businesses: int = 20_000
    rows_of_linearity: tuple[int, ...] = (1_000, 10_000, 20_000, 100_000)
    months: int = 36
    businesses_of_months: int = 2_000
    kinds: tuple[str, ...] = (SQLITE, POSTGRESQL)
    tries: int = 3
    history: History = field(default_factory=History)
    report: History = field(default_factory=lambda: History(months=5, retailers=5))
    submissions: int = 60
    businesses_of_submissions: int = 2_000
    records_linked: int = 200_000
    businesses_known: int = 24_000
    businesses_new: int = 20_000


QUICK = Size(
    books=2,
    plain_books=1,
    businesses=100,
    rows_of_linearity=(210, 420),
    months=3,
    businesses_of_months=50,
    kinds=(SQLITE,),
    tries=1,
    history=History(months=2, businesses=100),
    report=History(months=5, businesses=50, retailers=5),
    records_linked=2_000,
    businesses_known=100,
    businesses_new=80,
)


@dataclass
class Results:
    """The measurements, by kind of database where it matters."""

    size: Size
    jobs: dict[str, dict[str, Measured]] = field(default_factory=dict)
    stages: dict[str, dict[str, float]] = field(default_factory=dict)
    linearity: dict[int, float] = field(default_factory=dict)
    publish: dict[str, tuple[float, float]] = field(default_factory=dict)
    figures: dict[str, dict[str, float]] = field(default_factory=dict)
    reports: dict[str, Measured] = field(default_factory=dict)
    commands: dict[str, float] = field(default_factory=dict)
    machines: dict[tuple[str, int], Measured] = field(default_factory=dict)
    linking: tuple[Measured, ...] = ()

    def times_faster_than_plain(self, kind: str) -> float:
        """Our rows a second against the plain script's, which may have had fewer workbooks."""
        return self.jobs[kind]["ours"].rows_per_second / self.jobs[kind]["plain"].rows_per_second

    def times_the_floor(self, kind: str) -> float:
        """Our seconds against the floor's, over the same workbooks."""
        return self.jobs[kind]["ours"].seconds / self.jobs[kind]["floor"].seconds

    def answer_to_check(self, kind: str) -> float:
        """The cost of a returned workbook against that of its check."""
        split = self.stages[kind]
        return split["answer"] / sum(split[name] for name in WHAT_A_CHECK_IS)


def measure(size: Size, databases: Databases, say: Callable[[str], None]) -> Results:
    """Runs everything. ``say`` is told what is going on."""
    say(f"membuat {size.books} buku kerja dari {size.businesses} usaha")
    books = make_books(size.books, size.businesses)
    results = Results(size)
    for kind in size.kinds:
        results.jobs[kind] = {}
        for subject, given_books in (("floor", books), ("ours", books), ("plain", books[: size.plain_books])):
            say(f"{kind}: {subject}, {len(given_books)} buku kerja")
            results.jobs[kind][subject] = run_apart(subject, url=databases.fresh(kind), books=_given(given_books))
        say(f"{kind}: per tahap")
        results.stages[kind] = _stages(databases.fresh(kind), [books[-1], *books[:3]])
        say(f"{kind}: terbit dengan {size.months} bulan tersimpan")
        results.publish[kind] = _publishes(databases.fresh(kind), size)
        say(f"{kind}: angka dengan {size.history.months} bulan × 6 kabupaten × {size.history.businesses} usaha")
        task = {"months": size.history.months, "businesses": size.history.businesses}
        results.figures[kind] = run_apart("figures", url=databases.fresh(kind), **task).more["figures"]
        results.reports[kind] = measure_report(size, databases, kind, say)
    for rows in size.rows_of_linearity:
        say(f"kelinearan: {rows} baris")
        results.linearity[rows] = _microseconds_a_row(databases.fresh(SQLITE), rows)
    results.linking = measure_linking(size, databases, say)
    if POSTGRESQL in size.kinds:
        results.machines = measure_machines(size, databases, say)
    say("perintah")
    results.commands = command_seconds(make_book(OFFICE, 30), size.tries)
    return results


def measure_report(size: Size, databases: Databases, kind: str, say: Callable[[str], None]) -> Measured:
    """The report as data, in a warehouse that another process fills."""
    say(f"{kind}: laporan")
    task = {"url": databases.fresh(kind), **asdict(size.report)}
    run_apart("filled", **task)
    return run_apart("report_data", **task)


def measure_linking(size: Size, databases: Databases, say: Callable[[str], None]) -> tuple[Measured, ...]:
    """The matcher on made-up records, and a new submission beside five regencies' known businesses, on SQLite."""
    say(f"usaha yang sama: {size.records_linked} catatan")
    matcher = run_apart("linking", records=size.records_linked)
    *known, new = OFFICES
    books = [*(make_book(office, size.businesses_known) for office in known), make_book(new, size.businesses_new)]
    say(f"usaha yang sama: {size.businesses_new} usaha di samping {len(known)} x {size.businesses_known}")
    return matcher, run_apart("linking", url=databases.fresh(SQLITE), books=_given(books))


RUNNERS = (("threads", 2), ("dask", 1), ("dask", 2))
"""The task runners, each with so many processes for checking and loading."""


def measure_machines(size: Size, databases: Databases, say: Callable[[str], None]) -> dict[tuple[str, int], Measured]:
    """Many submissions in one run of the flow, by task runner and processes."""
    say(f"membuat {size.submissions} buku kerja dari {size.businesses_of_submissions} usaha")
    books = make_months(size.submissions, size.businesses_of_submissions)
    measured = {}
    for runner, workers in RUNNERS:
        say(f"{runner}, {workers} proses: {len(books)} kiriman")
        task = {"books": _given(books), "runner": runner, "workers": workers}
        measured[runner, workers] = run_apart("machines", url=databases.fresh(POSTGRESQL), **task)
        say(f"{measured[runner, workers]}")
    return measured


def _given(books: list[Book]) -> list[tuple[Any, ...]]:
    return [astuple(book) for book in books]


def _stages(url: str, books: list[Book]) -> dict[str, float]:
    """Median seconds by stage; the first workbook warms up."""
    splits = run_apart("stages", url=url, books=_given(books)).more["splits"]
    return {stage: median(split[stage] for split in splits) for stage in STAGES}


def _publishes(url: str, size: Size) -> tuple[float, float]:
    """Median seconds of the first publishes and of the last ones."""
    book = make_book(OFFICE, size.businesses_of_months)
    seconds = run_apart("history", url=url, books=_given([book]), months=size.months).more["publishes"]
    few = min(3, len(seconds))
    return median(seconds[:few]), median(seconds[-few:])


def _microseconds_a_row(url: str, rows: int) -> float:
    book = make_book(OFFICE, round(rows / ROWS_A_BUSINESS))
    warm = make_book("76.01", 100)
    measured = run_apart("stages", url=url, books=_given([warm, book]))
    return measured.seconds / measured.rows * 1e6
