"""Corrections as dated data. What they make of rows is derived, and made with the views.

Revision ID: 0024
Revises: 0023
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="Nomor koreksi, dari 1."),
        sa.Column("office", sa.Text(), nullable=False, comment="Kode Kemendagri pengirim."),
        sa.Column("sheet", sa.Text(), nullable=False, comment="Judul lembar menurut kontrak."),
        sa.Column("row_key", sa.Text(), nullable=False, comment="Kunci baris; bagian-bagiannya dipisah '|'."),
        sa.Column("column_name", sa.Text(), nullable=False, comment="Kolom menurut kontrak."),
        sa.Column("expected", sa.Text(), nullable=False, comment="Isi yang dikoreksi; kosong: sel kosong."),
        sa.Column("value", sa.Text(), nullable=False, comment="Isi penggantinya; kosong: dikosongkan."),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True, comment="Kosong selama berlaku."),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_correction"),
        comment="Koreksi isi sel atas nama pengirim; tidak pernah diubah atau dihapus, hanya diakhiri.",
    )
    op.create_index("ix_correction_office_sheet", "correction", ["office", "sheet"], unique=False)
    op.create_index(
        "uq_correction_live",
        "correction",
        ["office", "sheet", "row_key", "column_name", "expected"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
