"""Rows of csv files that were held back because what they name was missing, and that could come in by now.

In a month of several files, ``produk.csv`` may come days before ``umkm.csv``. Nobody has to send it again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import groupby

from sqlalchemy import Connection, Row, func, select

from schemas.codes import Code
from schemas.context import Stated
from schemas.finding import Finding, Outcome, Severity
from schemas.kinds.digits import BLANKS
from schemas.model import Sheet
from schemas.period import Period
from warehouse.checking import stored_findings
from warehouse.contract_tables import BY_TITLE
from warehouse.engine import Warehouse
from warehouse.reading import keys_in_force
from warehouse.reprocessing import reprocess
from warehouse.state import State
from warehouse.statements import counted_after
from warehouse.submissions import RECEIVED
from warehouse.tables import decision, finding, in_force, submission, submission_event

CAME_SINCE = "kode yang dirujuknya kini ada"
"""The reason in the audit trail for taking such a file up again."""


LONGEST_WAIT = 2
"""How many files can wait for one another at most: curations for products, and products for businesses."""


def take_up_awaited(warehouse: Warehouse, offices: Collection[str], period: Period | None = None) -> list[str]:
    """Takes up again what ``came_since`` gives, and gives the new attempts. When two processes do this at once, the
    second gets the attempts of the first.
    """
    waiting = came_since(warehouse, offices, period)
    return [
        reprocess(warehouse, submission_id, why=CAME_SINCE, request=f"rujukan-{submission_id}")
        for submission_id in waiting
    ]


def was_awaited(warehouse: Warehouse, submission_id: str) -> bool:
    """Whether this attempt was made because of that."""
    reasons = select(submission_event.c.why).where(submission_event.c.submission_id == submission_id)
    with warehouse.read() as connection:
        return connection.scalar(reasons.order_by(submission_event.c.id).limit(1)) == CAME_SINCE


def came_since(warehouse: Warehouse, offices: Collection[str], period: Period | None = None) -> list[str]:
    """The answered csv files of these offices (codes) with rows that were held back only for keys of another sheet of
    their month which came in force since. For each sheet it is the file received last, oldest first. ``period`` limits
    it to one month.

    A file that a person refused is not among them, nor one that gave way to a later file.
    """
    with warehouse.read() as connection:
        rows = [row for row in _held(connection, offices, period) if _counts(connection, row)]
    last = {(row.office, row.kind, row.period, row.only_sheet): row.id for row in rows if _frees(warehouse, row)}
    return list(last.values())


def _held(connection: Connection, offices: Collection[str], period: Period | None) -> list[Row]:
    """Files that were checked before a sheet that they name came in force, oldest first."""
    later = submission.alias()
    again = select(later.c.id).where(
        later.c.office == submission.c.office,
        later.c.sha256 == submission.c.sha256,
        later.c.attempt > submission.c.attempt,
    )
    checked_at = (
        select(func.max(submission_event.c.at))
        .where(submission_event.c.submission_id == submission.c.id, submission_event.c.to_state == State.CHECKED)
        .correlate(submission)  # by itself it would look no further than the query around it
        .scalar_subquery()
    )
    missed = select(finding.c.seq).where(finding.c.submission_id == submission.c.id, finding.c.code == Code.REFERENCE)
    sheets_that_came = select(in_force.c.sheet).where(
        in_force.c.office == submission.c.office,
        in_force.c.kind == submission.c.kind,
        in_force.c.period == submission.c.period,
        in_force.c.sheet != submission.c.only_sheet,
        in_force.c.live_to.is_(None),
        in_force.c.live_from >= checked_at,
    )
    query = (
        select(submission)
        .where(submission.c.state == State.ANSWERED, submission.c.office.in_(offices))
        .where(submission.c.only_sheet.is_not(None), submission.c.belongs_to.is_(None))
        .where(missed.exists(), sheets_that_came.exists(), ~again.exists())
        .order_by(*RECEIVED)
    )
    if period:
        query = query.where(submission.c.period == period)
    return list(connection.execute(query))


def _counts(connection: Connection, row: Row) -> bool:
    """Whether its rows would count: its statement is in force, or it was refused for its rows and nothing came
    later.
    """
    if row.outcome != Outcome.REJECTED:
        live = select(in_force.c.sheet).where(in_force.c.submission_id == row.id, in_force.c.live_to.is_(None))
        return connection.execute(live).first() is not None
    question = select(decision.c.round).where(decision.c.submission_id == row.id)
    return connection.execute(question).first() is None and not counted_after(connection, row, [row.only_sheet])


def _frees(warehouse: Warehouse, row: Row) -> bool:
    """Whether one of its rows has no finding but references, and each key exists by now."""
    sheet = BY_TITLE[row.only_sheet].sheet
    findings = stored_findings(warehouse, row.id)
    if any(finding.severity is Severity.FATAL for finding in findings):
        return False
    present_keys = keys_in_force(warehouse, Stated(row.kind, row.office, row.period, (row.only_sheet,)))
    against = sorted(
        (finding for finding in findings if finding.severity is Severity.ERROR and finding.row),
        key=lambda finding: finding.row or 0,
    )
    return any(
        all(_is_there(error, sheet, present_keys) for error in errors)
        for _, errors in groupby(against, lambda error: error.row)
    )


def _is_there(error: Finding, sheet: Sheet, present_keys: Mapping[str, frozenset[str]]) -> bool:
    if error.code != Code.REFERENCE or error.column is None:
        return False
    parent = sheet[error.column].reference
    return parent is not None and BLANKS.sub("", error.got or "").upper() in present_keys.get(parent, frozenset())
