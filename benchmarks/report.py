"""The results as a page. ``benchmarks/README.md`` is this page, and the terminal shows it, too."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from importlib.metadata import version

from benchmarks.process import Measured
from benchmarks.stages import STAGES
from benchmarks.suite import Results, Size

PACKAGES = ("pandas", "pandera", "pyarrow", "python-calamine", "openpyxl", "SQLAlchemy", "psycopg")
NAMES = {"ours": "ours: read, check, load, publish, answer", "plain": "plain script", "floor": "floor"}


def page(results: Results, day: date) -> str:
    """Markdown."""
    size = results.size
    parts = [
        "# Benchmark",
        f"Made by `make bench` on {day.isoformat()}; {os.cpu_count()} cores, Python {platform.python_version()}, SQLite "
        f"{sqlite3.sqlite_version}, " + ", ".join(f"{name} {version(name)}" for name in PACKAGES) + ".",
        f"Workbooks: {size.books} of {size.businesses:,} businesses each, over five sheets, two rows in a hundred with a "
        "error. Every subject runs in a process of its own in the same run; seconds count from the first file to the "
        "last answer, without the imports of the program.",
        f"- **ours** is the whole job, on {os.cpu_count()} worker processes, whose start is counted: archive, inspect, read, check by "
        "the whole contract, pandera's gate, load with history, findings and personal data apart, publish, and the "
        "marked-up workbook returned.",
        "- **plain script** is `pandas.read_excel` with openpyxl, pandera lazily, `to_sql`; it checks far less, and "
        f"returns nothing. It read {size.plain_books} of the {size.books} workbooks; compared are rows a second.",
        "- **floor** is calamine to lists and one bulk insert a sheet, no checks, one process.",
        "## The whole job",
        _table(("database", "subject", "rows", "seconds", "rows a second", "peak MiB"), _jobs(results)),
        "\n".join(_ratios(results)),
        "## By stage",
        "Milliseconds for one workbook, one process, warm.",
        _table(("database", *STAGES), _stage_rows(results)),
        "\n".join(
            f"- {kind}: the returned workbook costs {results.answer_to_check(kind):.2f} of its check (inspect, read, check, "
            "gate)"
            for kind in results.stages
        ),
        "## Linear",
        _table(
            ("rows of a workbook", "microseconds a row, all stages, SQLite"),
            ((f"{rows:,}", f"{micro:.0f}") for rows, micro in results.linearity.items()),
        ),
        "## A publish and history",
        f"Milliseconds to publish a workbook of {size.businesses_of_months:,} businesses.",
        _table(
            ("database", "first months", f"with {size.months} months stored"),
            ((kind, f"{a * 1e3:.0f}", f"{b * 1e3:.0f}") for kind, (a, b) in results.publish.items()),
        ),
        "## Figures over many months",
        f"Seconds of a core (the program's and the database's) with {size.history.months} months of six regencies stored, {size.history.businesses:,} businesses and 1.5 products for each. Each "
        "mart on a connection of its own. Differences (`diff`) work on two connections at the same time, and are told in seconds of the clock.",
        _table(
            ("what", *results.figures),
            (
                (figure, *(f"{seconds[figure]:.2f}" for seconds in results.figures.values()))
                for figure in _figures(results)
            ),
        ),
        *report_part(size, results.reports),
        *(linking_part(results.linking) if results.linking else ()),
        *(machines_part(size, results.machines) if results.machines else ()),
        "## The command",
        _table(("command", "seconds"), ((f"`{name}`", f"{took:.2f}") for name, took in results.commands.items())),
    ]
    return "\n\n".join(parts) + "\n"


def machines_part(size: Size, machines: Mapping[tuple[str, int], Measured]) -> Iterable[str]:
    """The section of many submissions in one run of the flow."""
    count = size.submissions
    yield "## Many submissions in one run"
    yield (
        f"{count} workbooks of {size.businesses_of_submissions:,} businesses in one run under Prefect, on PostgreSQL, all on "
        f"{os.cpu_count()} cores. The start is what a run without a file takes; on Dask a cluster is made for each run."
    )
    head = ("task runner", "processes", "seconds", "of them the start", "seconds a submission")
    database = ("seconds of a core", "PostgreSQL's seconds of a core", "MiB of its log", "MiB of tables")
    yield _table(
        (*head, *database),
        (
            (
                runner,
                str(workers),
                f"{run.seconds:.1f}",
                f"{run.more['empty']:.1f}",
                f"{_each(run, count):.2f}",
                f"{run.more['ours']:.1f}",
                f"{run.more['cpu']:.1f}",
                f"{run.more['log'] / 2**20:.0f}",
                f"{run.more['size'] / 2**20:.0f}",
            )
            for (runner, workers), run in machines.items()
        ),
    )
    threads, dask = machines["threads", 2], machines["dask", 2]
    overhead = (_each(dask, count) - _each(threads, count)) * 1e3
    work = (dask.more["ours"] - threads.more["ours"]) / count * 1e3
    core = threads.more["cpu"] / count
    yield (
        f"- Dask costs {overhead:.0f} ms a submission more than threads with as many processes; its processes work "
        f"{work:.0f} ms more, the start counted.\n"
        f"- PostgreSQL works {core * 1e3:.0f} ms on a submission: however many workers there are, a core of the database "
        f"carries {3600 / core:,.0f} such submissions an hour."
    )


def linking_part(linking: tuple[Measured, ...]) -> Iterable[str]:
    """The section of records of one business."""
    matcher, update = linking
    quality = matcher.more["quality"]
    yield "## Records of one business"
    yield (
        f"The matcher on {matcher.rows:,} made-up records, and `link` in a warehouse on SQLite in which {update.more['known']:,} "
        f"businesses are known when a submission brings {update.rows:,} more. Seconds are of a core."
    )
    yield _table(
        ("what", "measured", "aim"),
        (
            ("precision of joins", f"{quality['precision']:.4f}", "0.995"),
            ("recall of joins", f"{quality['recall']:.3f}", "0.85"),
            ("recall with asked", f"{quality['recall_with_asked']:.3f}", "0.94"),
            ("asked for every 1,000 records", f"{quality['asked_per_1000']:.1f}", "15 at most"),
            ("pairs joined wrongly, of them of two owners", f"{quality['wrong']}, {quality['of_two_owners']}", "–"),
            ("seconds", f"{matcher.seconds:.1f}", "120 at most"),
            ("peak MiB", f"{matcher.peak:.0f}", "1,536 at most"),
            ("seconds of the new submission", f"{update.seconds:.1f}", "15 at most"),
            ("peak MiB of it", f"{update.peak:.0f}", "–"),
        ),
    )


def _each(run: Measured, count: int) -> float:
    return (run.seconds - run.more["empty"]) / count


def _figures(results: Results) -> Iterable[str]:
    """What was measured of figures, once each."""
    return dict.fromkeys(figure for seconds in results.figures.values() for figure in seconds)


def _report_rows(measured: Collection[Measured]) -> Iterable[tuple[str, ...]]:
    """The whole, its peak, and the seconds of each part with its share of the work."""
    yield ("the whole, seconds (aim: 30)", *(f"{run.seconds:.1f}" for run in measured))
    yield ("seconds of a core", *(f"{run.more['worked']:.1f}" for run in measured))
    yield ("of these reading (aim: 8)", *(f"{run.more['reading']:.1f}" for run in measured))
    yield ("peak MiB (aim: 1,024)", *(f"{run.more['peak_of_whole']:.0f}" for run in measured))
    for part in dict.fromkeys(part for run in measured for part in run.more["parts"]):
        seconds = [(run.more["parts"][part], run.more["worked"]) for run in measured]
        yield (part, *(f"{own:.2f} ({100 * own / all_work:.0f} %)" for own, all_work in seconds))


def report_part(size: Size, reports: Mapping[str, Measured]) -> Iterable[str]:
    """The section of the report as data."""
    yield "## The report as data"
    yield (
        f"`kemitraan report --format json` for {size.report.businesses * 6:,} businesses and 1.5 products for each, {size.report.retailers} retailers with "
        "every requirement. Two connections read at the same time, the longest first; so the seconds of the clock are fewer "
        "than those of the parts, which are seconds of a core, the database's among them, with their share of all."
    )
    yield _table(("what", *reports), _report_rows(reports.values()))


def _jobs(results: Results) -> Iterable[tuple[str, ...]]:
    for kind, jobs in results.jobs.items():
        for subject, job in jobs.items():
            yield (
                kind,
                NAMES[subject],
                f"{job.rows:,}",
                f"{job.seconds:.1f}",
                f"{job.rows_per_second:,.0f}",
                f"{job.peak:.0f}",
            )


def _ratios(results: Results) -> Iterable[str]:
    for kind in results.jobs:
        yield (
            f"- {kind}: **{results.times_faster_than_plain(kind):.1f} times faster than the plain script** (aim: 6), "
            f"**{results.times_the_floor(kind):.2f} times the floor's time** (aim: 2)"
        )


def _stage_rows(results: Results) -> Iterable[tuple[str, ...]]:
    for kind, split in results.stages.items():
        yield (kind, *(f"{split[stage] * 1e3:.0f}" for stage in STAGES))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
