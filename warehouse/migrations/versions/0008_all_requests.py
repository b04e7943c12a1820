"""A submission keeps all requests that made it be processed again, not only the last: the dictionary says so.

Revision ID: 0008
Revises: 0007
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_context().dialect.name != "postgresql":
        return  # SQLite keeps no comments
    op.alter_column(
        "submission",
        "request",
        existing_type=sa.Text(),
        comment="Permintaan (putaran) yang memprosesnya ulang, satu per baris.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
