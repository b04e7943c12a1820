"""Names of partners that nobody has confirmed leave the public tables: a person may stand in that column.

Revision ID: 0020
Revises: 0019
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from schemas.kinds import UNKNOWN, unknown_partner

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_SHEETS = {
    "Kemitraan": ("kemitraan", "usaha_besar", ("fct_kemitraan", "fct_tahap")),
    "Persyaratan": ("persyaratan", "ritel", ("fct_persyaratan",)),
}
"""Sheet → its table, the partner's column, and the tables in which its rows stand now."""


def upgrade() -> None:
    op.create_table(
        "unknown_partner",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False, comment="Yang tertulis di tabel lain sebagai gantinya."),
        sa.Column("name", sa.Text(), nullable=False, comment="Nama usaha besar seperti ditulis pengirim."),
        sa.PrimaryKeyConstraint("submission_id", "shown", name="pk_unknown_partner"),
        schema="pribadi",
        comment="Usaha besar yang belum dikenal: namanya bisa jadi nama orang, sampai petugas mengenalkannya.",
    )
    if not op.get_context().as_sql:  # a script without a database has no rows to look at
        for sheet, (name, column, standing) in _SHEETS.items():
            _seal(sheet, name, column, standing)


def _seal(sheet: str, name: str, column: str, standing: tuple[str, ...]) -> None:
    connection = op.get_bind()
    finding = _table("finding", "submission_id", "sheet", "row", "column_name", "code", "got", "row_key")
    batch = _table(f"batch_{name}", "submission_id", "office", "row_key", "row", column)
    sealed = sa.table("unknown_partner", *map(sa.column, ("submission_id", "shown", "name")), schema="pribadi")
    told = (finding.c.sheet == sheet) & (finding.c.column_name == column)
    same = (finding.c.submission_id == batch.c.submission_id) & (finding.c.row == batch.c.row)
    query = sa.select(batch.c.submission_id, batch.c.office, batch.c[column].label("partner")).distinct()
    unknown = query.join(finding, same).where(told, finding.c.code == "partner.unknown")
    for found in connection.execute(unknown).all():
        shown = unknown_partner(found.partner)
        connection.execute(sealed.insert().values(submission_id=found.submission_id, shown=shown, name=found.partner))
        own = batch.c.submission_id == found.submission_id
        _rename(batch, own, column, found.partner, shown)
        for table in standing:
            current = _table(table, "office", "row_key", column)
            _rename(current, current.c.office == found.office, column, found.partner, shown)
        for table in (finding, _table("held_row", "submission_id", "sheet", "row_key")):
            of_it = (table.c.submission_id == found.submission_id) & (table.c.sheet == sheet)
            key = sa.func.replace(table.c.row_key, found.partner, shown)
            connection.execute(table.update().where(of_it).values(row_key=key))
    connection.execute(finding.update().where(told, finding.c.got.is_not(None)).values(got=UNKNOWN))


def _rename(table: sa.TableClause, own: sa.ColumnElement[bool], column: str, name: str, shown: str) -> None:
    key = sa.func.replace(table.c.row_key, name, shown)
    op.get_bind().execute(table.update().where(own, table.c[column] == name).values({column: shown, "row_key": key}))


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in columns))


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
