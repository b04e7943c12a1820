"""Without the indexes that only a resubmission asked for: every load and publish paid for them.

Revision ID: 0006
Revises: 0003
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0003"
branch_labels = None
depends_on = None

_CURRENT = (
    "dim_umkm",
    "dim_produk",
    "dim_mitra",
    "fct_kurasi",
    "fct_pendampingan",
    "fct_kemitraan",
    "fct_permintaan",
    "fct_pemasaran",
    "fct_persyaratan",
)


def upgrade() -> None:
    for table in _CURRENT:
        op.drop_index(f"ix_batch_{table.partition('_')[2]}_newest")
        op.drop_index(f"ix_{table}_submission_id")


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
