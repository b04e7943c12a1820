"""What a sender says to be right as it is, is remembered, so that no warning is said of it again.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "right_value",
        sa.Column("office", sa.Text(), nullable=False, comment="Kode Kemendagri pengirim."),
        sa.Column("sheet", sa.Text(), nullable=False, comment="Judul lembar menurut kontrak."),
        sa.Column("row_key", sa.Text(), nullable=False, comment="Kunci baris seperti di finding."),
        sa.Column("column_name", sa.Text(), nullable=False, comment="Kolom menurut kontrak."),
        sa.Column("sign", sa.Text(), nullable=False, comment="HMAC-SHA256 isi sel; isinya sendiri tidak disimpan."),
        sa.Column("submission_id", sa.Text(), nullable=False, comment="Kiriman yang menyatakannya."),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_right_value_submission_id"),
        sa.PrimaryKeyConstraint("office", "sheet", "row_key", "column_name", "sign", name="pk_right_value"),
        comment="Isi yang dinyatakan memang benar oleh pengirimnya; catatan tentangnya tidak diulang selama isinya sama.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
