"""Names of files in short form outside the sealed part: a person may be named in one, and no rule tells.

Revision ID: 0019
Revises: 0018
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from warehouse.file_names import short_answer_name, short_file_name

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_ANSWERED = "jawaban: "
_LAID = "ditaruh di kotak keluar"
"""What is recorded of a letter that is a file."""
_COMMENTS = (
    ("submission", "file_name", "Nama berkas; nomor dan alamat orang di dalamnya disamarkan.",
     "Nama singkat: kantor, bulan, sidik; nama dari pengirim di sealed_name."),
    ("answer_delivery", "name", "Nama jawaban di sana.", "Nama singkat jawaban: kantor, bulan, sidik."),
)  # fmt: skip
_SEALED = (
    "Nama berkas yang memuat nomor atau alamat seseorang; submission.file_name hanya punya salinannya yang disamarkan.",
    "Nama berkas dari pengirimnya; submission.file_name hanya punya nama singkatnya.",
)


def upgrade() -> None:
    op.create_table(
        "sealed_answer_name",
        sa.Column("submission_id", sa.Text(), nullable=False),
        sa.Column("outbox", sa.Text(), nullable=False, comment="Ke mana: kotak keluar sumbernya, atau surel."),
        sa.Column("name", sa.Text(), nullable=False, comment="Nama jawaban di sana, dari nama berkas pengirimnya."),
        sa.PrimaryKeyConstraint("submission_id", "outbox", name="pk_sealed_answer_name"),
        schema="pribadi",
        comment="Nama jawaban di tempatnya; answer_delivery.name hanya punya nama singkatnya.",
    )
    _comment()
    if not op.get_context().as_sql:  # a script without a database has no rows to look at
        _shorten()


def _comment() -> None:
    if op.get_context().dialect.name != "postgresql":  # SQLite keeps no comments
        return
    for table, column, former, comment in _COMMENTS:
        op.alter_column(
            table, column, comment=comment, existing_comment=former, existing_type=sa.Text(), existing_nullable=False
        )
    former, comment = _SEALED
    op.create_table_comment("sealed_name", comment, existing_comment=former, schema="pribadi")


def _shorten() -> None:
    connection = op.get_bind()
    submission = _table("submission", "id", "office", "period", "sha256", "file_name", "note")
    answer = _table("answer_delivery", "submission_id", "outbox", "name")
    event = _table("submission_event", "id", "submission_id", "why")
    letter = _table("letter", "kind", "message_id")
    sealed_name = _table("sealed_name", "submission_id", "file_name", schema="pribadi")
    sealed_answer = _table("sealed_answer_name", "submission_id", "outbox", "name", schema="pribadi")
    kept = dict(connection.execute(sa.select(sealed_name)).tuples().all())
    for row in connection.execute(sa.select(submission)).all():
        if row.id not in kept:
            connection.execute(sealed_name.insert().values(submission_id=row.id, file_name=row.file_name))
        name = kept.get(row.id, row.file_name)
        short = short_file_name(row.office, row.period, row.sha256, name)
        own = submission.c.id == row.id
        connection.execute(submission.update().where(own).values(file_name=short))
        names = []
        for sent in connection.execute(sa.select(answer).where(answer.c.submission_id == row.id)).all():
            connection.execute(sealed_answer.insert().values(dict(sent._mapping)))
            names.append(short_answer_name(row.office, row.period, row.sha256, sent.name))
            place = (answer.c.submission_id == row.id) & (answer.c.outbox == sent.outbox)
            connection.execute(answer.update().where(place).values(name=names[-1]))
        told = _ANSWERED + (
            ", ".join(dict.fromkeys(names)) or short_answer_name(row.office, row.period, row.sha256, "")
        )
        connection.execute(submission.update().where(own, submission.c.note.startswith(_ANSWERED)).values(note=told))
        of_it = (event.c.submission_id == row.id) & event.c.why.startswith(_ANSWERED)
        connection.execute(event.update().where(of_it).values(why=told))
    laid = letter.c.kind.startswith("waiting-") & ~letter.c.kind.endswith("-surel")
    connection.execute(letter.update().where(laid).values(message_id=_LAID))


def _table(name: str, *columns: str, schema: str | None = None) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, sa.Text()) for column in columns), schema=schema)


def downgrade() -> None:
    raise NotImplementedError("Gudang data tidak dapat diturunkan versinya; pulihkan dari cadangan.")
