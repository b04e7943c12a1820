"""When regular work was last done, and how large everything was, is kept.

Revision ID: 0012
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "regular_work",
        sa.Column("work", sa.Text(), nullable=False, comment="consolidation (semua kantor) atau backup."),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, comment="Terakhir selesai."),
        sa.Column("place", sa.Text(), comment="Folder cadangannya."),
        sa.Column("trouble", sa.Text(), comment="Yang perlu dilihat orang; kosong bila semuanya baik."),
        sa.PrimaryKeyConstraint("work", name="pk_regular_work"),
        comment="Kapan pekerjaan rutin terakhir selesai.",
    )
    op.create_table(
        "size_seen",
        sa.Column("day", sa.Text(), nullable=False, comment="Hari pengukuran, YYYY-MM-DD."),
        sa.Column("part", sa.Text(), nullable=False, comment="rumah, arsip, gudang, atau cadangan."),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "part", name="pk_size_seen"),
        comment="Ukuran setiap bagian pada hari pemeliharaan.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
