"""Submissions that wait for a person, what was decided, and the headers that were recognised then.

Revision ID: 0004
Revises: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0006"
branch_labels = None
depends_on = None

_OPEN = sa.text("decided_at IS NULL")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "decision",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False, comment="Pertanyaan ke berapa tentang kiriman ini, dari 1."),
        sa.Column(
            "about", sa.Text(), nullable=False, comment="rows: barisnya; headers: judul kolom yang tidak dikenal."
        ),
        sa.Column("reasons", sa.Text(), nullable=False, comment="Mengapa menunggu, kalimat-kalimat sebagai JSON."),
        sa.Column(
            "questions", sa.Text(), nullable=False, comment="Judul yang ditanyakan dan kolom yang ditawarkan, JSON."
        ),
        sa.Column("outcome", sa.Text(), nullable=False, comment="Hasil pemeriksaan saat ditanyakan."),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("due_at", moment, nullable=False, comment="Sesudah ini diputuskan sistem."),
        sa.Column("decided_at", moment, comment="Kosong selama menunggu."),
        sa.Column("choice", sa.Text(), comment="load, refuse, resend, recheck, atau superseded."),
        sa.Column("who", sa.Text()),
        sa.Column("why", sa.Text()),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_decision_submission_id"),
        sa.PrimaryKeyConstraint("submission_id", "round", name="pk_decision"),
        comment="Kiriman yang menunggu keputusan orang: sebabnya, batas waktunya, dan putusannya.",
    )
    op.create_index(
        "uq_decision_open", "decision", ["submission_id"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_table(
        "header_alias",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False, comment="Judul lembar menurut kontrak."),
        sa.Column("header", sa.Text(), nullable=False, comment="Judul kolom, dilipat seperti di kontrak."),
        sa.Column("column_name", sa.Text(), comment="Kolom yang dimaksud; kosong: bukan kolom mana pun."),
        sa.Column("text", sa.Text(), nullable=False, comment="Judul seperti pertama dikirim."),
        sa.Column("submission_id", sa.Text(), nullable=False, comment="Kiriman yang ditanyakan."),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_header_alias_submission_id"),
        sa.PrimaryKeyConstraint("office", "kind", "sheet", "header", name="pk_header_alias"),
        comment="Judul kolom yang dikenali orang untuk satu pengirim.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
