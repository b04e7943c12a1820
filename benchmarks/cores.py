"""Seconds of a core, which do not depend on what else a machine does: ours, and those of a PostgreSQL server
beside us.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import process_time

import psutil
from sqlalchemy import text

from warehouse.engine import Warehouse


def core_seconds(process: psutil.Process | None) -> float:
    """The seconds of a core of a process, of those that it began, and of theirs; of ended ones, too, once waited
    for.
    """
    assert process is not None
    seconds = 0.0
    for own_process in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):  # it has just ended, and counts with its parent next time
            times = own_process.cpu_times()
            seconds += times.user + times.system + times.children_user + times.children_system
    return seconds


def server_of(warehouse: Warehouse) -> psutil.Process | None:
    """The process that began all others of the warehouse's server; None for an embedded warehouse."""
    if warehouse.is_sqlite:
        return None
    with warehouse.read() as connection:
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    return psutil.Process(backend).parent()


def seconds_of(warehouse: Warehouse, work: Callable[[], object]) -> float:
    """The seconds of a core that some work takes, the database's among them."""
    server = server_of(warehouse)
    start = process_time() + (core_seconds(server) if server else 0)
    work()
    return process_time() + (core_seconds(server) if server else 0) - start
