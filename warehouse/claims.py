"""Claims: one process at a time works on a submission. A claim ends with its process, even a killed one.

Embedded warehouse: a lock file in a folder beside it. PostgreSQL: an advisory lock of a session of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from filelock import FileLock
from sqlalchemy import Connection, Select, func, select
from sqlalchemy.exc import DBAPIError

from warehouse.engine import Warehouse, translated
from warehouse.locks import lock_key


@contextmanager
def claim(warehouse: Warehouse, submission_id: str) -> Iterator[None]:
    """Holds the submission while working on it, and waits for whoever holds it. Look at its state again afterwards.

    Raises WarehouseUnavailable when the database is away before the work begins.
    """
    if warehouse.path is not None:
        folder = _lock_folder(warehouse.path)
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f"{submission_id}.lock"):
            yield
        return
    key = lock_key(f"claim:{submission_id}")
    engine = warehouse.engine.execution_options(isolation_level="AUTOCOMMIT")
    with ExitStack() as stack:
        with translated():
            connection = stack.enter_context(engine.connect().execution_options(writes=True))
            connection.execute(select(func.pg_advisory_lock(key)))
        stack.callback(_let_go, connection, select(func.pg_advisory_unlock(key)))
        yield


def _let_go(connection: Connection, unlock: Select) -> None:
    """Ends the claim. Where the server is gone, its session and the lock are gone, too; the finished work stands."""
    try:
        connection.execute(unlock)
    except DBAPIError:
        connection.invalidate()  # whatever is left of that session must not go back to the pool with the lock


def remove_idle_locks(warehouse: Warehouse) -> None:
    """Removes the lock files that nobody holds. There is one for everything that was ever claimed.

    A file is removed while it is locked here. Whoever opened it before that, and gets its lock afterwards, sees that
    the file has no name any more and opens another (filelock does so; without that, two could hold one claim).
    """
    if warehouse.path is None:
        return
    for path in _lock_folder(warehouse.path).glob("*.lock"):
        with suppress(OSError), FileLock(path, timeout=0):  # held (its Timeout is an OSError), or cannot be: it stays
            path.unlink()


def _lock_folder(warehouse: Path) -> Path:
    return warehouse.with_name(f"{warehouse.stem}-locks")
