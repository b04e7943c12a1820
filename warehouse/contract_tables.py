"""Tables of the contract's sheets, derived from its one definition. All versions load into the same tables.

Each sheet has ``batch_<table>`` (history, immutable), a current table (``dim_`` or ``fct_``: the newest period's row of
each key among the batches in force) and, where there are personal columns, ``pribadi.batch_<table>``. Contract columns
may be null everywhere: history must hold the rows of every contract version, and a row has no value in columns that its
version does not know. The check proves that required cells are filled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import BigInteger, Boolean, Date, Double, Integer, Table, Text
from sqlalchemy import Column as SqlColumn
from sqlalchemy.types import TypeEngine

from schemas import kinds
from schemas.contracts import CONTRACTS
from schemas.kinds.base import Storage
from schemas.model import Column, Contract, Sheet
from warehouse.tables import PERSONAL, metadata

DIMENSIONS = frozenset({"umkm", "produk", "mitra"})
"""Sheets whose rows are things; the rows of other sheets are facts about things."""


@dataclass(frozen=True)
class SheetTables:
    """The tables of one sheet, with the columns of every version. ``personal`` is None where there are no personal
    columns.
    """

    sheet: Sheet
    batch: Table
    current: Table
    personal: Table | None

    @property
    def public_columns(self) -> tuple[str, ...]:
        """Contract columns (and licence statuses) in the public tables."""
        return tuple(column.name for column in self.batch.columns if column.name not in _MECHANICS)

    @property
    def personal_columns(self) -> tuple[str, ...]:
        """Columns of the personal table beside its key."""
        if self.personal is None:
            return ()
        return tuple(column.name for column in self.personal.columns if column.name not in _MECHANICS)

    @property
    def standing_columns(self) -> tuple[str, ...]:
        """The columns of the current table that come from the batch."""
        return tuple(column.name for column in self.current.columns if column.name != STANDING)

    @property
    def has_standing(self) -> bool:
        """Whether the current table says how a row stands."""
        return STANDING in self.current.c


STANDING = "keadaan"
EVENTS = frozenset({"kurasi", "pendampingan"})
"""Sheets of events: each row counts, whether a newer statement names it or not."""
_MECHANICS = frozenset({"submission_id", "office", "period", "row", "row_key", STANDING})


_SQL_TYPES: dict[Storage, type[TypeEngine]] = {
    "text": Text,
    "whole": BigInteger,
    "decimal": Double,
    "day": Date,
    "yes_no": Boolean,
}
"""The SQL type of each storage form."""


def columns_in_public(column: Column) -> list[SqlColumn]:
    """The columns of public tables that hold a contract column."""
    if column.personal and not isinstance(column.kind, kinds.Npwp):
        return []
    columns = [SqlColumn(column.name, _SQL_TYPES[column.kind.storage], comment=column.about)]
    if column.has_status:
        columns.append(
            SqlColumn(f"{column.name}_status", Text, comment=f"{column.header}: ada, proses, belum, ditahan.")
        )
    return columns


def _personal(column: Column) -> list[SqlColumn]:
    if not column.personal:
        return []
    if isinstance(column.kind, kinds.Nik):
        return [
            SqlColumn("nik_hash", Text, comment="HMAC-SHA256 NIK untuk mencocokkan; NIK tidak disimpan."),
            SqlColumn("nik_mask", Text, comment="NIK yang disamarkan."),
        ]
    return [SqlColumn(column.name, _SQL_TYPES[column.kind.storage], comment=column.about)]


def _batch_key() -> list[SqlColumn]:
    return [
        SqlColumn("submission_id", Text, primary_key=True, comment="Kiriman asal baris."),
        SqlColumn("row_key", Text, primary_key=True, comment="Kunci baris; bagian-bagiannya dipisah '|'."),
    ]


def _standing() -> SqlColumn:
    return SqlColumn(
        STANDING,
        Text,
        nullable=False,
        server_default="baru",
        comment="baru: dari pernyataan terbaru; ditahan: di sana disebut tetapi ditahan; lama: tidak disebut lagi.",
    )


def _tables(sheet: Sheet) -> SheetTables:
    personal = [sql_column for column in sheet.columns for sql_column in _personal(column)]
    batch = Table(
        f"batch_{sheet.table}",
        metadata,
        *_batch_key(),
        SqlColumn("office", Text, nullable=False, comment="Kode Kemendagri pengirim."),
        SqlColumn("period", Text, nullable=False, comment="Bulan laporan, YYYY-MM."),
        SqlColumn("row", Integer, nullable=False, comment="Nomor baris di lembar seperti dikirim."),
        *(sql_column for column in sheet.columns for sql_column in columns_in_public(column)),
        comment=f"Riwayat: {sheet.about}",
        sqlite_with_rowid=False,
    )
    name = f"{'dim' if sheet.table in DIMENSIONS else 'fct'}_{sheet.table}"
    current = Table(
        name,
        metadata,
        SqlColumn("office", Text, primary_key=True, comment="Kode Kemendagri pengirim."),
        SqlColumn("row_key", Text, primary_key=True, comment="Kunci baris; bagian-bagiannya dipisah '|'."),
        SqlColumn("submission_id", Text, nullable=False, comment="Kiriman asal baris."),
        SqlColumn("period", Text, nullable=False, comment="Bulan laporan asal baris, YYYY-MM."),
        SqlColumn("row", Integer, nullable=False, comment="Nomor baris di lembar seperti dikirim."),
        *([] if sheet.table in EVENTS else [_standing()]),
        *(sql_column for column in sheet.columns for sql_column in columns_in_public(column)),
        comment=f"Keadaan kini: {sheet.about}",
        sqlite_with_rowid=False,
    )
    if not personal:
        return SheetTables(sheet, batch, current, None)
    apart = Table(
        f"batch_{sheet.table}", metadata, *_batch_key(), *personal,
        schema=PERSONAL, comment=f"Data pribadi: {sheet.about}", sqlite_with_rowid=False,
    )  # fmt: skip
    return SheetTables(sheet, batch, current, apart)


def _all(contract: Contract) -> dict[str, SheetTables]:
    return {sheet.table: _tables(sheet) for kind in contract.kinds for sheet in kind.sheets}


SHEETS: dict[str, SheetTables] = _all(CONTRACTS.whole)
"""The tables of each sheet, by the sheet's table name: ``umkm``, ``produk``, …"""


def tables_of_kind(kind: str) -> tuple[SheetTables, ...]:
    """The tables of a workbook kind's sheets, in contract order."""
    return tuple(SHEETS[sheet.table] for sheet in CONTRACTS.whole.kind(kind).sheets)


BY_TITLE: dict[str, SheetTables] = {tables.sheet.title: tables for tables in SHEETS.values()}
"""The tables of each sheet, by the sheet's title: ``UMKM``, ``Produk``, …"""


def titles_of_kind(kind: str, version: str) -> tuple[str, ...]:
    """The titles of a workbook kind's data sheets in a contract version, in its order."""
    return tuple(sheet.title for sheet in CONTRACTS[version].kind(kind).sheets)


def in_contract_order(titles: Iterable[str]) -> tuple[str, ...]:
    """Sheets' titles in the order of the contract."""
    order = list(BY_TITLE)
    return tuple(sorted(titles, key=order.index))
