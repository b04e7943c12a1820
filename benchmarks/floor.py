"""The floor: calamine to lists and one bulk insert a sheet; no checks, no types, no names. Nothing can be faster."""

from __future__ import annotations

import csv
import io
import sqlite3
from datetime import date, datetime
from time import perf_counter

import psycopg
from python_calamine import CalamineWorkbook
from sqlalchemy import make_url

from benchmarks.process import read_task, tell

COVER = "Identitas"


def main() -> None:
    """Reads every workbook and inserts every row, in one process."""
    task = read_task()
    url = make_url(task["url"])
    insert = _into_sqlite if url.get_backend_name() == "sqlite" else _into_postgresql
    start = perf_counter()
    rows = sum(insert(url, _read(path)) for path, *_ in task["books"])
    tell(perf_counter() - start, rows)


def _read(path: str) -> dict[str, list[list]]:
    workbook = CalamineWorkbook.from_path(path)
    return {name: workbook.get_sheet_by_name(name).to_python() for name in workbook.sheet_names if name != COVER}


def _columns(rows: list[list]) -> str:
    return ", ".join(f"c{number}" for number in range(len(rows[0])))


def _into_sqlite(url, sheets: dict[str, list[list]]) -> int:
    for kind in (date, datetime):
        sqlite3.register_adapter(kind, kind.isoformat)
    with sqlite3.connect(url.database) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        for name, rows in sheets.items():
            connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({_columns(rows)})")
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows[1:])  # noqa: S608
    connection.close()
    return sum(len(rows) - 1 for rows in sheets.values())


def _into_postgresql(url, sheets: dict[str, list[list]]) -> int:
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
        for name, rows in sheets.items():
            typed = _columns(rows).replace(",", " text,") + " text"
            connection.execute(f"CREATE TABLE IF NOT EXISTS {name} ({typed})")
            lines = io.StringIO()
            csv.writer(lines).writerows(rows[1:])
            with connection.cursor().copy(f"COPY {name} FROM STDIN (FORMAT csv)") as copy:
                copy.write(lines.getvalue())
    return sum(len(rows) - 1 for rows in sheets.values())


if __name__ == "__main__":
    main()
