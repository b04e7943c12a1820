"""The axis of time: how each standing row stands, which keys were held back, months with their due days.

Rows that were held back have their key in words only; it becomes the key of the tables again where that is certain.

Revision ID: 0014
Revises: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_STANDING = {
    "dim_umkm": "UMKM",
    "dim_produk": "Produk",
    "fct_kemitraan": "Kemitraan",
    "dim_mitra": "Mitra",
    "fct_permintaan": "Permintaan",
    "fct_pemasaran": "Pemasaran",
    "fct_persyaratan": "Persyaratan",
}
_ABOUT = "baru: dari pernyataan terbaru; ditahan: di sana disebut tetapi ditahan; lama: tidak disebut lagi."

# A key in words joins its parts by " / "; of a partnership's three the middle one may be empty.
_HELD = """
INSERT INTO held_row (submission_id, sheet, "row", row_key)
SELECT q.submission_id, q.sheet, q."row",
    CASE
        WHEN q.sheet = 'Kemitraan' AND q.row_key NOT LIKE '% / % / %' THEN REPLACE(q.row_key, ' / ', '||')
        ELSE REPLACE(q.row_key, ' / ', '|')
    END
FROM pribadi.quarantine q
"""
_NEWEST = """(
    SELECT f.submission_id FROM in_force f
    WHERE f.office = t.office AND f.sheet = '{sheet}' AND f.live_to IS NULL ORDER BY f.period DESC LIMIT 1
)"""
_STANDS = """
UPDATE {table} AS t SET keadaan = CASE
    WHEN t.submission_id = {newest} THEN 'baru'
    WHEN EXISTS (
        SELECT 1 FROM held_row h
        WHERE h.submission_id = {newest} AND h.sheet = '{sheet}' AND h.row_key = t.row_key
    ) THEN 'ditahan'
    ELSE 'lama'
END
"""
_STATUSES = """
UPDATE {table} AS t SET
    nib_status = CASE WHEN t.nib IS NOT NULL THEN 'ada' WHEN {withheld_nib} THEN 'ditahan' ELSE 'belum' END,
    npwp_status = CASE
        WHEN t.npwp IS NOT NULL THEN 'ada'
        WHEN EXISTS (
            SELECT 1 FROM pribadi.batch_umkm p
            WHERE p.submission_id = t.submission_id AND p.row_key = t.row_key AND p.npwp IS NOT NULL
        ) THEN 'ada'
        WHEN {withheld_npwp} THEN 'ditahan'
        ELSE 'belum'
    END
"""
_WITHHELD = """EXISTS (
    SELECT 1 FROM finding g
    WHERE g.submission_id = t.submission_id AND g.sheet = 'UMKM' AND g."row" = t."row" AND g.column_name = '{column}'
      AND g.severity = 'withheld'
)"""


def upgrade() -> None:
    _references()
    _held()
    for table, sheet in _STANDING.items():
        op.add_column(table, sa.Column("keadaan", sa.Text(), nullable=False, server_default="baru", comment=_ABOUT))
        op.execute(_STANDS.format(table=table, sheet=sheet, newest=_NEWEST.format(sheet=sheet)))
    withheld = {f"withheld_{name}": _WITHHELD.format(column=name) for name in ("nib", "npwp")}
    for table in ("batch_umkm", "dim_umkm"):
        for name, label in (("nib", "NIB"), ("npwp", "NPWP")):
            about = f"{label}: ada, proses, belum, ditahan."
            op.add_column(table, sa.Column(f"{name}_status", sa.Text(), comment=about))
        op.execute(_STATUSES.format(table=table, **withheld))


def _held() -> None:
    op.create_table(
        "held_row",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False, comment="Judul lembar menurut kontrak."),
        sa.Column("row", sa.Integer(), nullable=False, comment="Nomor baris di lembar seperti dikirim."),
        sa.Column("row_key", sa.Text(), comment="Kunci baris seperti di tabel kini; kosong bila tidak terbaca."),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_held_row_submission_id"),
        sa.PrimaryKeyConstraint("submission_id", "sheet", "row", name="pk_held_row"),
        comment="Baris yang ditahan, tanpa isinya: kunci mana yang disebut sebuah kiriman tetapi tidak dimuat.",
    )
    op.create_index("ix_held_row_submission_id_sheet_row_key", "held_row", ["submission_id", "sheet", "row_key"])
    op.execute(_HELD)


def _references() -> None:
    op.create_table(
        "dim_bulan",
        sa.Column("period", sa.Text(), nullable=False, comment="Bulan, YYYY-MM."),
        sa.Column(
            "urutan",
            sa.Integer(),
            nullable=False,
            comment="Nomor bulan: tahun kali 12 ditambah bulan, dari nol.",
        ),
        sa.Column("hari_awal", sa.Date(), nullable=False),
        sa.Column("hari_akhir", sa.Date(), nullable=False),
        sa.Column("batas", sa.Date(), nullable=False, comment="Batas kirim laporan bulan itu."),
        sa.Column("batas_lewat", sa.DateTime(timezone=True), nullable=False, comment="Saat batasnya lewat."),
        sa.PrimaryKeyConstraint("period", name="pk_dim_bulan"),
        sa.UniqueConstraint("urutan", name="uq_dim_bulan_urutan"),
        comment="Bulan-bulan dengan batas kirimnya.",
    )
    op.create_table(
        "dim_tahap",
        sa.Column("tahap", sa.Text(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False, comment="1 Penjajakan sampai 7 Memasok; 8 Berhenti."),
        sa.PrimaryKeyConstraint("tahap", name="pk_dim_tahap"),
        comment="Tahap kemitraan menurut urutannya.",
    )
    op.create_table(
        "dim_persyaratan",
        sa.Column("persyaratan", sa.Text(), nullable=False),
        sa.Column("berlaku_mulai", sa.Date(), nullable=False),
        sa.Column("berlaku_sampai", sa.Date()),
        sa.Column(
            "golongan", sa.Text(), nullable=False, comment="Siapa yang dapat mengubahnya: hukum, kita, atau ritel."
        ),
        sa.Column("topik", sa.Text(), comment="Topik pendampingan yang memperbaikinya."),
        sa.Column("di_luar_data", sa.Integer(), nullable=False, comment="1: tidak ada di buku kerja."),
        sa.Column("untuk", sa.Text(), comment="Kategori produk yang dimintai; kosong: semua."),
        sa.PrimaryKeyConstraint("persyaratan", "berlaku_mulai", name="pk_dim_persyaratan"),
        comment="Persyaratan ritel yang dikenal dan artinya.",
    )
    op.create_table(
        "dim_konversi",
        sa.Column("dari", sa.Text(), nullable=False, comment="Satuan."),
        sa.Column("ke", sa.Text(), nullable=False, comment="Satuan."),
        sa.Column("isi", sa.Double(), nullable=False),
        sa.Column(
            "pembagi",
            sa.Double(),
            nullable=False,
            comment="Satu satuan asal sama dengan isi dibagi pembagi satuan tujuan.",
        ),
        sa.PrimaryKeyConstraint("dari", "ke", name="pk_dim_konversi"),
        comment="Satuan berat dan isi yang dapat saling diubah.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
