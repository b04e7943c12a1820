"""Tables about submissions: what came, what was said about it, what is in force, who did what.

Times are UTC. Only ``warehouse.state`` writes ``submission.state``. Tables of the contract's sheets are derived from it
in ``warehouse.contract_tables``; reference rows are in ``warehouse.reference_tables``.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from warehouse.times import Month, UtcDateTime

PERSONAL = "pribadi"
"""Schema of personal data: a PostgreSQL schema, or the second file that SQLite attaches under this name."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

submission = Table(
    "submission",
    metadata,
    Column("id", Text, primary_key=True, comment="Diturunkan dari pengirim, sha256, dan attempt."),
    Column("office", Text, nullable=False, comment="Kode Kemendagri pengirim."),
    Column("kind", Text, comment="regency, sulsel, atau retail; kosong bila belum diperiksa atau tak terbaca."),
    Column("period", Month(), comment="Bulan laporan, YYYY-MM."),
    Column("sha256", Text, nullable=False, comment="Sidik berkas seperti diterima."),
    Column(
        "file_name",
        Text,
        nullable=False,
        comment="Nama singkat: kantor, bulan, sidik; nama dari pengirim di sealed_name.",
    ),
    Column("source", Text, nullable=False, comment="Saluran dan pesan asalnya."),
    Column("received_at", UtcDateTime(), nullable=False, comment="Waktu diterima."),
    Column("state", Text, nullable=False, server_default="received", comment="Tahap; lihat submission_event."),
    Column("outcome", Text, comment="Hasil pemeriksaan."),
    Column("contract", Text, comment="Versi kontrak yang dipakai memeriksa."),
    Column("checked_on", Text, comment="Hari yang dianggap hari ini saat memeriksa."),
    Column("loaded_at", UtcDateTime(), comment="Waktu barisnya dimuat."),
    Column("note", Text, comment="Keterangan terakhir, misalnya sebab gagal."),
    Column("attempt", Integer, nullable=False, server_default="1", comment="Kali ke berapa berkas ini diproses."),
    Column(
        "belongs_to", Text, comment="Kode kantor lain yang disebut sampulnya: salah kotak, tidak dihitung bagi office."
    ),
    Column("only_sheet", Text, comment="Satu-satunya lembar sebuah csv; kosong untuk buku kerja."),
    UniqueConstraint("office", "sha256", "attempt"),
    Index(None, "office", "period"),
    comment="Satu baris satu kiriman: satu buku kerja dari satu pengirim.",
)

submission_request = Table(
    "submission_request",
    metadata,
    Column("request", Text, primary_key=True, comment="Permintaan: sebuah putaran, atau isi lama yang kembali."),
    Column("submission_id", Text, ForeignKey(submission.c.id), primary_key=True, index=True),
    comment="Permintaan yang memproses ulang sebuah kiriman; permintaan yang sama membuatnya sekali saja.",
)

submission_event = Table(
    "submission_event",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("submission_id", Text, ForeignKey(submission.c.id), nullable=False, index=True),
    Column("from_state", Text, comment="Kosong saat diterima."),
    Column("to_state", Text, nullable=False),
    Column("at", UtcDateTime(), nullable=False),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    comment="Catatan jejak: setiap perubahan tahap atau keberlakuan, siapa, kapan, mengapa.",
)

statement = Table(
    "statement",
    metadata,
    Column("submission_id", Text, ForeignKey(submission.c.id), primary_key=True),
    Column("sheet", Text, primary_key=True, comment="Judul lembar menurut kontrak."),
    Column("office", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("period", Month(), nullable=False),
    Column("stated", Boolean, nullable=False, comment="Tidak: buku kerjanya tanpa lembar ini, jadi lembar ini kosong."),
    Column("set_aside", Boolean, nullable=False, comment="Ya: dicabut, atau petugas memberlakukan yang lain."),
    Index(None, "office", "kind", "period", "sheet"),
    comment="Pernyataan: lembar yang ditentukan setiap kiriman terbit. Yang terakhir diterima dan tidak dicabut berlaku.",
)

in_force = Table(
    "in_force",
    metadata,
    Column("submission_id", Text, ForeignKey(submission.c.id), primary_key=True),
    Column("sheet", Text, primary_key=True, comment="Judul lembar menurut kontrak."),
    Column("live_from", UtcDateTime(), primary_key=True, comment="Mulai berlaku."),
    Column("live_to", UtcDateTime(), comment="Tidak berlaku lagi sejak; kosong bila masih berlaku."),
    Column("office", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("period", Month(), nullable=False),
    comment="Masa berlaku setiap lembar kiriman; paling banyak satu yang berlaku per pengirim, jenis, periode, dan lembar.",
)
_OPEN = text("live_to IS NULL")
Index("uq_in_force_live", *(in_force.c[name] for name in ("office", "kind", "sheet", "period")), unique=True,
      sqlite_where=_OPEN, postgresql_where=_OPEN)  # fmt: skip

submission_sheet = Table(
    "submission_sheet",
    metadata,
    Column("submission_id", Text, ForeignKey(submission.c.id), primary_key=True),
    Column("sheet", Text, primary_key=True, comment="Judul lembar menurut kontrak."),
    Column("sheet_name", Text, nullable=False, comment="Nama lembar seperti dikirim."),
    Column("rows", Integer, nullable=False),
    Column("accepted_rows", Integer, nullable=False),
    Column("quarantined_rows", Integer, nullable=False),
    Column("skipped_rows", Integer, nullable=False),
    Column("merged", Text, nullable=False, comment="Sel gabungan: [[baris, kolom, baris, kolom], …] dari nol."),
    comment="Lembar data setiap kiriman dan jumlah barisnya.",
)

merged_cells = Table(
    "merged_cells",
    metadata,
    Column("submission_id", Text, ForeignKey(submission.c.id), primary_key=True),
    Column("sheet", Text, primary_key=True, comment="Judul lembar menurut kontrak."),
    Column("top", Integer, primary_key=True, comment="Baris pertama, dari nol."),
    Column("left_", Integer, primary_key=True, comment="Kolom pertama, dari nol."),
    Column("bottom", Integer, nullable=False),
    Column("right_", Integer, nullable=False),
    comment="Sel gabungan setiap lembar; alamatnya ialah sel kiri atasnya.",
)

submission_column = Table(
    "submission_column",
    metadata,
    Column("submission_id", Text, ForeignKey(submission.c.id), primary_key=True),
    Column("sheet", Text, primary_key=True),
    Column("column_name", Text, primary_key=True, comment="Kolom menurut kontrak."),
    Column("header", Text, nullable=False, comment="Judul kolom seperti dikirim."),
    Column("position", Integer, nullable=False, comment="Kolom ke berapa di lembar, dari nol (A)."),
    comment="Letak setiap kolom kiriman; dengan nomor baris menjadi alamat sel.",
)

finding = Table(
    "finding",
    metadata,
    Column("submission_id", Text, ForeignKey(submission.c.id), primary_key=True),
    Column("seq", Integer, primary_key=True, comment="Urutan temuan, dari nol."),
    Column("code", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("sheet", Text),
    Column("cell", Text),
    Column("row", Integer),
    Column("column_name", Text),
    Column("row_key", Text),
    Column("label", Text),
    Column("got", Text, comment="Isi sel; data pribadi disamarkan."),
    Column("expected", Text),
    Column("suggestion", Text, comment="Saran perbaikan sebagai JSON."),
    comment="Temuan pemeriksaan; satu baris satu sel (atau lembar, atau berkas) dan sebab.",
)

applied_suggestion = Table(
    "applied_suggestion",
    metadata,
    Column("submission_id", Text, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("sheet", Text, nullable=False),
    Column("cell", Text, nullable=False),
    Column("got", Text),
    Column("value", Text),
    Column("applied", Boolean, nullable=False, comment="Tidak, bila isi sel sudah berubah."),
    schema=PERSONAL,
    comment="Saran yang disetujui pengirim; isi sel dapat memuat data pribadi.",
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("submission_id", Text, primary_key=True),
    Column("sheet", Text, primary_key=True),
    Column("row", Integer, primary_key=True),
    Column("row_key", Text),
    Column("raw", Text, nullable=False, comment="Isi baris seperti dikirim, JSON judul ke teks."),
    schema=PERSONAL,
    comment="Baris yang ditahan beserta isinya; alasannya di finding.",
)

sealed_text = Table(
    "sealed_text",
    metadata,
    Column("submission_id", Text, primary_key=True),
    Column("sheet", Text, primary_key=True, comment="Judul lembar menurut kontrak."),
    Column("row", Integer, primary_key=True, comment="Nomor baris di lembar seperti dikirim."),
    Column("column_name", Text, primary_key=True, comment="Kolom menurut kontrak."),
    Column("text", Text, nullable=False, comment="Isi sel seperti dikirim."),
    schema=PERSONAL,
    comment="Teks bebas yang memuat NIK, nomor telepon, atau surel; tabel lain hanya punya salinannya yang disamarkan.",
)

sealed_name = Table(
    "sealed_name",
    metadata,
    Column("submission_id", Text, primary_key=True),
    Column("file_name", Text, nullable=False, comment="Nama berkas seperti diterima."),
    schema=PERSONAL,
    comment="Nama berkas dari pengirimnya; submission.file_name hanya punya nama singkatnya.",
)

sealed_answer_name = Table(
    "sealed_answer_name",
    metadata,
    Column("submission_id", Text, primary_key=True),
    Column("outbox", Text, primary_key=True, comment="Ke mana: kotak keluar sumbernya, atau surel."),
    Column("name", Text, nullable=False, comment="Nama jawaban di sana, dari nama berkas pengirimnya."),
    schema=PERSONAL,
    comment="Nama jawaban di tempatnya; answer_delivery.name hanya punya nama singkatnya.",
)

unknown_partner = Table(
    "unknown_partner",
    metadata,
    Column("submission_id", Text, primary_key=True),
    Column("shown", Text, primary_key=True, comment="Yang tertulis di tabel lain sebagai gantinya."),
    Column("name", Text, nullable=False, comment="Nama usaha besar seperti ditulis pengirim."),
    schema=PERSONAL,
    comment="Usaha besar yang belum dikenal: namanya bisa jadi nama orang, sampai petugas mengenalkannya.",
)

held_row = Table(
    "held_row",
    metadata,
    Column("submission_id", Text, ForeignKey(submission.c.id), primary_key=True),
    Column("sheet", Text, primary_key=True, comment="Judul lembar menurut kontrak."),
    Column("row", Integer, primary_key=True, comment="Nomor baris di lembar seperti dikirim."),
    Column("row_key", Text, comment="Kunci baris seperti di tabel kini; kosong bila tidak terbaca."),
    Index(None, "submission_id", "sheet", "row_key"),
    comment="Baris yang ditahan, tanpa isinya: kunci mana yang disebut sebuah kiriman tetapi tidak dimuat.",
)

fct_tahap = Table(
    "fct_tahap",
    metadata,
    Column("office", Text, primary_key=True, comment="Kode Kemendagri pengirim."),
    Column("row_key", Text, primary_key=True, comment="Kunci baris di fct_kemitraan."),
    Column(
        "period", Month(), primary_key=True, comment="Bulan yang menyatakan tahap lain daripada sebelumnya, YYYY-MM."
    ),
    Column("usaha_besar", Text),
    Column("tahap", Text, nullable=False),
    comment="Pergantian tahap setiap kemitraan: bulan pertama dan setiap bulan yang menyatakan tahap lain.",
    sqlite_with_rowid=False,
)

fct_kelas = Table(
    "fct_kelas",
    metadata,
    Column("office", Text, primary_key=True, comment="Kode Kemendagri pengirim."),
    Column("row_key", Text, primary_key=True, comment="Kunci baris di dim_umkm."),
    Column(
        "period", Month(), primary_key=True, comment="Bulan yang menyatakan kelas lain daripada sebelumnya, YYYY-MM."
    ),
    Column("kelas", Text, nullable=False, comment="Mikro, Kecil, Menengah, atau Besar, menurut omzet_tahunan."),
    comment="Perpindahan kelas setiap usaha: bulan pertama dan setiap bulan yang menyatakan kelas lain.",
    sqlite_with_rowid=False,
)

hitungan_kemitraan = Table(
    "hitungan_kemitraan",
    metadata,
    Column("submission_id", Text, ForeignKey(submission.c.id), primary_key=True),
    Column("usaha_besar", Text, primary_key=True),
    Column("tahap", Text, primary_key=True),
    Column("banyak", Integer, nullable=False, comment="Baris dengan usaha besar dan tahap itu."),
    Column("nilai_realisasi", BigInteger, nullable=False, comment="Jumlah nilai_realisasi baris itu."),
    comment="Baris Kemitraan setiap kiriman yang pernah berlaku, dihitung sekali; seperti dikirim, tanpa koreksi.",
    sqlite_with_rowid=False,
)

delivery = Table(
    "delivery",
    metadata,
    Column("source", Text, primary_key=True, comment="Sumber: kantor dan nomor urutnya di setelan."),
    Column("item", Text, primary_key=True, comment="Tanda kiriman di sumber itu; hanya bermakna bagi salurannya."),
    Column("submission_id", Text, nullable=False, index=True),
    Column("message", Text, nullable=False, comment="Sebutan kiriman di salurannya: nama berkas, Message-ID, ETag."),
    Column("sent_at", UtcDateTime(), nullable=False, comment="Waktu menurut sumbernya."),
    Column("taken_at", UtcDateTime(), nullable=False, comment="Waktu diambil."),
    schema=PERSONAL,
    comment="Setiap kedatangan berkas di sebuah sumber; tandanya dapat memuat nama berkas.",
)

source_visit = Table(
    "source_visit",
    metadata,
    Column("source", Text, primary_key=True, comment="Sumber: kantor dan nomor urutnya di setelan."),
    Column("tried_at", UtcDateTime(), nullable=False, comment="Terakhir dicoba."),
    Column("reached_at", UtcDateTime(), comment="Terakhir menjawab."),
    Column("taken_at", UtcDateTime(), comment="Terakhir ada berkas yang diambil."),
    Column("error", Text, comment="Sebab percobaan terakhir gagal; kosong bila berhasil."),
    comment="Kapan setiap sumber terakhir terdengar.",
)

answer_delivery = Table(
    "answer_delivery",
    metadata,
    Column("submission_id", Text, ForeignKey(submission.c.id), primary_key=True),
    Column("outbox", Text, primary_key=True, comment="Ke mana: kotak keluar sumbernya, atau surel."),
    Column("name", Text, nullable=False, comment="Nama singkat jawaban: kantor, bulan, sidik."),
    Column("delivered_at", UtcDateTime(), nullable=False),
    comment="Jawaban yang sudah sampai, satu baris satu tujuan.",
)

answer_file = Table(
    "answer_file",
    metadata,
    Column("submission_id", Text, ForeignKey(submission.c.id), primary_key=True),
    Column("sha256", Text, nullable=False, comment="Sidik buku kerja jawaban di arsip."),
    comment="Buku kerja jawaban seperti dikirim; salinannya di arsip.",
)

archive_check = Table(
    "archive_check",
    metadata,
    Column("sha256", Text, primary_key=True, comment="Sidik berkas di arsip."),
    Column("checked_at", UtcDateTime(), nullable=False, comment="Terakhir dibaca utuh dan dicocokkan."),
    Column("damage", Text, comment="missing atau damaged; kosong bila utuh."),
    comment="Kapan setiap berkas arsip terakhir dicocokkan dengan sidiknya.",
)

letter = Table(
    "letter",
    metadata,
    Column(
        "kind",
        Text,
        primary_key=True,
        comment="reminder, late, atau digest; untaken-… dan again-… tentang satu surel atau lampiran.",
    ),
    Column("office", Text, primary_key=True, comment="Kode kantor yang disurati; 76 untuk rangkuman bagi provinsi."),
    Column(
        "period",
        Month(),
        primary_key=True,
        comment="Bulan laporan yang dimaksud, atau bulan surelnya tiba, YYYY-MM.",
    ),
    Column("sent_at", UtcDateTime(), nullable=False, comment="Waktu dikirim."),
    Column("message_id", Text, nullable=False, comment="Message-ID surelnya."),
    comment="Surat yang sudah dikirim selain jawaban, masing-masing sekali: pengingat, pemberitahuan terlambat, rangkuman, "
    "dan balasan atas surel yang tidak dapat diambil atau lampiran yang sudah pernah diterima.",
)

decision = Table(
    "decision",
    metadata,
    Column("submission_id", Text, ForeignKey(submission.c.id), primary_key=True),
    Column("round", Integer, primary_key=True, comment="Pertanyaan ke berapa tentang kiriman ini, dari 1."),
    Column("about", Text, nullable=False, comment="rows: barisnya; headers: judul kolom yang tidak dikenal."),
    Column("reasons", Text, nullable=False, comment="Mengapa menunggu, kalimat-kalimat sebagai JSON."),
    Column("questions", Text, nullable=False, comment="Judul yang ditanyakan dan kolom yang ditawarkan, JSON."),
    Column("outcome", Text, nullable=False, comment="Hasil pemeriksaan saat ditanyakan."),
    Column("asked_at", UtcDateTime(), nullable=False),
    Column("due_at", UtcDateTime(), nullable=False, comment="Sesudah ini diputuskan sistem."),
    Column("decided_at", UtcDateTime(), comment="Kosong selama menunggu."),
    Column("choice", Text, comment="load, refuse, resend, recheck, atau superseded."),
    Column("who", Text),
    Column("why", Text),
    comment="Kiriman yang menunggu keputusan orang: sebabnya, batas waktunya, dan putusannya.",
)
Index("uq_decision_open", decision.c.submission_id, unique=True,
      sqlite_where=text("decided_at IS NULL"), postgresql_where=text("decided_at IS NULL"))  # fmt: skip

header_alias = Table(
    "header_alias",
    metadata,
    Column("office", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("sheet", Text, primary_key=True, comment="Judul lembar menurut kontrak."),
    Column("header", Text, primary_key=True, comment="Judul kolom, dilipat seperti di kontrak."),
    Column("column_name", Text, comment="Kolom yang dimaksud; kosong: bukan kolom mana pun."),
    Column("text", Text, nullable=False, comment="Judul seperti pertama dikirim."),
    Column("submission_id", Text, ForeignKey(submission.c.id), nullable=False, comment="Kiriman yang ditanyakan."),
    Column("who", Text, nullable=False),
    Column("at", UtcDateTime(), nullable=False),
    comment="Judul kolom yang dikenali orang untuk satu pengirim.",
)

home_key = Table(
    "home_key",
    metadata,
    Column("fingerprint", Text, primary_key=True, comment="Sidik kunci rumah; kuncinya tidak dapat diketahui darinya."),
    Column("since", UtcDateTime(), nullable=False, comment="Sejak kapan kunci itu dipakai; yang terakhir berlaku."),
    comment="Dengan kunci mana gudang ini dikerjakan, supaya kunci lain langsung ketahuan.",
)

upgrade_sign = Table(
    "upgrade_sign",
    metadata,
    Column("sign", Text, primary_key=True, comment="Sidik mart, pandangan, baris acuan, dan hak dari program."),
    Column("at", UtcDateTime(), nullable=False),
    Column("views", Text, comment="Pandangan yang dibuatnya, menurut urutannya."),
    comment="Program mana yang terakhir memutakhirkan gudang ini.",
)

stored_form = Table(
    "stored_form",
    metadata,
    Column("work", Text, primary_key=True, comment="Apa yang ditulis ulang bila bentuknya berubah: mitra, samaran."),
    Column("form", Text, nullable=False, comment="Bentuk terakhir: sidik kunci, atau sidik aturan penyamaran."),
    Column("until", Text, comment="Kiriman terakhir yang sudah ditulis ulang; kosong bila semuanya sudah."),
    Column("at", UtcDateTime(), nullable=False),
    comment="Dalam bentuk apa isi tersimpan yang disamarkan, supaya isi lama ditulis ulang sekali saja.",
)

regular_work = Table(
    "regular_work",
    metadata,
    Column("work", Text, primary_key=True, comment="consolidation (semua kantor) atau backup."),
    Column("at", UtcDateTime(), nullable=False, comment="Terakhir selesai."),
    Column("place", Text, comment="Folder cadangannya."),
    Column("error", Text, comment="Yang perlu dilihat orang; kosong bila semuanya baik."),
    comment="Kapan pekerjaan rutin terakhir selesai.",
)

size_seen = Table(
    "size_seen",
    metadata,
    Column("day", Text, primary_key=True, comment="Hari pengukuran, YYYY-MM-DD."),
    Column("part", Text, primary_key=True, comment="rumah, arsip, gudang, atau cadangan."),
    Column("bytes", BigInteger, nullable=False),
    comment="Ukuran setiap bagian pada hari pemeliharaan.",
)

given_key = Table(
    "given_key",
    metadata,
    Column("office", Text, primary_key=True, comment="Kode Kemendagri pengirim."),
    Column(
        "sign", Text, primary_key=True, comment="HMAC-SHA256 NIB, NIK, atau nama dan tempat; isinya tidak disimpan."
    ),
    Column("kind", Text, nullable=False, comment="nib, nik, atau nama: dari apa tandanya dibuat."),
    Column("kode_umkm", Text, nullable=False, comment="Kode yang kami berikan kepada usaha itu."),
    Column(
        "submission_id", Text, ForeignKey(submission.c.id), nullable=False, comment="Kiriman yang pertama memuatnya."
    ),
    Column("at", UtcDateTime(), nullable=False),
    comment="Kode yang kami berikan kepada usaha kantor yang tidak memakai kode; satu usaha dapat dikenali dari beberapa tanda.",
)

right_value = Table(
    "right_value",
    metadata,
    Column("office", Text, primary_key=True, comment="Kode Kemendagri pengirim."),
    Column("sheet", Text, primary_key=True, comment="Judul lembar menurut kontrak."),
    Column("row_key", Text, primary_key=True, comment="Kunci baris seperti di finding."),
    Column("column_name", Text, primary_key=True, comment="Kolom menurut kontrak."),
    Column("sign", Text, primary_key=True, comment="HMAC-SHA256 isi sel; isinya sendiri tidak disimpan."),
    Column("submission_id", Text, ForeignKey(submission.c.id), nullable=False, comment="Kiriman yang menyatakannya."),
    Column("who", Text, nullable=False),
    Column("at", UtcDateTime(), nullable=False),
    comment="Isi yang dinyatakan memang benar oleh pengirimnya; catatan tentangnya tidak diulang selama isinya sama.",
)
