"""The partnerships of each batch, counted once.

Revision ID: 0027
Revises: 0026
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_FILL = """
INSERT INTO hitungan_kemitraan (submission_id, usaha_besar, tahap, banyak, nilai_realisasi)
SELECT b.submission_id, b.usaha_besar, b.tahap, COUNT(*), CAST(COALESCE(SUM(b.nilai_realisasi), 0) AS BIGINT)
FROM batch_kemitraan b
WHERE b.submission_id IN (SELECT f.submission_id FROM in_force f WHERE f.sheet = 'Kemitraan')
GROUP BY b.submission_id, b.usaha_besar, b.tahap
"""


def upgrade() -> None:
    op.create_table(
        "hitungan_kemitraan",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("usaha_besar", sa.Text(), nullable=False),
        sa.Column("tahap", sa.Text(), nullable=False),
        sa.Column("banyak", sa.Integer(), nullable=False, comment="Baris dengan usaha besar dan tahap itu."),
        sa.Column("nilai_realisasi", sa.BigInteger(), nullable=False, comment="Jumlah nilai_realisasi baris itu."),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_hitungan_kemitraan_submission_id"),
        sa.PrimaryKeyConstraint("submission_id", "usaha_besar", "tahap", name="pk_hitungan_kemitraan"),
        comment="Baris Kemitraan setiap kiriman yang pernah berlaku, dihitung sekali; seperti dikirim, tanpa koreksi.",
        sqlite_with_rowid=False,
    )
    op.execute(_FILL)


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
