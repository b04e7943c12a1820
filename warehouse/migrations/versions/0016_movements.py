"""Which program last upgraded a warehouse; where a month states another stage of a partnership, or another size class of a business, than the month before it.

Revision ID: 0016
Revises: 0015
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_FILL = """
INSERT INTO fct_tahap (office, row_key, period, usaha_besar, tahap)
SELECT k.office, k.row_key, k.period, k.usaha_besar, k.tahap
FROM (
    SELECT b.office, b.row_key, b.period, b.usaha_besar, b.tahap,
        LAG(b.tahap) OVER (PARTITION BY b.office, b.row_key ORDER BY b.period) AS sebelumnya
    FROM in_force f
    INNER JOIN batch_kemitraan b ON b.submission_id = f.submission_id
    WHERE f.sheet = 'Kemitraan' AND f.live_to IS NULL AND b.tahap IS NOT NULL
) k
WHERE k.sebelumnya IS NULL OR k.sebelumnya <> k.tahap
"""

_CLASS = """CASE
    WHEN b.omzet_tahunan <= 2000000000 THEN 'Mikro'
    WHEN b.omzet_tahunan <= 15000000000 THEN 'Kecil'
    WHEN b.omzet_tahunan <= 50000000000 THEN 'Menengah'
    ELSE 'Besar'
END"""
_FILL_CLASSES = f"""
INSERT INTO fct_kelas (office, row_key, period, kelas)
SELECT k.office, k.row_key, k.period, k.kelas
FROM (
    SELECT m.*, LAG(m.kelas) OVER (PARTITION BY m.office, m.row_key ORDER BY m.period) AS sebelumnya
    FROM (
        SELECT b.office, b.row_key, b.period, {_CLASS} AS kelas
        FROM in_force f
        INNER JOIN batch_umkm b ON b.submission_id = f.submission_id
        WHERE f.sheet = 'UMKM' AND f.live_to IS NULL AND b.omzet_tahunan IS NOT NULL
    ) m
) k
WHERE k.sebelumnya IS NULL OR k.sebelumnya <> k.kelas
"""  # noqa: S608


def upgrade() -> None:
    op.create_table(
        "fct_tahap",
        sa.Column("office", sa.Text(), nullable=False, comment="Kode Kemendagri pengirim."),
        sa.Column("row_key", sa.Text(), nullable=False, comment="Kunci baris di fct_kemitraan."),
        sa.Column(
            "period",
            sa.Text(),
            nullable=False,
            comment="Bulan yang menyatakan tahap lain daripada sebelumnya, YYYY-MM.",
        ),
        sa.Column("usaha_besar", sa.Text()),
        sa.Column("tahap", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("office", "row_key", "period", name="pk_fct_tahap"),
        comment="Pergantian tahap setiap kemitraan: bulan pertama dan setiap bulan yang menyatakan tahap lain.",
        sqlite_with_rowid=False,
    )
    op.execute(_FILL)
    op.create_table(
        "fct_kelas",
        sa.Column("office", sa.Text(), nullable=False, comment="Kode Kemendagri pengirim."),
        sa.Column("row_key", sa.Text(), nullable=False, comment="Kunci baris di dim_umkm."),
        sa.Column(
            "period",
            sa.Text(),
            nullable=False,
            comment="Bulan yang menyatakan kelas lain daripada sebelumnya, YYYY-MM.",
        ),
        sa.Column(
            "kelas", sa.Text(), nullable=False, comment="Mikro, Kecil, Menengah, atau Besar, menurut omzet_tahunan."
        ),
        sa.PrimaryKeyConstraint("office", "row_key", "period", name="pk_fct_kelas"),
        comment="Perpindahan kelas setiap usaha: bulan pertama dan setiap bulan yang menyatakan kelas lain.",
        sqlite_with_rowid=False,
    )
    op.execute(_FILL_CLASSES)
    _merged_cells()
    op.create_table(
        "dim_kamus",
        sa.Column("tabel", sa.Text(), nullable=False, comment="Tabel, pandangan, atau mart."),
        sa.Column("kolom", sa.Text(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False, comment="Tempat kolom itu, dari 1."),
        sa.Column("jenis", sa.Text(), nullable=False),
        sa.Column("satuan", sa.Text()),
        sa.Column("arti", sa.Text(), nullable=False),
        sa.Column("bila_kosong", sa.Text(), comment="Arti kolom yang kosong; kosong: tidak pernah, atau tidak diisi."),
        sa.Column("kunci", sa.Integer(), nullable=False, comment="1: bagian dari kunci barisnya."),
        sa.Column("dijumlahkan", sa.Integer(), nullable=False, comment="1: boleh dijumlahkan antarbaris."),
        sa.Column("akses", sa.Text(), nullable=False, comment="terbuka, terbatas, atau pribadi."),
        sa.PrimaryKeyConstraint("tabel", "kolom", name="pk_dim_kamus"),
        comment="Arti setiap kolom mart dan tabel kini.",
    )
    op.create_table(
        "upgrade_sign",
        sa.Column(
            "sign", sa.Text(), nullable=False, comment="Sidik mart, pandangan, baris acuan, dan hak dari program."
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sign", name="pk_upgrade_sign"),
        comment="Program mana yang terakhir memutakhirkan gudang ini.",
    )


def _merged_cells() -> None:
    """Merged ranges as rows: until now they stood as JSON beside each sheet, where SQL cannot look them up."""
    made = op.create_table(
        "merged_cells",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False, comment="Judul lembar menurut kontrak."),
        sa.Column("top", sa.Integer(), nullable=False, comment="Baris pertama, dari nol."),
        sa.Column("left_", sa.Integer(), nullable=False, comment="Kolom pertama, dari nol."),
        sa.Column("bottom", sa.Integer(), nullable=False),
        sa.Column("right_", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_merged_cells_submission_id"),
        sa.PrimaryKeyConstraint("submission_id", "sheet", "top", "left_", name="pk_merged_cells"),
        comment="Sel gabungan setiap lembar; alamatnya ialah sel kiri atasnya.",
    )
    if op.get_context().as_sql:  # written as SQL, for a database without rows
        return
    held = op.get_bind().execute(
        sa.text("SELECT submission_id, sheet, merged FROM submission_sheet WHERE merged <> '[]'")
    )
    rows = [
        {"submission_id": one, "sheet": sheet, "top": top, "left_": left, "bottom": bottom, "right_": right}
        for one, sheet, merged in held
        for top, left, bottom, right in {tuple(span) for span in json.loads(merged)}
    ]
    if rows:
        op.bulk_insert(made, rows)


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
