"""Letters about mail that brought nothing new are kept beside the others: the dictionary says so.

Revision ID: 0007
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_context().dialect.name != "postgresql":
        return  # SQLite keeps no comments
    op.alter_column(
        "letter",
        "kind",
        existing_type=sa.Text(),
        comment="reminder, late, atau digest; untaken-… dan again-… tentang satu surel atau lampiran.",
    )
    op.alter_column(
        "letter",
        "period",
        existing_type=sa.Text(),
        comment="Bulan laporan yang dimaksud, atau bulan surelnya tiba, YYYY-MM.",
    )
    op.create_table_comment(
        "letter",
        "Surat yang sudah dikirim selain jawaban, masing-masing sekali: pengingat, pemberitahuan terlambat, rangkuman, "
        "dan balasan atas surel yang tidak dapat diambil atau lampiran yang sudah pernah diterima.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
