"""The first warehouse: submissions, findings, personal data apart, the sheets of contract 2026.1, references.

The columns of the sheets stand in ``0001_sheets.csv``, frozen: later contract versions come with their own revisions.

Revision ID: 0001
Revises:
"""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TYPES = {"Text": sa.Text, "BigInteger": sa.BigInteger, "Double": sa.Double, "Date": sa.Date, "Boolean": sa.Boolean}
_KEY = "Kunci baris; bagian-bagiannya dipisah '|'."
_ROW = "Nomor baris di lembar seperti dikirim."


def upgrade() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("CREATE SCHEMA IF NOT EXISTS pribadi")
    _submissions()
    _personal()
    _references()
    _sheets()


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")


def _sheets() -> None:
    path = Path(__file__).with_name("0001_sheets.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for table, rows in groupby(csv.DictReader(file), key=lambda row: row["table"]):
            first, *columns = rows
            public = [row for row in columns if row["place"] == "public"]
            _batch(table, public, f"Riwayat: {first['comment']}")
            _current(first["place"], public, f"Keadaan kini: {first['comment']}")
            personal = [row for row in columns if row["place"] == "pribadi"]
            if personal:
                _personal_batch(table, personal, f"Data pribadi: {first['comment']}")


def _columns(rows: list[dict[str, str]]) -> list[sa.Column]:
    return [sa.Column(row["column"], _TYPES[row["type"]](), comment=row["comment"]) for row in rows]


def _batch_key() -> list[sa.Column]:
    return [
        sa.Column("submission_id", sa.Text(), nullable=False, comment="Kiriman asal baris."),
        sa.Column("row_key", sa.Text(), nullable=False, comment=_KEY),
    ]


def _batch(table: str, rows: list[dict[str, str]], comment: str) -> None:
    name = f"batch_{table}"
    op.create_table(
        name,
        *_batch_key(),
        sa.Column("office", sa.Text(), nullable=False, comment="Kode Kemendagri pengirim."),
        sa.Column("period", sa.Text(), nullable=False, comment="Bulan laporan, YYYY-MM."),
        sa.Column("row", sa.Integer(), nullable=False, comment=_ROW),
        *_columns(rows),
        sa.PrimaryKeyConstraint("submission_id", "row_key", name=f"pk_{name}"),
        comment=comment,
        sqlite_with_rowid=False,
    )
    op.create_index(f"ix_{name}_newest", name, ["office", "row_key", "period"])


def _current(name: str, rows: list[dict[str, str]], comment: str) -> None:
    op.create_table(
        name,
        sa.Column("office", sa.Text(), nullable=False, comment="Kode Kemendagri pengirim."),
        sa.Column("row_key", sa.Text(), nullable=False, comment=_KEY),
        sa.Column("submission_id", sa.Text(), nullable=False, comment="Kiriman asal baris."),
        sa.Column("period", sa.Text(), nullable=False, comment="Bulan laporan asal baris, YYYY-MM."),
        sa.Column("row", sa.Integer(), nullable=False, comment=_ROW),
        *_columns(rows),
        sa.PrimaryKeyConstraint("office", "row_key", name=f"pk_{name}"),
        comment=comment,
        sqlite_with_rowid=False,
    )
    op.create_index(f"ix_{name}_submission_id", name, ["submission_id"])


def _personal_batch(table: str, rows: list[dict[str, str]], comment: str) -> None:
    name = f"batch_{table}"
    op.create_table(
        name,
        *_batch_key(),
        *_columns(rows),
        sa.PrimaryKeyConstraint("submission_id", "row_key", name=f"pk_{name}"),
        schema="pribadi",
        comment=comment,
        sqlite_with_rowid=False,
    )


def _submissions() -> None:
    op.create_table(
        "submission",
        sa.Column("id", sa.Text(), nullable=False, comment="Diturunkan dari pengirim, sha256, dan attempt."),
        sa.Column("office", sa.Text(), nullable=False, comment="Kode Kemendagri pengirim."),
        sa.Column(
            "kind",
            sa.Text(),
            nullable=True,
            comment="regency, sulsel, atau retail; kosong bila belum diperiksa atau tak terbaca.",
        ),
        sa.Column("period", sa.Text(), nullable=True, comment="Bulan laporan, YYYY-MM."),
        sa.Column("sha256", sa.Text(), nullable=False, comment="Sidik berkas seperti diterima."),
        sa.Column("file_name", sa.Text(), nullable=False, comment="Nama berkas seperti diterima."),
        sa.Column("source", sa.Text(), nullable=False, comment="Saluran dan pesan asalnya."),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False, comment="Waktu diterima."),
        sa.Column(
            "state", sa.Text(), server_default="received", nullable=False, comment="Tahap; lihat submission_event."
        ),
        sa.Column("outcome", sa.Text(), nullable=True, comment="Hasil pemeriksaan."),
        sa.Column("contract", sa.Text(), nullable=True, comment="Versi kontrak yang dipakai memeriksa."),
        sa.Column("checked_on", sa.Text(), nullable=True, comment="Hari yang dianggap hari ini saat memeriksa."),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=True, comment="Waktu barisnya dimuat."),
        sa.Column("note", sa.Text(), nullable=True, comment="Keterangan terakhir, misalnya sebab gagal."),
        sa.Column(
            "attempt",
            sa.Integer(),
            server_default="1",
            nullable=False,
            comment="Kali ke berapa berkas ini diproses.",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
        sa.UniqueConstraint("office", "sha256", "attempt", name="uq_submission_office_sha256_attempt"),
        comment="Satu baris satu kiriman: satu buku kerja dari satu pengirim.",
    )
    op.create_index("ix_submission_office_period", "submission", ["office", "period"], unique=False)
    op.create_table(
        "submission_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True, comment="Kosong saat diterima."),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_submission_event_submission_id"),
        sa.PrimaryKeyConstraint("id", name="pk_submission_event"),
        comment="Catatan jejak: setiap perubahan tahap atau keberlakuan, siapa, kapan, mengapa.",
    )
    op.create_index("ix_submission_event_submission_id", "submission_event", ["submission_id"], unique=False)
    op.create_table(
        "in_force",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("live_from", sa.DateTime(timezone=True), nullable=False, comment="Mulai berlaku."),
        sa.Column(
            "live_to",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="Tidak berlaku lagi sejak; kosong bila masih berlaku.",
        ),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_in_force_submission_id"),
        sa.PrimaryKeyConstraint("submission_id", "live_from", name="pk_in_force"),
        comment="Masa berlaku setiap kiriman; paling banyak satu yang berlaku per pengirim, jenis, dan periode.",
    )
    op.create_index(
        "uq_in_force_live",
        "in_force",
        ["office", "kind", "period"],
        unique=True,
        sqlite_where=sa.text("live_to IS NULL"),
        postgresql_where=sa.text("live_to IS NULL"),
    )
    op.create_table(
        "submission_sheet",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False, comment="Judul lembar menurut kontrak."),
        sa.Column("sheet_name", sa.Text(), nullable=False, comment="Nama lembar seperti dikirim."),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("accepted_rows", sa.Integer(), nullable=False),
        sa.Column("quarantined_rows", sa.Integer(), nullable=False),
        sa.Column("skipped_rows", sa.Integer(), nullable=False),
        sa.Column(
            "merged", sa.Text(), nullable=False, comment="Sel gabungan: [[baris, kolom, baris, kolom], …] dari nol."
        ),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_submission_sheet_submission_id"),
        sa.PrimaryKeyConstraint("submission_id", "sheet", name="pk_submission_sheet"),
        comment="Lembar data setiap kiriman dan jumlah barisnya.",
    )
    op.create_table(
        "submission_column",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=False, comment="Kolom menurut kontrak."),
        sa.Column("header", sa.Text(), nullable=False, comment="Judul kolom seperti dikirim."),
        sa.Column("position", sa.Integer(), nullable=False, comment="Kolom ke berapa di lembar, dari nol (A)."),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_submission_column_submission_id"),
        sa.PrimaryKeyConstraint("submission_id", "sheet", "column_name", name="pk_submission_column"),
        comment="Letak setiap kolom kiriman; dengan nomor baris menjadi alamat sel.",
    )
    op.create_table(
        "finding",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False, comment="Urutan temuan, dari nol."),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("cell", sa.Text(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("column_name", sa.Text(), nullable=True),
        sa.Column("row_key", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=True),
        sa.Column("got", sa.Text(), nullable=True, comment="Isi sel; data pribadi disamarkan."),
        sa.Column("expected", sa.Text(), nullable=True),
        sa.Column("suggestion", sa.Text(), nullable=True, comment="Saran perbaikan sebagai JSON."),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_finding_submission_id"),
        sa.PrimaryKeyConstraint("submission_id", "seq", name="pk_finding"),
        comment="Temuan pemeriksaan; satu baris satu sel (atau lembar, atau berkas) dan sebab.",
    )


def _personal() -> None:
    op.create_table(
        "applied_suggestion",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.Column("got", sa.Text(), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("applied", sa.Boolean(), nullable=False, comment="Tidak, bila isi sel sudah berubah."),
        sa.PrimaryKeyConstraint("submission_id", "seq", name="pk_applied_suggestion"),
        schema="pribadi",
        comment="Saran yang disetujui pengirim; isi sel dapat memuat data pribadi.",
    )
    op.create_table(
        "quarantine",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=False, comment="Isi baris seperti dikirim, JSON judul ke teks."),
        sa.PrimaryKeyConstraint("submission_id", "sheet", "row", name="pk_quarantine"),
        schema="pribadi",
        comment="Baris yang ditahan beserta isinya; alasannya di finding.",
    )


def _references() -> None:
    op.create_table(
        "dim_wilayah",
        sa.Column("code", sa.Text(), nullable=False, comment="Kode Kemendagri."),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "level", sa.Text(), nullable=False, comment="provinsi, kabupaten, kota, kecamatan, desa, atau kelurahan."
        ),
        sa.Column("parent_code", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_dim_wilayah"),
        comment="Wilayah menurut Kepmendagri 2025: 76 sampai desa, 73 sampai kecamatan.",
    )
    op.create_table(
        "dim_office",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="Jenis buku kerja yang dikirimnya."),
        sa.Column("prefix", sa.Text(), nullable=True, comment="Awalan kode usaha atau mitranya."),
        sa.PrimaryKeyConstraint("code", name="pk_dim_office"),
        comment="Pengirim yang mungkin: enam kabupaten, kabupaten/kota Sulawesi Selatan, dan provinsi.",
    )
