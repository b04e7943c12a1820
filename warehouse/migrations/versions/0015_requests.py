"""The requests that made a submission be taken up stand in a table of their own, not in lines of one text.

Revision ID: 0015
Revises: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_LINES = {
    "postgresql": """
INSERT INTO submission_request (submission_id, request)
SELECT DISTINCT id, asked FROM submission, unnest(string_to_array(request, chr(10))) AS asked WHERE asked <> ''
""",
    "sqlite": """
INSERT INTO submission_request (submission_id, request)
WITH RECURSIVE line (id, asked, rest) AS (
    SELECT id, '', request || char(10) FROM submission WHERE request IS NOT NULL
    UNION ALL
    SELECT id, substr(rest, 1, instr(rest, char(10)) - 1), substr(rest, instr(rest, char(10)) + 1)
    FROM line WHERE rest <> ''
)
SELECT DISTINCT id, asked FROM line WHERE asked <> ''
""",
}


def upgrade() -> None:
    op.create_table(
        "submission_request",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column(
            "request", sa.Text(), nullable=False, comment="Permintaan: sebuah putaran, atau isi lama yang kembali."
        ),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_submission_request_submission_id"),
        sa.PrimaryKeyConstraint("request", "submission_id", name="pk_submission_request"),
        comment="Permintaan yang memproses ulang sebuah kiriman; permintaan yang sama membuatnya sekali saja.",
    )
    op.create_index("ix_submission_request_submission_id", "submission_request", ["submission_id"])
    op.execute(_LINES[op.get_context().dialect.name])
    op.drop_column("submission", "request")


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
