"""Inserts many rows at once, in the given connection's transaction: executemany of tuples (SQLite), COPY
(PostgreSQL).
"""

from __future__ import annotations

import io
import sqlite3
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv
from sqlalchemy import Connection, Date, Table
from sqlalchemy.exc import DBAPIError, OperationalError

from warehouse.errors import WarehouseError
from warehouse.keys import iso_dates

# sqlite3 looks for a way to adapt every None that it binds. Told of one (which gives None), it is twice as fast.
sqlite3.register_adapter(type(None), {}.get)


def insert_frame(connection: Connection, table: Table, frame: pd.DataFrame) -> None:
    """Inserts the rows of a frame whose columns have the names of the table's columns (any subset, any order).

    Dtypes: ``str``, ``Int64``, ``Float64``, ``boolean``, ``datetime64`` (a date) and object columns of Python values.
    Missing values become NULL.
    """
    if frame.empty:
        return
    if connection.dialect.name == "sqlite":
        _executemany(connection, table, frame)
    else:
        _copy(connection, table, frame)


def _names(connection: Connection, table: Table, frame: pd.DataFrame) -> tuple[str, str]:
    prepare = connection.dialect.identifier_preparer
    return prepare.format_table(table), ", ".join(prepare.quote(str(name)) for name in frame.columns)


def _executemany(connection: Connection, table: Table, frame: pd.DataFrame) -> None:
    name, columns = _names(connection, table, frame)
    marks = ", ".join("?" * frame.shape[1])
    statement = f"INSERT INTO {name} ({columns}) VALUES ({marks})"  # noqa: S608
    rows = zip(*(_values(frame[column]) for column in frame.columns), strict=True)
    driver = connection.connection.driver_connection  # takes the rows one by one, where SQLAlchemy wants a list of all
    try:
        driver.executemany(statement, rows)
    except sqlite3.Error as error:
        raise DBAPIError.instance(statement, None, error, sqlite3.Error, hide_parameters=True) from error


def _values(series: pd.Series) -> list[Any]:
    """A column as the Python values that SQLite keeps: dates as ISO text, yes and no as 1 and 0, None for nothing."""
    if series.dtype == "boolean":
        series = series.astype("Int64")
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        return iso_dates(series)
    if series.dtype == object:
        return [None if value is None or value is pd.NA else value for value in series]
    if isinstance(series.dtype, np.dtype):
        return series.tolist()
    return pa.array(series).to_pylist()


def _copy(connection: Connection, table: Table, frame: pd.DataFrame) -> None:
    import psycopg  # late: an embedded warehouse does without

    name, columns = _names(connection, table, frame)
    arrow = pa.Table.from_pandas(frame, preserve_index=False)
    for index, field in enumerate(arrow.schema):
        if isinstance(table.c[field.name].type, Date):
            arrow = arrow.set_column(index, field.name, arrow.column(index).cast(pa.date32()))
    buffer = io.BytesIO()
    csv.write_csv(arrow, buffer, csv.WriteOptions(include_header=False))
    payload = buffer.getvalue().replace(b"\0", b"")  # PostgreSQL keeps no NUL in text
    statement = f"COPY {name} ({columns}) FROM STDIN (FORMAT csv)"
    driver = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write(payload)
    except psycopg.OperationalError as error:
        raise OperationalError(statement, None, error) from error
    except psycopg.Error as error:  # its text quotes the row, which may be personal
        raise WarehouseError(f"Memuat ke {name} gagal: {error.diag.message_primary}") from None
