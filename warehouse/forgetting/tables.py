"""Tables of requests to be forgotten. Only ``pribadi.forget_kept`` holds personal data, until a request is
carried out.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, Table, Text

from warehouse.tables import PERSONAL, metadata
from warehouse.times import UtcDateTime

forget_request = Table(
    "forget_request",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False, comment="Nomor permintaan, dari 1."),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("entered_at", UtcDateTime(), nullable=False),
    Column("due_at", UtcDateTime(), nullable=False, comment="Paling lambat dilaksanakan."),
    Column("carried_at", UtcDateTime(), comment="Kosong sampai dilaksanakan."),
    Column("ended_at", UtcDateTime(), comment="Dibatalkan; kosong selama berlaku."),
    Column("ended_by", Text),
    Column("ended_why", Text),
    comment="Permintaan agar data pribadi seseorang dihapus; tidak pernah dihapus.",
)

forget_mark = Table(
    "forget_mark",
    metadata,
    Column("request", BigInteger, primary_key=True),
    Column("kind", Text, primary_key=True, comment="key: kode usaha; nik: HMAC NIK; file: sidik berkas di arsip."),
    Column("office", Text, primary_key=True, comment="Kode Kemendagri pengirim; kosong selain bagi key."),
    Column("value", Text, primary_key=True),
    comment="Daftar penahan: siapa yang tidak boleh kembali dengan kiriman berikutnya, dan berkas mana yang memuatnya.",
)

forget_kept = Table(
    "forget_kept",
    metadata,
    Column("request", BigInteger, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("place", Text, nullable=False, comment="Tabelnya; subject: siapa orangnya."),
    Column("row_key", Text, nullable=False, comment="Kunci barisnya sesudah disembunyikan, JSON."),
    Column("former", Text, nullable=False, comment="Isi sebelum disembunyikan, JSON."),
    schema=PERSONAL,
    comment="Yang disembunyikan sampai permintaannya dilaksanakan; sesudah itu kosong.",
)
