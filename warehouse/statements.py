"""Statements: which sheets a published submission covers, and whose statement of a sheet counts.

A place is an office, kind, period and sheet. A workbook makes a statement about every sheet of its kind: its rows for
those that it holds, no rows for the others. A csv makes one about its own sheet. Of the statements about a place that
nobody has set aside, the one received last counts. Where its workbook does not hold the sheet, nothing of that sheet is
in force. So the end is the same in whatever order submissions are processed.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, tuple_, update

from warehouse.contract_tables import titles_of_kind
from warehouse.submissions import RECEIVED
from warehouse.tables import statement, submission, submission_sheet


def covered_sheets(kind: str, version: str, only_sheet: str | None) -> tuple[str, ...]:
    """The sheets that a submission covers: a csv its own, a workbook every one of its kind in its contract version."""
    return (only_sheet,) if only_sheet else titles_of_kind(kind, version)


def make_statements(connection: Connection, slot: Row) -> tuple[str, ...]:
    """Writes down the statements of a submission (anew, when it is put back) and gives the sheets that it covers."""
    held = set(connection.scalars(select(submission_sheet.c.sheet).where(submission_sheet.c.submission_id == slot.id)))
    sheets = covered_sheets(slot.kind, slot.contract, slot.only_sheet)
    place = {"office": slot.office, "kind": slot.kind, "period": slot.period}
    rows = [
        {"submission_id": slot.id, "sheet": sheet, "stated": sheet in held, "set_aside": False} | place
        for sheet in sheets
    ]
    connection.execute(delete(statement).where(statement.c.submission_id == slot.id))
    connection.execute(insert(statement), rows)
    return sheets


def spoken_of(connection: Connection, submission_id: str) -> tuple[str, ...]:
    """The sheets that a published submission covers."""
    return tuple(connection.scalars(select(statement.c.sheet).where(statement.c.submission_id == submission_id)))


def set_aside(connection: Connection, submission_id: str) -> None:
    """Makes none of a submission's statements count any more."""
    mine = statement.c.submission_id == submission_id
    connection.execute(update(statement).where(mine).values(set_aside=True))


def is_set_aside(connection: Connection, submission_id: str) -> bool:
    """Whether any of a submission's statements was set aside."""
    query = select(statement.c.sheet).where(statement.c.submission_id == submission_id, statement.c.set_aside)
    return connection.execute(query).first() is not None


def set_aside_later(connection: Connection, slot: Row, sheets: Collection[str]) -> None:
    """Makes no statement about these sheets count that was received after this submission."""
    later = select(submission.c.id).where(
        submission.c.office == slot.office, submission.c.period == slot.period, tuple_(*RECEIVED) > _order(slot)
    )
    connection.execute(
        update(statement).where(*same_place(slot, sheets), statement.c.submission_id.in_(later)).values(set_aside=True)
    )


def counting(connection: Connection, slot: Row, sheets: Collection[str]) -> dict[str, str | None]:
    """The submission whose statement about each sheet counts; None where nothing of the sheet is to be in force."""
    query = (
        select(statement.c.sheet, statement.c.submission_id, statement.c.stated)
        .join(submission, submission.c.id == statement.c.submission_id)
        .where(*same_place(slot, sheets), statement.c.set_aside.is_(False))
        .order_by(*RECEIVED)  # the last one stays
    )
    statements: dict[str, str | None] = dict.fromkeys(sheets)
    for row in connection.execute(query):
        statements[row.sheet] = row.submission_id if row.stated else None
    return statements


def counted_after(connection: Connection, slot: Row, sheets: Collection[str]) -> dict[str, str]:
    """Those of these sheets for which a submission received after this one counts, with that submission."""
    query = (
        select(statement.c.sheet, statement.c.submission_id)
        .join(submission, submission.c.id == statement.c.submission_id)
        .where(*same_place(slot, sheets), statement.c.set_aside.is_(False), tuple_(*RECEIVED) > _order(slot))
        .order_by(*RECEIVED)  # the last one stays
    )
    return {row.sheet: row.submission_id for row in connection.execute(query)}


def same_place(slot: Row, sheets: Collection[str]) -> list[ColumnElement[bool]]:
    """Conditions for statements about these sheets of the submission's office, kind and period."""
    return [
        statement.c.office == slot.office,
        statement.c.kind == slot.kind,
        statement.c.period == slot.period,
        statement.c.sheet.in_(sheets),
    ]


def _order(slot: Row) -> ColumnElement[tuple[datetime, int, str]]:
    """The values that ``RECEIVED`` orders by."""
    return tuple_(slot.received_at, slot.attempt, slot.id, types=[column.type for column in RECEIVED])
