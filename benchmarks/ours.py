"""Our whole job: archive, read, check, load, publish and answer, several submissions at once as the flow does it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from benchmarks.books import Book
from benchmarks.home import open_home
from benchmarks.process import read_task, tell
from kemitraan.steps.job.execution import Pending, Where
from kemitraan.steps.job.order import Job
from kemitraan.steps.job.parallel import run_step, run_step_apart
from kemitraan.steps.job.summary import Notice
from warehouse.reading import sheet_counts

THREADS = 32
"""More than there are steps under way at once: a thread that waits for another step does nothing else."""

UNTIL_WHOLE = 2.1
"""Seconds after which a file in an inbox counts as whole without a second look. Waiting for that is no work."""


@dataclass(frozen=True)
class Threads:
    """Executes each step in a thread, and in a further process where the order says so, as tasks of the flow do."""

    home: str
    workers: int
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS))

    def begin(
        self,
        step: Callable[..., Any],
        *arguments: Any,
        office: str | None = None,
        where: Where = Where.HERE,
        after: Sequence[Pending[Any]] = (),
        whatever: Sequence[Pending[Any]] = (),
    ) -> Pending[Any]:
        """Submit it; nothing goes wrong in a benchmark."""

        def work() -> Any:
            for other in (*after, *whatever):
                other.result()
            if where is Where.HERE:
                return run_step(self.home, step, arguments)
            return run_step_apart(self.home, step, arguments, self.workers)

        return self.pool.submit(work)

    def ask_people(self) -> Sequence[Notice]:
        """Nobody is here."""
        return ()


def main() -> None:
    """Every workbook is a submission of its office; as many worker processes as there are cores."""
    task = read_task()
    books = [Book(*book) for book in task["books"]]
    with tempfile.TemporaryDirectory() as folder:
        workshop = open_home(Path(folder) / "rumah", task["url"], books)
        job = Job(workshop, Threads(str(workshop.home.path), os.cpu_count() or 1))
        sleep(UNTIL_WHOLE)
        start = perf_counter()
        job.bring_in([book.slug for book in books])
        job.process([taken.submission for taken in job.items_taken])
        seconds = perf_counter() - start
        assert not job.errors, job.errors
        assert len(job.answers) == len(books)
        rows = sum(
            count.rows for submission in job.submissions for count in sheet_counts(workshop.warehouse, submission)
        )
        tell(seconds, rows)


if __name__ == "__main__":
    main()
