"""``python -m benchmarks``: measures, prints, and writes ``benchmarks/README.md``."""

from __future__ import annotations

import argparse
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.databases import databases
from benchmarks.report import linking_part, machines_part, page, report_part
from benchmarks.suite import QUICK, Size, measure, measure_linking, measure_machines, measure_report

PAGE = Path(__file__).with_name("README.md")


def main() -> None:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small, SQLite only, nothing written: does it run at all?")
    parser.add_argument("--machines", action="store_true", help="many submissions in one run alone; nothing written")
    parser.add_argument("--report", action="store_true", help="the report as data alone; nothing written")
    parser.add_argument(
        "--linking", action="store_true", help="records of one business alone, on SQLite; nothing written"
    )
    parser.add_argument("--submissions", type=int, help="how many of them")
    parser.add_argument("--books", type=int, help="workbooks for us and the floor (6 at most)")
    parser.add_argument("--plain-books", type=int, help="workbooks for the plain script, which takes most of the time")
    arguments = parser.parse_args()
    size = QUICK if arguments.quick else Size()
    if arguments.books:
        size = replace(size, books=arguments.books, plain_books=min(size.plain_books, arguments.books))
    if arguments.plain_books:
        size = replace(size, plain_books=min(arguments.plain_books, size.books))
    if arguments.submissions:
        size = replace(size, submissions=arguments.submissions)
    for end in (signal.SIGTERM, signal.SIGHUP):  # as Ctrl-C: the subject at work and the PostgreSQL end with us
        signal.signal(end, lambda number, frame: sys.exit(128 + number))
    with databases() as servers:
        if arguments.report:
            print(
                "\n\n".join(report_part(size, {kind: measure_report(size, servers, kind, _say) for kind in size.kinds}))
            )
            return
        if arguments.linking:
            print("\n\n".join(linking_part(measure_linking(size, servers, _say))))
            return
        if arguments.machines:
            print("\n\n".join(machines_part(size, measure_machines(size, servers, _say))))
            return
        results = measure(size, servers, _say)
    text = page(results, datetime.now(UTC).date())
    print(text)
    if not arguments.quick:
        PAGE.write_text(text, encoding="utf-8")


def _say(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
