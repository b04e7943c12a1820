"""Records of one business: how well and how fast they are found, and what a new submission costs beside many known
ones.
"""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from time import process_time

from benchmarks.books import Book
from benchmarks.home import open_home
from benchmarks.linkage.measuring import measure
from benchmarks.linkage.population import Setting, population
from benchmarks.process import read_task, tell
from kemitraan.steps.identities.linking import link_records
from kemitraan.steps.job.execution import Here
from kemitraan.steps.job.order import Job

SEED = 77


def main() -> None:
    """Measures the matcher alone on made-up records, or an update of a warehouse: ``books`` but the last are known
    before.
    """
    task = read_task()
    if "records" in task:
        quality = measure(population(Setting(records=task["records"]), SEED))
        tell(quality.seconds, task["records"], quality=asdict(quality))
        return
    *known, new = [Book(*book) for book in task["books"]]
    with tempfile.TemporaryDirectory() as folder:
        workshop = open_home(Path(folder) / "rumah", task["url"], [*known, new])
        compared = []
        for books in (known, [new]):
            job = Job(workshop, Here(workshop))
            job.bring_in([book.slug for book in books])
            job.process([taken.submission for taken in job.items_taken])
            assert not job.errors, job.errors
            start = process_time()
            linked = link_records(workshop)
            seconds = process_time() - start
            compared.append(linked.compared)
        tell(seconds, compared[-1], known=compared[0])


if __name__ == "__main__":
    main()
