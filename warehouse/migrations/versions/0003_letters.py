"""Which reminders, complaints and digests went out.

Revision ID: 0003
Revises: 0005
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("kind", sa.Text(), nullable=False, comment="reminder, late, atau digest."),
        sa.Column(
            "office",
            sa.Text(),
            nullable=False,
            comment="Kode kantor yang disurati; 76 untuk rangkuman bagi provinsi.",
        ),
        sa.Column("period", sa.Text(), nullable=False, comment="Bulan laporan yang dimaksud, YYYY-MM."),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False, comment="Waktu dikirim."),
        sa.Column("message_id", sa.Text(), nullable=False, comment="Message-ID surelnya."),
        sa.PrimaryKeyConstraint("kind", "office", "period", name="pk_letter"),
        comment="Surat pengingat, pemberitahuan terlambat, dan rangkuman yang sudah dikirim; masing-masing sekali.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
