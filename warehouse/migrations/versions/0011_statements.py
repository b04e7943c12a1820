"""What is in force is said of each sheet: a csv states its own sheet only.

What was recorded stays: in the versions before, a csv took the place of a whole submission, so there it speaks of every
sheet of its kind. A row of ``in_force`` becomes one for each sheet that its submission held.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_SHEETS = {
    "regency": ("UMKM", "Produk", "Kurasi", "Pendampingan", "Kemitraan"),
    "sulsel": ("Mitra", "Permintaan", "Pemasaran"),
    "retail": ("Persyaratan",),
}
_PAIRS = " UNION ALL ".join(
    f"SELECT '{kind}' AS kind, '{sheet}' AS sheet" for kind, sheets in _SHEETS.items() for sheet in sheets
)
_OPEN = sa.text("live_to IS NULL")

_IN_FORCE = """
INSERT INTO in_force (submission_id, sheet, live_from, live_to, office, kind, period)
SELECT f.submission_id, h.sheet, f.live_from, f.live_to, f.office, f.kind, f.period
FROM in_force_before f
JOIN submission_sheet h ON h.submission_id = f.submission_id
"""
# Set aside is what a person has taken out of force: what was received after the submission in force (all, where none is),
# and what went out without a later received one in its place.
_STATEMENT = f"""
INSERT INTO statement (submission_id, sheet, office, kind, period, stated, set_aside)
SELECT s.id, k.sheet, s.office, s.kind, s.period,
    EXISTS (SELECT 1 FROM submission_sheet h WHERE h.submission_id = s.id AND h.sheet = k.sheet),
    NOT EXISTS (
        SELECT 1 FROM in_force_before f JOIN submission l ON l.id = f.submission_id
        WHERE f.office = s.office AND f.kind = s.kind AND f.period = s.period AND f.live_to IS NULL
          AND (l.received_at, l.attempt, l.id) >= (s.received_at, s.attempt, s.id)
    )
    OR EXISTS (
        SELECT 1 FROM in_force_before mine
        WHERE mine.submission_id = s.id
          AND mine.live_from = (SELECT MAX(m.live_from) FROM in_force_before m WHERE m.submission_id = s.id)
          AND mine.live_to IS NOT NULL
          AND NOT EXISTS (
              SELECT 1 FROM in_force_before f JOIN submission l ON l.id = f.submission_id
              WHERE f.office = s.office AND f.kind = s.kind AND f.period = s.period AND f.live_from = mine.live_to
                AND (l.received_at, l.attempt, l.id) > (s.received_at, s.attempt, s.id)
          )
    )
FROM submission s
JOIN ({_PAIRS}) k ON k.kind = s.kind
WHERE s.loaded_at IS NOT NULL AND s.state IN ('published', 'answered') AND s.period IS NOT NULL
"""  # noqa: S608


def upgrade() -> None:
    op.add_column(
        "submission",
        sa.Column("only_sheet", sa.Text(), comment="Satu-satunya lembar sebuah csv; kosong untuk buku kerja."),
    )
    op.execute(_only_sheet())
    op.execute("CREATE TABLE in_force_before AS SELECT * FROM in_force")
    op.drop_table("in_force")
    _tables()
    op.execute(_IN_FORCE)
    op.execute(_STATEMENT)
    op.drop_table("in_force_before")


def _only_sheet() -> sa.Update:
    """Each csv: a submission whose only sheet is called so."""
    submission = sa.table("submission", sa.column("id"), sa.column("only_sheet"))
    held = sa.table("submission_sheet", sa.column("submission_id"), sa.column("sheet"), sa.column("sheet_name"))
    lone = sa.select(held.c.submission_id).group_by(held.c.submission_id)
    lone = lone.having(sa.func.count() == 1, sa.func.min(held.c.sheet_name) == sa.literal_column("'csv'"))
    its = sa.select(sa.func.min(held.c.sheet)).where(held.c.submission_id == submission.c.id).scalar_subquery()
    return sa.update(submission).where(submission.c.id.in_(lone)).values(only_sheet=its)


def _tables() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "statement",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False, comment="Judul lembar menurut kontrak."),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column(
            "stated",
            sa.Boolean(),
            nullable=False,
            comment="Tidak: buku kerjanya tanpa lembar ini, jadi lembar ini kosong.",
        ),
        sa.Column(
            "set_aside", sa.Boolean(), nullable=False, comment="Ya: dicabut, atau petugas memberlakukan yang lain."
        ),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_statement_submission_id"),
        sa.PrimaryKeyConstraint("submission_id", "sheet", name="pk_statement"),
        comment="Pernyataan: lembar yang ditentukan setiap kiriman terbit. Yang terakhir diterima dan tidak dicabut berlaku.",
    )
    op.create_index("ix_statement_office_kind_period_sheet", "statement", ["office", "kind", "period", "sheet"])
    op.create_table(
        "in_force",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False, comment="Judul lembar menurut kontrak."),
        sa.Column("live_from", moment, nullable=False, comment="Mulai berlaku."),
        sa.Column("live_to", moment, comment="Tidak berlaku lagi sejak; kosong bila masih berlaku."),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_in_force_submission_id"),
        sa.PrimaryKeyConstraint("submission_id", "sheet", "live_from", name="pk_in_force"),
        comment="Masa berlaku setiap lembar kiriman; paling banyak satu yang berlaku per pengirim, jenis, periode, dan lembar.",
    )
    op.create_index(
        "uq_in_force_live",
        "in_force",
        ["office", "kind", "sheet", "period"],
        unique=True,
        sqlite_where=_OPEN,
        postgresql_where=_OPEN,
    )


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
