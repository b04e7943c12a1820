"""What senders typed where it does not belong is kept apart: names of files, and free texts; public tables have masked copies.

What was kept before is masked in its place. Findings of before keep what was masked then, save e-mail addresses.

Revision ID: 0018
Revises: 0017
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

from schemas.kinds.digits import mask_digits
from schemas.masking import mask_hidden, mask_personal, mask_strays

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TEXTS = {
    "umkm": ("UMKM", "dim", ("nama_usaha",)),
    "produk": ("Produk", "dim", ("nama_produk", "merek", "pirt", "halal", "hki")),
    "kurasi": ("Kurasi", "fct", ("kurator", "catatan")),
    "pendampingan": ("Pendampingan", "fct", ("pendamping", "hasil", "tindak_lanjut")),
    "kemitraan": ("Kemitraan", "fct", ("nomor_dokumen", "catatan")),
    "mitra": ("Mitra", "dim", ("nama_mitra",)),
    "permintaan": ("Permintaan", "fct", ("uraian",)),
    "persyaratan": ("Persyaratan", "fct", ("sumber",)),
}
"""Free texts that everybody reads: the sheet's table, title, where it stands now, columns."""
_IN_NAME = re.compile(r"(?<!\d)(?:\+?62|0)[ .\-_]?8\d(?:[ .\-_]?\d){6,10}(?!\d)")


def _mask_name(name: str) -> str:
    """``Laporan 7604012345670001.xlsx`` → ``Laporan 7604********0001.xlsx``; telephone numbers and addresses likewise."""
    return _IN_NAME.sub(lambda match: mask_digits(match[0]), mask_hidden(name))


MASKED: dict[str, tuple[tuple[str, ...], dict[str, Callable[[str], str]]]] = {
    "submission": (("id",), {"note": _mask_name}),
    "submission_event": (("id",), {"why": _mask_name}),
    "answer_delivery": (("submission_id", "outbox"), {"name": _mask_name}),
    "submission_sheet": (("submission_id", "sheet"), {"sheet_name": mask_strays}),
    "submission_column": (("submission_id", "sheet", "column_name"), {"header": mask_strays}),
    "finding": (
        ("submission_id", "seq"),
        {"sheet": mask_strays, "label": mask_hidden, "got": mask_hidden, "row_key": mask_hidden},
    ),
}
"""What is masked where it stands: the table, its key, each column with its mask."""

SHORTEST = 6
"""The length of the shortest e-mail address; numbers are longer."""


def upgrade() -> None:
    op.create_table(
        "sealed_text",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False, comment="Judul lembar menurut kontrak."),
        sa.Column("row", sa.Integer(), nullable=False, comment="Nomor baris di lembar seperti dikirim."),
        sa.Column("column_name", sa.Text(), nullable=False, comment="Kolom menurut kontrak."),
        sa.Column("text", sa.Text(), nullable=False, comment="Isi sel seperti dikirim."),
        sa.PrimaryKeyConstraint("submission_id", "sheet", "row", "column_name", name="pk_sealed_text"),
        schema="pribadi",
        comment="Teks bebas yang memuat NIK, nomor telepon, atau surel; tabel lain hanya punya salinannya yang disamarkan.",
    )
    op.create_table(
        "sealed_name",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False, comment="Nama berkas seperti diterima."),
        sa.PrimaryKeyConstraint("submission_id", name="pk_sealed_name"),
        schema="pribadi",
        comment="Nama berkas yang memuat nomor atau alamat seseorang; submission.file_name hanya punya salinannya yang "
        "disamarkan.",
    )
    _comment_names()
    if not op.get_context().as_sql:  # a script without a database has no rows to look at
        _seal_rows()


def _seal_rows() -> None:
    _seal_names()
    for table, (title, place, columns) in TEXTS.items():
        _seal_texts(table, title, columns)
        _mask(f"{place}_{table}", ("office", "row_key"), dict.fromkeys(columns, mask_personal))
    for table, (key, masks) in MASKED.items():
        _mask(table, key, masks)


def _comment_names() -> None:
    if op.get_context().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column(
            "submission",
            "file_name",
            comment="Nama berkas; nomor dan alamat orang di dalamnya disamarkan.",
            existing_comment="Nama berkas seperti diterima.",
            existing_type=sa.Text(),
            existing_nullable=False,
        )


def _seal_names() -> None:
    connection, table = op.get_bind(), _table("submission", ("id",), ("file_name",))
    sealed = sa.table("sealed_name", sa.column("submission_id"), sa.column("file_name"), schema="pribadi")
    for row in connection.execute(sa.select(table)).all():
        if _mask_name(row.file_name) != row.file_name:
            connection.execute(sealed.insert().values(submission_id=row.id, file_name=row.file_name))
    _mask("submission", ("id",), {"file_name": _mask_name})


def _seal_texts(table: str, title: str, columns: Sequence[str]) -> None:
    connection, batch = op.get_bind(), _table(f"batch_{table}", ("submission_id", "row_key", "row"), columns)
    names = ("submission_id", "sheet", "row", "column_name", "text")
    sealed = sa.table("sealed_text", *map(sa.column, names), schema="pribadi")
    found = [
        (row.submission_id, title, row.row, column, text)
        for row in connection.execute(sa.select(batch).where(_suspect(batch, columns)))
        for column in columns
        if (text := row._mapping[column]) and mask_personal(text) != text
    ]
    for values in found:
        connection.execute(sealed.insert().values(dict(zip(names, values, strict=True))))
    _mask(f"batch_{table}", ("submission_id", "row_key"), dict.fromkeys(columns, mask_personal))


def _mask(name: str, key: Sequence[str], masks: dict[str, Callable[[str], str]]) -> None:
    connection, table = op.get_bind(), _table(name, key, tuple(masks))
    changed = [
        (row, after)
        for row in connection.execute(sa.select(table).where(_suspect(table, tuple(masks))))
        if (after := _masked(row, masks))
    ]
    for row, after in changed:
        same = [table.c[column] == row._mapping[column] for column in key]
        connection.execute(table.update().where(*same).values(after))


def _masked(row: sa.Row, masks: dict[str, Callable[[str], str]]) -> dict[str, str]:
    """The columns of a row that masks change, as they are then."""
    texts = {column: row._mapping[column] for column in masks if row._mapping[column]}
    return {column: after for column, text in texts.items() if (after := masks[column](text)) != text}


def _suspect(table: sa.TableClause, columns: Sequence[str]) -> sa.ColumnElement[bool]:
    """Only what is long enough to hold an address or a number: short texts are passed over."""
    return sa.or_(*(sa.func.length(table.c[column]) >= SHORTEST for column in columns))


def _table(name: str, key: Sequence[str], columns: Sequence[str]) -> sa.TableClause:
    return sa.table(name, *map(sa.column, (*key, *columns)))


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
