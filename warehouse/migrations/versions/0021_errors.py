"""One word for what went wrong: the diary's column and the stored code of a program error are called ``error``.

Revision ID: 0021
Revises: 0020
"""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE regular_work RENAME COLUMN trouble TO error")
    op.execute("UPDATE source_visit SET error = 'program_error' WHERE error = 'program_fault'")


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
