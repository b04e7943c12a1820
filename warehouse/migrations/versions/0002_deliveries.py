"""What arrived where, when each source was last heard from, and which answers went where.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SOURCE = "Sumber: kantor dan nomor urutnya di setelan."


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "delivery",
        sa.Column("source", sa.Text(), nullable=False, comment=_SOURCE),
        sa.Column(
            "item", sa.Text(), nullable=False, comment="Tanda kiriman di sumber itu; hanya bermakna bagi salurannya."
        ),
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column(
            "message",
            sa.Text(),
            nullable=False,
            comment="Sebutan kiriman di salurannya: nama berkas, Message-ID, ETag.",
        ),
        sa.Column("sent_at", moment, nullable=False, comment="Waktu menurut sumbernya."),
        sa.Column("taken_at", moment, nullable=False, comment="Waktu diambil."),
        sa.PrimaryKeyConstraint("source", "item", name="pk_delivery"),
        schema="pribadi",
        comment="Setiap kedatangan berkas di sebuah sumber; tandanya dapat memuat nama berkas.",
    )
    op.create_index("ix_delivery_submission_id", "delivery", ["submission_id"], schema="pribadi")
    op.create_table(
        "source_visit",
        sa.Column("source", sa.Text(), nullable=False, comment=_SOURCE),
        sa.Column("tried_at", moment, nullable=False, comment="Terakhir dicoba."),
        sa.Column("reached_at", moment, comment="Terakhir menjawab."),
        sa.Column("taken_at", moment, comment="Terakhir ada berkas yang diambil."),
        sa.Column("error", sa.Text(), comment="Sebab percobaan terakhir gagal; kosong bila berhasil."),
        sa.PrimaryKeyConstraint("source", name="pk_source_visit"),
        comment="Kapan setiap sumber terakhir terdengar.",
    )
    op.create_table(
        "answer_delivery",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("outbox", sa.Text(), nullable=False, comment="Ke mana: kotak keluar sumbernya, atau surel."),
        sa.Column("name", sa.Text(), nullable=False, comment="Nama jawaban di sana."),
        sa.Column("delivered_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_answer_delivery_submission_id"),
        sa.PrimaryKeyConstraint("submission_id", "outbox", name="pk_answer_delivery"),
        comment="Jawaban yang sudah sampai, satu baris satu tujuan.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
