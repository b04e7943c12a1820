"""Work in processes of their own, some of which are killed."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy import event

import warehouse.contract_tables  # noqa: F401 (so that the metadata knows the sheets' tables)
from schemas.result import CheckResult
from tests.conftest import NIK_KEY
from warehouse.checking import store_check
from warehouse.claims import claim
from warehouse.engine import Warehouse, open_warehouse
from warehouse.loading import load
from warehouse.publishing import publish
from warehouse.submissions import answered
from warehouse.tables import metadata

_COMPILED: dict[Any, Any] = {}


def open_at_noon(url: str) -> Warehouse:
    """A warehouse whose clock stands still, so that two histories can be compared; statements are compiled once for
    all.
    """
    warehouse = open_warehouse(url, nik_key=NIK_KEY, now=lambda: datetime(2026, 11, 4, 4, 0, tzinfo=UTC))
    return replace(warehouse, engine=warehouse.engine.execution_options(compiled_cache=_COMPILED))


def run_through(warehouse: Warehouse, identifier: str, result: CheckResult) -> None:
    """Everything that is left to do for a submission; takes up where its state says."""
    with claim(warehouse, identifier):
        store_check(warehouse, identifier, result)
        load(warehouse, identifier, result)
        publish(warehouse, identifier)
        answered(warehouse, identifier)


def in_process(work: Callable[[], object]) -> int:
    """Start ``work`` in a process of its own; gives its process id."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def wait_for(child: int) -> int:
    """How the process ended: 0 well, -9 killed, 1 with an error."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def die_at(warehouse: Warehouse, moment: int) -> None:
    """Kill this process at the so-many-th moment: each commit, before and after it, and every third statement
    between.
    """
    moments, statements = count(1), count(1)

    def reached(*_: object) -> None:
        if next(moments) == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def executing(*_: object) -> None:
        if next(statements) % 3 == 0:
            reached()

    event.listen(warehouse.engine, "begin", reached)
    event.listen(warehouse.engine, "before_cursor_execute", executing)
    event.listen(warehouse.engine, "commit", reached)


def contents(warehouse: Warehouse) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for numbers that the database gives."""
    rows_by_table = {}
    with warehouse.read() as connection:
        for name, table in metadata.tables.items():
            names = [column.name for column in table.columns if (name, column.name) != ("submission_event", "id")]
            columns = ", ".join(f'"{column_name}"' for column_name in names)
            rows = connection.exec_driver_sql(f"SELECT {columns} FROM {name}")  # noqa: S608
            rows_by_table[name] = sorted(map(tuple, rows), key=repr)
    return rows_by_table
