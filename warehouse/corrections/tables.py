"""Tables of corrections, and the derived ones: each row of a statement in force as corrections make it.

The derived tables are made anew with the views, at every upgrade, so no revision speaks of them.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, MetaData, Table, Text, text

from warehouse.contract_tables import SHEETS, SheetTables
from warehouse.tables import metadata
from warehouse.times import UtcDateTime

correction = Table(
    "correction",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="Nomor koreksi, dari 1."),
    Column("office", Text, nullable=False, comment="Kode Kemendagri pengirim."),
    Column("sheet", Text, nullable=False, comment="Judul lembar menurut kontrak."),
    Column("row_key", Text, nullable=False, comment="Kunci baris; bagian-bagiannya dipisah '|'."),
    Column("column_name", Text, nullable=False, comment="Kolom menurut kontrak."),
    Column("expected", Text, nullable=False, comment="Isi yang dikoreksi; kosong: sel kosong."),
    Column("value", Text, nullable=False, comment="Isi penggantinya; kosong: dikosongkan."),
    Column("why", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("entered_at", UtcDateTime(), nullable=False),
    Column("ended_at", UtcDateTime(), comment="Kosong selama berlaku."),
    Column("ended_by", Text),
    Column("ended_why", Text),
    Index(None, "office", "sheet"),
    comment="Koreksi isi sel atas nama pengirim; tidak pernah diubah atau dihapus, hanya diakhiri.",
)
_PLACE = ("office", "sheet", "row_key", "column_name", "expected")
_OPEN = text("ended_at IS NULL")
Index("uq_correction_live", *(correction.c[name] for name in _PLACE), unique=True,
      sqlite_where=_OPEN, postgresql_where=_OPEN)  # fmt: skip

derived = MetaData()

corrected_cell = Table(
    "corrected_cell",
    derived,
    Column("submission_id", Text, primary_key=True),
    Column("sheet", Text, primary_key=True),
    Column("row_key", Text, primary_key=True),
    Column("column_name", Text, primary_key=True),
    Column("correction_id", BigInteger, nullable=False),
    Column("office", Text, nullable=False),
    Column("period", Text, nullable=False),
    sqlite_with_rowid=False,
)


def _corrected(tables: SheetTables) -> Table:
    batch = tables.batch
    columns = [
        Column(column.name, column.type, primary_key=column.primary_key, nullable=column.nullable)
        for column in batch.columns
    ]
    return Table(f"corrected_{tables.sheet.table}", derived, *columns, sqlite_with_rowid=False)


CORRECTED: dict[str, Table] = {name: _corrected(tables) for name, tables in SHEETS.items()}
"""Rows like those of a sheet's batches, as corrections make them, by the sheet's table name."""
