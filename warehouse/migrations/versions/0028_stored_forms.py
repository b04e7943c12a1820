"""The form in which masked contents are stored, so that what is of a former form is written anew once.

Revision ID: 0028
Revises: 0027
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stored_form",
        sa.Column(
            "work", sa.Text(), nullable=False, comment="Apa yang ditulis ulang bila bentuknya berubah: mitra, samaran."
        ),
        sa.Column(
            "form", sa.Text(), nullable=False, comment="Bentuk terakhir: sidik kunci, atau sidik aturan penyamaran."
        ),
        sa.Column(
            "until",
            sa.Text(),
            nullable=True,
            comment="Kiriman terakhir yang sudah ditulis ulang; kosong bila semuanya sudah.",
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("work", name="pk_stored_form"),
        comment="Dalam bentuk apa isi tersimpan yang disamarkan, supaya isi lama ditulis ulang sekali saja.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
