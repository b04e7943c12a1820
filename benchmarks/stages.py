"""Where the time goes: every stage of one submission, in one process, each timed by itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.books import Book
from benchmarks.home import open_home
from benchmarks.process import read_task, tell
from kemitraan.steps.job.answering import make_report, returned_workbook
from kemitraan.steps.workshop import Workshop
from schemas.check import check_workbook
from schemas.context import Circumstances
from schemas.gate import assert_loadable
from schemas.messages import expected_for
from schemas.result import CheckResult
from warehouse.checking import store_check
from warehouse.loading import load
from warehouse.publishing import publish
from warehouse.staging import load_checked, save_checked
from warehouse.submissions import register_submission
from workbooks import read as reading
from workbooks.limits import Limits

STAGES = ("inspect", "read", "check", "gate", "stage", "load", "publish", "answer")
WHAT_A_CHECK_IS = ("inspect", "read", "check", "gate")


class Stopwatch:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.seconds[stage] = self.seconds.get(stage, 0.0) + perf_counter() - start


def main() -> None:
    """Measures the given workbooks, one after the other. The first only warms up (imports, caches) and is not
    counted.
    """
    task = read_task()
    books = [Book(*book) for book in task["books"]]
    with tempfile.TemporaryDirectory() as folder:
        workshop = open_home(Path(folder) / "rumah", task["url"])
        splits = [walk(workshop, book) for book in books][1:]
    tell(sum(sum(split.values()) for split in splits), sum(book.rows for book in books[1:]), splits=splits)


def walk(workshop: Workshop, book: Book) -> dict[str, float]:
    """Brings one workbook through every stage and gives the seconds of each."""
    watch = Stopwatch()
    circumstances = workshop.circumstances(book.office)
    data = Path(book.path).read_bytes()
    result = timed_check(watch, data, circumstances, book.path)
    warehouse, work = workshop.warehouse, workshop.home.work
    submission, _ = register_submission(
        warehouse, office=book.office, sha256=result.sha256, file_name=Path(book.path).name, source=f"{book.slug}/0"
    )
    with watch("stage"):
        save_checked(work, submission, result)
        store_check(warehouse, submission, result)
        checked = load_checked(work, submission)
    with watch("load"):
        load(warehouse, submission, checked)
    with watch("publish"):
        publish(warehouse, submission)
    with watch("answer"):
        report = make_report(
            checked, workshop.reference, file=Path(book.path).name, received=datetime.now().astimezone(), send_to=""
        )
        returned_workbook(data, checked, report, Limits())
    return watch.seconds


def timed_check(watch: Stopwatch, data: bytes, circumstances: Circumstances, sha256: str) -> CheckResult:
    """Does what ``kemitraan.steps.job.check_bytes`` does, stage by stage."""
    inspectors: dict[str, Any] = reading._INSPECTORS
    limits = Limits()
    with watch("inspect"):
        inspectors["xlsx"](data, limits)
    start = perf_counter()
    grids = reading.read_workbook(data, limits).grids  # inspects once more; what is left is the reading
    watch.seconds["read"] = perf_counter() - start - watch.seconds["inspect"]
    with watch("check"):
        result = check_workbook(grids, circumstances, sha256, expected=expected_for)
    with watch("gate"):
        assert_loadable(result)
    return result


if __name__ == "__main__":
    main()
