"""``python -m benchmarks``: measures, prints, and writes ``benchmarks/README.md``."""

from __future__ import annotations

import argparse
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.databases import databases
from benchmarks.report import page
from benchmarks.suite import QUICK, Size, measure

PAGE = Path(__file__).with_name("README.md")


def main() -> None:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small, SQLite only, nothing written: does it run at all?")
    parser.add_argument("--books", type=int, help="workbooks for us and the floor (6 at most)")
    parser.add_argument("--plain-books", type=int, help="workbooks for the plain script, which takes most of the time")
    arguments = parser.parse_args()
    size = QUICK if arguments.quick else Size()
    if arguments.books:
        size = replace(size, books=arguments.books, plain_books=min(size.plain_books, arguments.books))
    if arguments.plain_books:
        size = replace(size, plain_books=min(arguments.plain_books, size.books))
    for end in (signal.SIGTERM, signal.SIGHUP):  # as Ctrl-C: the subject at work and the PostgreSQL end with us
        signal.signal(end, lambda number, frame: sys.exit(128 + number))
    with databases() as servers:
        results = measure(size, servers, lambda text: print(f"… {text}", file=sys.stderr, flush=True))
    text = page(results, datetime.now(UTC).date())
    print(text)
    if not arguments.quick:
        PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
