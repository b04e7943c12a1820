"""A progress bar over a run's submissions, fed by their states in the warehouse."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from kemitraan.steps.workshop import Workshop
from warehouse.errors import WarehouseError
from warehouse.submissions import unfinished

SECONDS_BETWEEN_LOOKS = 0.5


@contextmanager
def progress(workshop: Workshop) -> Iterator[None]:
    """Shows how many submissions are done while the block runs. Shows nothing without a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Menyiapkan alur …", total=None)
        stop = threading.Event()

        def look() -> None:
            ever_open: set[str] = set()
            while not stop.wait(SECONDS_BETWEEN_LOOKS):
                try:
                    open_now = {entry.id for entry in unfinished(workshop.warehouse)}
                except WarehouseError:
                    continue  # the run itself tells what is the matter
                ever_open |= open_now
                if ever_open:
                    done_count = len(ever_open - open_now)
                    bar.update(task, description="Memproses kiriman", total=len(ever_open), completed=done_count)

        watcher = threading.Thread(target=look, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            stop.set()
            watcher.join()
