"""The fingerprint of the home's key is remembered, so that another key is noticed.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "home_key",
        sa.Column(
            "fingerprint",
            sa.Text(),
            nullable=False,
            comment="Sidik kunci rumah; kuncinya tidak dapat diketahui darinya.",
        ),
        sa.Column(
            "since",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="Sejak kapan kunci itu dipakai; yang terakhir berlaku.",
        ),
        sa.PrimaryKeyConstraint("fingerprint", name="pk_home_key"),
        comment="Dengan kunci mana gudang ini dikerjakan, supaya kunci lain langsung ketahuan.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
