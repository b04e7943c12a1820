"""Keys that we give to businesses of offices which have none of ours are remembered by who they are.

Revision ID: 0017
Revises: 0016
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "given_key",
        sa.Column("office", sa.Text(), nullable=False, comment="Kode Kemendagri pengirim."),
        sa.Column(
            "sign",
            sa.Text(),
            nullable=False,
            comment="HMAC-SHA256 NIB, NIK, atau nama dan tempat; isinya tidak disimpan.",
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="nib, nik, atau nama: dari apa tandanya dibuat."),
        sa.Column("kode_umkm", sa.Text(), nullable=False, comment="Kode yang kami berikan kepada usaha itu."),
        sa.Column("submission_id", sa.Text(), nullable=False, comment="Kiriman yang pertama memuatnya."),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_given_key_submission_id"),
        sa.PrimaryKeyConstraint("office", "sign", name="pk_given_key"),
        comment="Kode yang kami berikan kepada usaha kantor yang tidak memakai kode; satu usaha dapat dikenali dari beberapa tanda.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
