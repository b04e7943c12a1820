"""Claims: one process at a time works on a submission. A claim ends with its process, even a killed one.

Embedded warehouse: a lock file in a folder beside it. PostgreSQL: an advisory lock of a session of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock
from sqlalchemy import func, select

from warehouse.engine import Warehouse


@contextmanager
def claim(warehouse: Warehouse, submission_id: str, *, lock_dir: Path | None = None) -> Iterator[None]:
    """Hold the submission while working on it; waits for whoever holds it. Look at its state again afterwards."""
    if warehouse.path is not None:
        folder = lock_dir or warehouse.path.with_name(f"{warehouse.path.stem}-locks")
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{submission_id}.lock"):
            yield
        return
    key = func.hashtextextended(f"claim:{submission_id}", 0)
    engine = warehouse.engine.execution_options(isolation_level="AUTOCOMMIT")
    with engine.connect().execution_options(writes=True) as connection:
        connection.execute(select(func.pg_advisory_lock(key)))
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(key)))
