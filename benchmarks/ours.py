"""Our whole job: archive, read, check, load, publish and answer, several submissions at once as the flow does it."""

from __future__ import annotations

import os
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from time import perf_counter

from benchmarks.books import Book
from benchmarks.home import open_home
from benchmarks.process import read_task, tell
from kemitraan.steps.job.collecting import Waiting, look_at_source, take
from kemitraan.steps.job.parallel import STEPS, run_step, run_step_apart
from kemitraan.steps.workshop import Workshop
from warehouse.reading import sheet_counts


def main() -> None:
    """Every workbook is a submission of its office; as many worker processes as there are cores."""
    task = read_task()
    books = [Book(*book) for book in task["books"]]
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        workshop = open_home(Path(folder) / "rumah", task["url"], books)
        waiting = [item for book in books for item in look_at_source(workshop, book.slug, 0).waiting]
        start = perf_counter()
        with ThreadPoolExecutor(len(waiting)) as threads:
            submissions = list(threads.map(partial(_process, workshop, workers), waiting))
        seconds = perf_counter() - start
        rows = sum(count.rows for submission in submissions for count in sheet_counts(workshop.warehouse, submission))
        tell(seconds, rows)


def _process(workshop: Workshop, workers: int, waiting: Waiting) -> str:
    taken = take(workshop, waiting)
    assert taken is not None
    home = str(workshop.home.path)
    for step in STEPS:
        if step == "publish":  # the database's work; the flow, too, waits for it without a process of its own
            run_step(home, step, taken.submission)
        else:
            run_step_apart(home, step, taken.submission, workers)
    return taken.submission


if __name__ == "__main__":
    main()
