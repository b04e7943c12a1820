"""Which views an upgrade made, so that a later one can take away those that it does not know any more.

Revision ID: 0022
Revises: 0021
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; what stands there already was made from the lists that every version so far has had."""
    op.add_column(
        "upgrade_sign",
        sa.Column("views", sa.Text(), nullable=True, comment="Pandangan yang dibuatnya, menurut urutannya."),
    )
