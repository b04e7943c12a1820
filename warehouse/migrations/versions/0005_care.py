"""Which request took a submission up again, and when each archived file was last compared with its hash.

Revision ID: 0005
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "submission",
        sa.Column("request", sa.Text(), comment="Permintaan (putaran) terakhir yang memprosesnya ulang."),
    )
    op.create_table(
        "archive_check",
        sa.Column("sha256", sa.Text(), nullable=False, comment="Sidik berkas di arsip."),
        sa.Column(
            "checked_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="Terakhir dibaca utuh dan dicocokkan.",
        ),
        sa.Column("damage", sa.Text(), comment="missing atau damaged; kosong bila utuh."),
        sa.PrimaryKeyConstraint("sha256", name="pk_archive_check"),
        comment="Kapan setiap berkas arsip terakhir dicocokkan dengan sidiknya.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
