"""The current tables: the newest period's row of each key among the statements in force of its sheet.

They are updated for the keys of the batch that comes and of the batch that goes, so the cost is that of these batches
and not of history. Rows of the new batch overwrite what is not newer. A key that only the old batch had falls back to
the newest batch in force that knows it (nearly always the first one asked), or goes. Every look-up goes by a primary
key: further indexes would cost each load and publish more than they save the few that leave keys behind.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, Select, case, delete, literal, select, text, update
from sqlalchemy import column as sql_column

from warehouse.contract_tables import BY_TITLE, STANDING, SheetTables
from warehouse.corrections.source import source
from warehouse.submissions import upsert
from warehouse.tables import held_row, in_force, submission


def bring_up_to_date(
    connection: Connection, office: str, kind: str, sheet: str, *, comes: str | None, goes: str | None
) -> None:
    """Updates an office's rows in a sheet's current table right after ``in_force`` has changed in this transaction."""
    tables = BY_TITLE[sheet]
    if comes is not None:
        _overwrite(connection, tables, comes)
    if goes is not None:
        _fall_back(connection, tables, office, kind, goes)
    if tables.has_standing:
        _say_how_they_stand(connection, tables, office, kind)


def _overwrite(connection: Connection, tables: SheetTables, comes: str) -> None:
    current = tables.current
    rows = _rows(connection, tables, sql_column("submission_id") == comes)
    put = upsert(connection)(current).from_select(tables.standing_columns, rows)
    connection.execute(_update_on_conflict(put, tables, current.c.period <= put.excluded.period))


def _fall_back(connection: Connection, tables: SheetTables, office: str, kind: str, goes: str) -> None:
    current = tables.current
    orphaned_keys = _left_behind(tables, goes)
    for heir in _heirs(connection, tables, office, kind, goes):  # newest period first: each takes what is left
        rows = _rows(connection, tables, sql_column("submission_id") == heir, sql_column("row_key").in_(orphaned_keys))
        put = upsert(connection)(current).from_select(tables.standing_columns, rows)
        connection.execute(_update_on_conflict(put, tables, literal(True)))
    connection.execute(delete(current).where(current.c.office == office, current.c.row_key.in_(orphaned_keys)))


def _left_behind(tables: SheetTables, goes: str) -> Select[tuple[str]]:
    """The keys whose current row is still the one of the batch that goes."""
    gone, current = tables.batch.alias(), tables.current.alias()
    return (
        select(gone.c.row_key)
        .join(current, (current.c.office == gone.c.office) & (current.c.row_key == gone.c.row_key))
        .where(gone.c.submission_id == goes, current.c.submission_id == goes)
    )


def _heirs(connection: Connection, tables: SheetTables, office: str, kind: str, goes: str) -> Sequence[str]:
    """The submissions in force that know keys left behind, newest period first.

    It is asked apart from the rows: one statement for both lets PostgreSQL join with the whole history.
    """
    batch, orphaned = tables.batch, _left_behind(tables, goes).subquery()
    knows = select(batch.c.row_key).where(
        batch.c.submission_id == in_force.c.submission_id, batch.c.row_key == orphaned.c.row_key
    ).correlate(in_force, orphaned).exists()  # fmt: skip
    heir = (
        select(in_force.c.submission_id)
        .where(in_force.c.office == office, in_force.c.kind == kind, in_force.c.sheet == tables.sheet.title)
        .where(in_force.c.live_to.is_(None), knows)
        .order_by(in_force.c.period.desc())
        .limit(1)
        .correlate(orphaned)
        .scalar_subquery()
    )
    heirs = select(heir).select_from(orphaned)
    return connection.scalars(
        select(submission.c.id).where(submission.c.id.in_(heirs)).order_by(submission.c.period.desc())
    ).all()


def _rows(connection: Connection, tables: SheetTables, *where: ColumnElement[bool]) -> Select:
    """The rows of the sheet's batches as they count, with the columns that a current row takes over."""
    columns = [sql_column(name, tables.batch.c[name].type) for name in tables.standing_columns]
    return select(*columns).select_from(text(f"{source(connection, tables)} b")).where(*where)


def _update_on_conflict(put, tables: SheetTables, where: ColumnElement[bool]):
    key = tables.current.primary_key.columns
    values = {name: put.excluded[name] for name in tables.standing_columns if name not in key}
    return put.on_conflict_do_update(index_elements=list(key), set_=values, where=where)


def _say_how_they_stand(connection: Connection, tables: SheetTables, office: str, kind: str) -> None:
    """Writes ``keadaan`` of an office's rows anew, where it has changed. The cost is that of its standing rows."""
    current, title = tables.current, tables.sheet.title
    newest = (
        select(in_force.c.submission_id)
        .where(in_force.c.office == office, in_force.c.kind == kind, in_force.c.sheet == title)
        .where(in_force.c.live_to.is_(None))
        .order_by(in_force.c.period.desc())
        .limit(1)
    )
    submission_id = connection.scalar(newest)
    held = select(held_row.c.row_key).where(
        held_row.c.submission_id == submission_id, held_row.c.sheet == title, held_row.c.row_key.is_not(None)
    )
    keadaan = case(
        (current.c.submission_id == submission_id, "baru"), (current.c.row_key.in_(held), "ditahan"), else_="lama"
    )
    change = update(current).where(current.c.office == office, current.c[STANDING] != keadaan)
    connection.execute(change.values({STANDING: keadaan}))
