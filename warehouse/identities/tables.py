"""Tables of identities. They hold no personal value: signs are keyed hashes, evidence says only what agrees."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Double, Index, Integer, Table, Text, text

from warehouse.tables import metadata
from warehouse.times import UtcDateTime

_PAIR = ("office_a", "key_a", "office_b", "key_b")


def _pair(primary: bool) -> list[Column]:
    return [Column(name, Text, primary_key=primary, nullable=False) for name in _PAIR]


identity = Table(
    "identity",
    metadata,
    Column("id", Text, primary_key=True, comment="U…, P…, atau M… dan nomor urut; tidak pernah dipakai ulang."),
    Column("level", Text, nullable=False, comment="usaha, pelaku, atau mitra."),
    Column("number", BigInteger, nullable=False),
    Column("since", UtcDateTime(), nullable=False),
    comment="Setiap nomor identitas yang pernah diberikan.",
)
Index("uq_identity_level_number", identity.c.level, identity.c.number, unique=True)

identity_member = Table(
    "identity_member",
    metadata,
    Column("level", Text, primary_key=True, comment="usaha, pelaku, atau mitra."),
    Column("office", Text, primary_key=True, comment="Kode Kemendagri pengirim."),
    Column("row_key", Text, primary_key=True, comment="Kunci baris di dim_umkm atau dim_mitra."),
    Column("live_from", UtcDateTime(), primary_key=True),
    Column("live_to", UtcDateTime(), comment="Kosong selama berlaku."),
    Column("identity_id", Text, nullable=False),
    Column(
        "basis", Text, comment="nik, nib, mirip, atau orang: yang terlemah dari yang menyatukan; kosong bila sendiri."
    ),
    Index("ix_identity_member_identity_id", "identity_id"),
    comment="Identitas setiap catatan, sejak kapan sampai kapan.",
)
_OPEN = text("live_to IS NULL")
Index("uq_identity_member_live", *(identity_member.c[name] for name in ("level", "office", "row_key")), unique=True,
      sqlite_where=_OPEN, postgresql_where=_OPEN)  # fmt: skip

identity_change = Table(
    "identity_change",
    metadata,
    Column("identity_id", Text, primary_key=True),
    Column("other_id", Text, primary_key=True),
    Column("at", UtcDateTime(), primary_key=True),
    Column("change", Text, nullable=False, comment="joined: menjadi other_id; parted: berasal dari other_id."),
    comment="Nomor yang menyatu dengan nomor lain, atau berpisah darinya.",
)

identity_record = Table(
    "identity_record",
    metadata,
    Column("subject", Text, primary_key=True, comment="usaha atau mitra."),
    Column("office", Text, primary_key=True),
    Column("row_key", Text, primary_key=True),
    Column("sign", Text, nullable=False, comment="HMAC-SHA256 isi yang dibandingkan dan versi modelnya."),
    comment="Catatan yang sudah dibandingkan, dan dengan isi apa.",
)

identity_pair = Table(
    "identity_pair",
    metadata,
    Column("subject", Text, primary_key=True, comment="usaha atau mitra."),
    *_pair(True),
    Column("probability", Double, nullable=False, comment="Peluang satu usaha."),
    Column("owner_probability", Double, nullable=False, comment="Peluang satu pemilik."),
    Column("evidence", Text, nullable=False, comment="Apa yang sama, beda, atau kosong; tanpa isinya."),
    Column("basis", Text, nullable=False, comment="nik, nib, atau mirip."),
    Column("certain", Boolean, nullable=False, comment="Boleh disatukan tanpa bertanya."),
    Column("same_person", Boolean, nullable=False, comment="Pemiliknya boleh disatukan tanpa bertanya."),
    Column("state", Text, nullable=False, comment="joined, asked, atau apart."),
    Column("question", Boolean, nullable=False, comment="Ya: menunggu keputusan petugas."),
    Column("why", Text, nullable=False, comment="Mengapa keadaannya demikian; kosong bila bukti saja yang menentukan."),
    comment="Pasangan catatan yang mungkin satu usaha atau satu pemilik.",
)

identity_decision = Table(
    "identity_decision",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("subject", Text, nullable=False, comment="usaha atau mitra."),
    *_pair(False),
    Column("answer", Text, nullable=False, comment="same, same_owner, different, atau unsure."),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("evidence", Text, comment="Bukti saat diputuskan; kosong bila pasangan ini tidak pernah mirip."),
    Column("model", Text, nullable=False, comment="Versi model saat diputuskan."),
    Column("live_from", UtcDateTime(), nullable=False),
    Column("live_to", UtcDateTime(), comment="Kosong selama berlaku."),
    Column("ended_by", Text, comment="Siapa yang membatalkan atau memutuskan ulang."),
    Column("ended_why", Text),
    comment="Keputusan petugas tentang dua catatan; tidak pernah dihapus.",
)
Index("uq_identity_decision_live", *(identity_decision.c[name] for name in ("subject", *_PAIR)), unique=True,
      sqlite_where=_OPEN, postgresql_where=_OPEN)  # fmt: skip

identity_run = Table(
    "identity_run",
    metadata,
    Column("subject", Text, primary_key=True, comment="usaha atau mitra."),
    Column("number", BigInteger, nullable=False, comment="Naik pada setiap perubahan."),
    Column("changed_at", UtcDateTime(), nullable=False, comment="Terakhir ada identitas yang berubah."),
    comment="Kapan identitas terakhir berubah.",
)

sealed_read = Table(
    "sealed_read",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("at", UtcDateTime(), nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("subject", Text, nullable=False, comment="usaha atau mitra."),
    Column("office", Text, nullable=False),
    Column("row_key", Text, nullable=False),
    comment="Siapa membaca data pribadi catatan mana, kapan, dan untuk apa.",
)
