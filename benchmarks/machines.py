"""Many submissions in one run under Prefect: with threads, and with so many processes of a Dask cluster."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

import psutil
from sqlalchemy import text

from benchmarks.books import Book
from benchmarks.cores import core_seconds, server_of
from benchmarks.home import open_home
from benchmarks.process import read_task, tell
from kemitraan.cli.flow_runner import flow_runner
from kemitraan.config.home import Home
from warehouse.engine import Warehouse
from warehouse.reading import sheet_counts
from warehouse.submissions import select_submissions

SETTINGS = """\
[settings]
task_runner = "{runner}"
workers = {workers}
[settings.review]
quarantined_share = 1.0
fewer_rows_share = 1.0
same_rows_share = 1.0
"""


@dataclass(frozen=True)
class Spent:
    """What the database has spent so far: seconds of a core, bytes of its log, and bytes of its tables."""

    cpu: float
    log: float
    size: float

    def since(self, before: Spent) -> Spent:
        return Spent(self.cpu - before.cpu, self.log - before.log, self.size - before.size)


def spent(warehouse: Warehouse) -> Spent:
    """Seconds of a core of all processes of the server, ended ones included."""
    query = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0'), pg_database_size(current_database())"
    with warehouse.read() as connection:
        log, size = connection.execute(text(query)).one()
    return Spent(core_seconds(server_of(warehouse)), float(log), float(size))


def main() -> None:
    """A run without a file first: what it costs to begin."""
    task = read_task()
    books = [Book(*book) for book in task["books"]]
    with tempfile.TemporaryDirectory() as folder:
        workshop = open_home(Path(folder) / "rumah", task["url"])
        home = Home(workshop.home.path)
        settings = SETTINGS.format(runner=task["runner"], workers=task["workers"])
        offices = home.config_file.read_text(encoding="utf-8").partition("[[offices]]")
        home.config_file.write_text(settings + "".join(offices[1:]), encoding="utf-8")
        with flow_runner(home) as runner:
            if runner.server:
                runner.server.wait()
            runner.run()
            start = perf_counter()
            runner.run()
            empty = perf_counter() - start
            for number, book in enumerate(books):
                target = home.inbox(book.slug) / f"{number:03}.xlsx"
                shutil.copy(book.path, target)
                os.utime(target, (1_700_000_000 + number, 1_700_000_000 + number))
            before, ours = spent(workshop.warehouse), core_seconds(psutil.Process())
            start = perf_counter()
            summary = runner.run()
            seconds = perf_counter() - start
            ours = core_seconds(psutil.Process()) - ours
        cost = spent(workshop.warehouse).since(before)
        with workshop.warehouse.read() as connection:
            states = [(row.id, str(row.state)) for row in connection.execute(select_submissions())]
        assert [state for _, state in states] == ["answered"] * len(books), (states, summary)
        rows = sum(count.rows for identifier, _ in states for count in sheet_counts(workshop.warehouse, identifier))
        tell(seconds, rows, empty=empty, ours=ours, **asdict(cost))


if __name__ == "__main__":
    main()
