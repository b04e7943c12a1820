"""To which office a workbook in the wrong inbox belongs, and where the answer's workbook lies in the archive.

Revision ID: 0010
Revises: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Of what was checked before, the office is known where the cover names it by its code or by its plain name.
_CARRY = """
UPDATE submission SET belongs_to = (
    SELECT MIN(o.code)
    FROM finding f
    JOIN dim_office o ON LOWER(TRIM(f.got)) IN (
        o.code, LOWER(o.name), 'kabupaten ' || LOWER(o.name), 'kab. ' || LOWER(o.name), 'kota ' || LOWER(o.name)
    )
    WHERE f.submission_id = submission.id AND f.code = 'cover.office' AND o.code <> submission.office
)
WHERE outcome = 'rejected'
"""


def upgrade() -> None:
    comment = "Kode kantor lain yang disebut sampulnya: salah kotak, tidak dihitung bagi office."
    op.add_column("submission", sa.Column("belongs_to", sa.Text(), comment=comment))
    op.execute(_CARRY)
    op.create_table(
        "answer_file",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False, comment="Sidik buku kerja jawaban di arsip."),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_answer_file_submission_id")),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_answer_file")),
        comment="Buku kerja jawaban seperti dikirim; salinannya di arsip.",
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
