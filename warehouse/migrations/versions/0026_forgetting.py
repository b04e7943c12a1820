"""Requests to be forgotten.

Revision ID: 0026
Revises: 0025
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forget_request",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False, comment="Nomor permintaan, dari 1."),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, comment="Paling lambat dilaksanakan."),
        sa.Column("carried_at", sa.DateTime(timezone=True), nullable=True, comment="Kosong sampai dilaksanakan."),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True, comment="Dibatalkan; kosong selama berlaku."),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_forget_request"),
        comment="Permintaan agar data pribadi seseorang dihapus; tidak pernah dihapus.",
    )
    op.create_table(
        "forget_mark",
        sa.Column("request", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="key: kode usaha; nik: HMAC NIK; file: sidik berkas di arsip."
        ),
        sa.Column("office", sa.Text(), nullable=False, comment="Kode Kemendagri pengirim; kosong selain bagi key."),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("request", "kind", "office", "value", name="pk_forget_mark"),
        comment="Daftar penahan: siapa yang tidak boleh kembali dengan kiriman berikutnya, dan berkas mana yang memuatnya.",
    )
    op.create_table(
        "forget_kept",
        sa.Column("request", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Text(), nullable=False, comment="Tabelnya; subject: siapa orangnya."),
        sa.Column("row_key", sa.Text(), nullable=False, comment="Kunci barisnya sesudah disembunyikan, JSON."),
        sa.Column("former", sa.Text(), nullable=False, comment="Isi sebelum disembunyikan, JSON."),
        sa.PrimaryKeyConstraint("request", "seq", name="pk_forget_kept"),
        schema="pribadi",
        comment="Yang disembunyikan sampai permintaannya dilaksanakan; sesudah itu kosong.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
