"""The rows of a sheet's batches as they count: stated, with corrections in the place of the cells that they act on."""

# ruff: noqa: S608 - names of tables and columns stand in the queries

from __future__ import annotations

from sqlalchemy import Connection, text

from warehouse.contract_tables import SheetTables
from warehouse.corrections.tables import CORRECTED

EVER_CORRECTED = "SELECT DISTINCT office, row_key FROM correction WHERE sheet = :sheet"
"""The keys of a sheet that any correction ever named: few enough to be looked at one by one."""


def source(connection: Connection, tables: SheetTables) -> str:
    """What stands after FROM: the batch itself where this connection shows no corrected row of the sheet."""
    corrected = CORRECTED[tables.sheet.table].name
    if connection.execute(text(f"SELECT 1 FROM {corrected} LIMIT 1")).first() is None:
        return tables.batch.name
    mechanics = ", ".join(f'b."{name}"' for name in ("submission_id", "row_key", "office", "period", "row"))
    values = ", ".join(f'{counting(name)} AS "{name}"' for name in tables.public_columns)
    return f"(SELECT {mechanics}, {values} FROM {tables.batch.name} b {corrections_beside(tables)})"


def corrections_beside(tables: SheetTables) -> str:
    """The join that sets the corrected row ``c`` beside a row ``b`` of the sheet's batches."""
    corrected = CORRECTED[tables.sheet.table].name
    return f"LEFT JOIN {corrected} c ON c.submission_id = b.submission_id AND c.row_key = b.row_key"


def counting(column: str) -> str:
    """A column's value that counts, with corrections beside."""
    return f'CASE WHEN c.row_key IS NULL THEN b."{column}" ELSE c."{column}" END'
