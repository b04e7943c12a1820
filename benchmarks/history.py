"""The cost of a publish when one month is stored, and when many are."""

from __future__ import annotations

import dataclasses
import tempfile
from pathlib import Path
from time import perf_counter

from benchmarks.books import Book
from benchmarks.home import open_home
from benchmarks.process import read_task, tell
from kemitraan.steps.job.check_bytes import check_bytes
from schemas.period import Period
from warehouse.checking import store_check
from warehouse.loading import load
from warehouse.publishing import publish
from warehouse.submissions import register_submission
from workbooks.limits import Limits

FIRST_YEAR = 2023


def main() -> None:
    """One office sends the same rows month after month, and the last month once more with other bytes."""
    task = read_task()
    book = Book(*task["books"][0])
    with tempfile.TemporaryDirectory() as folder:
        workshop = open_home(Path(folder) / "rumah", task["url"])
        checked = check_bytes(
            Path(book.path).read_bytes(), workshop.circumstances(book.office), Limits(), workshop.known_keys
        ).result
        seconds = []
        for month in range(task["months"]):
            period = Period(FIRST_YEAR + month // 12, month % 12 + 1)
            result = dataclasses.replace(checked, period=period, sha256=period)
            submission, _ = register_submission(
                workshop.warehouse, office=book.office, sha256=period, file_name="a.xlsx", source=f"{book.slug}/0"
            )
            store_check(workshop.warehouse, submission, result)
            load(workshop.warehouse, submission, result)
            start = perf_counter()
            publish(workshop.warehouse, submission)
            seconds.append(perf_counter() - start)
    tell(sum(seconds), book.rows * len(seconds), publishes=seconds)


if __name__ == "__main__":
    main()
