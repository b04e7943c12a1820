"""What analysts may read on PostgreSQL: the schema ``mart``, in which a view of each open table shows its open columns.

An allow-list: a table or column that is not named here, or in the contract as open, is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from schemas.model import Column
from warehouse.contract_tables import SHEETS, STANDING, SheetTables, columns_in_public
from warehouse.marts import MARTS
from warehouse.marts.description import mart
from warehouse.views import MONTHLY

SCHEMA = "mart"

_FIRMS = "bentuk_usaha IN ('CV', 'PT', 'Koperasi', 'Firma')"
_IN_PART: Mapping[tuple[str, str], str] = {
    ("umkm", "omzet_tahunan"): f"CASE WHEN {_FIRMS} THEN omzet_tahunan END",
    ("umkm", "modal_usaha"): f"CASE WHEN {_FIRMS} THEN modal_usaha END",
    ("umkm", "lintang"): "CAST(ROUND(CAST(lintang AS NUMERIC), 2) AS DOUBLE PRECISION)",
    ("umkm", "bujur"): "CAST(ROUND(CAST(bujur AS NUMERIC), 2) AS DOUBLE PRECISION)",
}
"""Restricted columns of which something is open: money of firms that are no person's own, places to about a
kilometre.
"""

_MECHANICS = ("office", "row_key", "submission_id", "period", "row", STANDING)

OPEN: Mapping[str, tuple[str, ...]] = {
    "submission": (
        "id", "office", "kind", "period", "sha256", "received_at", "state", "outcome", "contract", "checked_on", "loaded_at",
        "attempt", "belongs_to", "only_sheet",
    ),
    "submission_event": ("id", "submission_id", "from_state", "to_state", "at"),
    "submission_sheet": ("submission_id", "sheet", "rows", "accepted_rows", "quarantined_rows", "skipped_rows"),
    "statement": ("submission_id", "sheet", "office", "kind", "period", "stated", "set_aside"),
    "in_force": ("submission_id", "sheet", "live_from", "live_to", "office", "kind", "period"),
    "held_row": ("submission_id", "sheet", "row", "row_key"),
    "finding": (
        "submission_id", "seq", "code", "severity", "sheet", "cell", "row", "column_name", "row_key", "expected",
    ),
    "fct_tahap": ("office", "row_key", "period", "usaha_besar", "tahap"),
    "fct_kelas": ("office", "row_key", "period", "kelas"),
    "dim_wilayah": ("code", "name", "level", "parent_code"),
    "dim_office": ("code", "name", "kind", "prefix"),
    "dim_bulan": ("period", "urutan", "hari_awal", "hari_akhir", "batas", "batas_lewat"),
    "dim_tahap": ("tahap", "urutan"),
    "dim_persyaratan": (
        "persyaratan", "berlaku_mulai", "berlaku_sampai", "golongan", "topik", "di_luar_data", "untuk",
    ),
    "dim_kamus": (
        "tabel", "kolom", "urutan", "jenis", "satuan", "arti", "bila_kosong", "kunci", "dijumlahkan", "akses",
    ),
    "dim_konversi": ("dari", "ke", "isi", "pembagi"),
    "asal_sel": (
        "source", "office", "row_key", "period", "column_name", "header", "submission_id", "sha256", "received_at",
        "office_name", "sheet", "sheet_name", "row", "cell", "koreksi",
    ),
    "sudut_pandang": ("period", "known_on", "akhir", "urutan"),
}  # fmt: skip
"""Open columns of tables that hold no rows of a sheet."""


def create_open_views(connection: Connection, schema: str = SCHEMA, over: str | None = None) -> None:
    """Make a schema of open views; nothing on SQLite, where analysts are given a snapshot. ``over`` is a schema whose
    tables and views are shown in the place of the live ones of the same name.
    """
    if connection.dialect.name != "postgresql":
        return
    there = "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(%s)"
    other_views = set(connection.exec_driver_sql(there, (over,)).scalars()) if over else set()
    connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
    for name, columns in open_columns().items():
        shown = ", ".join(f'{expression} AS "{column}"' for column, expression in columns.items())
        place = over if name in other_views else "public"
        connection.exec_driver_sql(f"CREATE VIEW {schema}.{name} AS SELECT {shown} FROM {place}.{name}")  # noqa: S608


def drop_open_views(connection: Connection) -> None:
    """Take the schema away, so that what is under its views can be changed."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def open_columns() -> dict[str, dict[str, str]]:
    """The open columns of each table and view, each with the SQL of what is shown of it."""
    columns_by_view = {name: _plain(columns) for name, columns in OPEN.items()}
    for table, tables in SHEETS.items():
        open_ones = dict(_of_sheet(tables))
        for name in (tables.batch.name, tables.current.name, *([f"fct_{table}_bulanan"] if table in MONTHLY else [])):
            existing = tables.current.columns if name == tables.current.name else tables.batch.columns
            mechanics = _plain(column for column in _MECHANICS if column in existing)
            columns_by_view[name] = mechanics | open_ones
    for name in MARTS:
        for view in mart(name).views:
            columns_by_view[view.name] = _plain(
                column for column, described in view.columns.items() if described.access == "terbuka"
            )
    return columns_by_view


def _plain(columns) -> dict[str, str]:
    return {column: f'"{column}"' for column in columns}


def _of_sheet(tables: SheetTables) -> Iterator[tuple[str, str]]:
    for column in tables.sheet.columns:
        yield from _of_column(tables.sheet.table, column)


def _of_column(table: str, column: Column) -> Iterator[tuple[str, str]]:
    """An open column; of others its status, which holds no number, and what is open of a restricted one."""
    for sql_column in columns_in_public(column):
        if column.access == "terbuka" or sql_column.name != column.name:
            yield sql_column.name, f'"{sql_column.name}"'
        elif (table, column.name) in _IN_PART:
            yield sql_column.name, _IN_PART[table, column.name]
