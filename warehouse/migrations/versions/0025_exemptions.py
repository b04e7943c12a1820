"""Exemptions of an office from a rule as dated data.

Revision ID: 0025
Revises: 0024
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exemption",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="Nomor pengecualian, dari 1."),
        sa.Column("office", sa.Text(), nullable=False, comment="Kode Kemendagri pengirim."),
        sa.Column("code", sa.Text(), nullable=False, comment="Kode aturan, misalnya document.missing."),
        sa.Column("since", sa.Text(), nullable=False, comment="Bulan laporan pertama, YYYY-MM."),
        sa.Column("until", sa.Text(), nullable=True, comment="Bulan laporan terakhir; kosong: seterusnya."),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True, comment="Kosong selama berlaku."),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_exemption"),
        comment="Pengecualian kantor dari sebuah aturan; tidak pernah diubah atau dihapus, hanya diakhiri.",
    )
    op.create_index("ix_exemption_office", "exemption", ["office"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
