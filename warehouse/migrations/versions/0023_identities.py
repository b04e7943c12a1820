"""Identities: businesses, their owners and partners as numbers that stay, found pairs, and what people decide of them.

Revision ID: 0023
Revises: 0022
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity",
        sa.Column(
            "id", sa.Text(), nullable=False, comment="U…, P…, atau M… dan nomor urut; tidak pernah dipakai ulang."
        ),
        sa.Column("level", sa.Text(), nullable=False, comment="usaha, pelaku, atau mitra."),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_identity"),
        comment="Setiap nomor identitas yang pernah diberikan.",
    )
    op.create_index("uq_identity_level_number", "identity", ["level", "number"], unique=True)
    op.create_table(
        "identity_change",
        sa.Column("identity_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "change", sa.Text(), nullable=False, comment="joined: menjadi other_id; parted: berasal dari other_id."
        ),
        sa.PrimaryKeyConstraint("identity_id", "other_id", "at", name="pk_identity_change"),
        comment="Nomor yang menyatu dengan nomor lain, atau berpisah darinya.",
    )
    op.create_table(
        "identity_decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="usaha atau mitra."),
        sa.Column("office_a", sa.Text(), nullable=False),
        sa.Column("key_a", sa.Text(), nullable=False),
        sa.Column("office_b", sa.Text(), nullable=False),
        sa.Column("key_b", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False, comment="same, same_owner, different, atau unsure."),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column(
            "evidence",
            sa.Text(),
            nullable=True,
            comment="Bukti saat diputuskan; kosong bila pasangan ini tidak pernah mirip.",
        ),
        sa.Column("model", sa.Text(), nullable=False, comment="Versi model saat diputuskan."),
        sa.Column("live_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("live_to", sa.DateTime(timezone=True), nullable=True, comment="Kosong selama berlaku."),
        sa.Column("ended_by", sa.Text(), nullable=True, comment="Siapa yang membatalkan atau memutuskan ulang."),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_identity_decision"),
        comment="Keputusan petugas tentang dua catatan; tidak pernah dihapus.",
    )
    op.create_index(
        "uq_identity_decision_live",
        "identity_decision",
        ["subject", "office_a", "key_a", "office_b", "key_b"],
        unique=True,
        sqlite_where=sa.text("live_to IS NULL"),
        postgresql_where=sa.text("live_to IS NULL"),
    )
    op.create_table(
        "identity_member",
        sa.Column("level", sa.Text(), nullable=False, comment="usaha, pelaku, atau mitra."),
        sa.Column("office", sa.Text(), nullable=False, comment="Kode Kemendagri pengirim."),
        sa.Column("row_key", sa.Text(), nullable=False, comment="Kunci baris di dim_umkm atau dim_mitra."),
        sa.Column("live_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("live_to", sa.DateTime(timezone=True), nullable=True, comment="Kosong selama berlaku."),
        sa.Column("identity_id", sa.Text(), nullable=False),
        sa.Column(
            "basis",
            sa.Text(),
            nullable=True,
            comment="nik, nib, mirip, atau orang: yang terlemah dari yang menyatukan; kosong bila sendiri.",
        ),
        sa.PrimaryKeyConstraint("level", "office", "row_key", "live_from", name="pk_identity_member"),
        comment="Identitas setiap catatan, sejak kapan sampai kapan.",
    )
    op.create_index("ix_identity_member_identity_id", "identity_member", ["identity_id"], unique=False)
    op.create_index(
        "uq_identity_member_live",
        "identity_member",
        ["level", "office", "row_key"],
        unique=True,
        sqlite_where=sa.text("live_to IS NULL"),
        postgresql_where=sa.text("live_to IS NULL"),
    )
    op.create_table(
        "identity_pair",
        sa.Column("subject", sa.Text(), nullable=False, comment="usaha atau mitra."),
        sa.Column("office_a", sa.Text(), nullable=False),
        sa.Column("key_a", sa.Text(), nullable=False),
        sa.Column("office_b", sa.Text(), nullable=False),
        sa.Column("key_b", sa.Text(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False, comment="Peluang satu usaha."),
        sa.Column("owner_probability", sa.Double(), nullable=False, comment="Peluang satu pemilik."),
        sa.Column("evidence", sa.Text(), nullable=False, comment="Apa yang sama, beda, atau kosong; tanpa isinya."),
        sa.Column("basis", sa.Text(), nullable=False, comment="nik, nib, atau mirip."),
        sa.Column("certain", sa.Boolean(), nullable=False, comment="Boleh disatukan tanpa bertanya."),
        sa.Column("same_person", sa.Boolean(), nullable=False, comment="Pemiliknya boleh disatukan tanpa bertanya."),
        sa.Column("state", sa.Text(), nullable=False, comment="joined, asked, atau apart."),
        sa.Column("question", sa.Boolean(), nullable=False, comment="Ya: menunggu keputusan petugas."),
        sa.Column(
            "why",
            sa.Text(),
            nullable=False,
            comment="Mengapa keadaannya demikian; kosong bila bukti saja yang menentukan.",
        ),
        sa.PrimaryKeyConstraint("subject", "office_a", "key_a", "office_b", "key_b", name="pk_identity_pair"),
        comment="Pasangan catatan yang mungkin satu usaha atau satu pemilik.",
    )
    op.create_table(
        "identity_record",
        sa.Column("subject", sa.Text(), nullable=False, comment="usaha atau mitra."),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("sign", sa.Text(), nullable=False, comment="HMAC-SHA256 isi yang dibandingkan dan versi modelnya."),
        sa.PrimaryKeyConstraint("subject", "office", "row_key", name="pk_identity_record"),
        comment="Catatan yang sudah dibandingkan, dan dengan isi apa.",
    )
    op.create_table(
        "identity_run",
        sa.Column("subject", sa.Text(), nullable=False, comment="usaha atau mitra."),
        sa.Column("number", sa.BigInteger(), nullable=False, comment="Naik pada setiap perubahan."),
        sa.Column(
            "changed_at", sa.DateTime(timezone=True), nullable=False, comment="Terakhir ada identitas yang berubah."
        ),
        sa.PrimaryKeyConstraint("subject", name="pk_identity_run"),
        comment="Kapan identitas terakhir berubah.",
    )
    op.create_table(
        "sealed_read",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="usaha atau mitra."),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sealed_read"),
        comment="Siapa membaca data pribadi catatan mana, kapan, dan untuk apa.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
