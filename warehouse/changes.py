"""What a submission in force changed against its office's month before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, Table, func, select

from warehouse.contract_tables import SHEETS
from warehouse.engine import Warehouse
from warehouse.tables import in_force, submission_sheet

THINGS = {"regency": "umkm", "sulsel": "mitra"}
"""By the workbook's kind: the sheet whose rows are what an office tells of, month after month."""


@dataclass(frozen=True)
class MonthChange:
    """Accepted rows of a submission and of the one in force for the month before, and the businesses (regencies) or
    partners (collaborators) that are new or gone; None where a kind has no such sheet.
    """

    submission: str
    period: str
    accepted: int
    period_before: str
    accepted_before: int
    new: int | None
    gone: int | None


def month_change(warehouse: Warehouse, submission_id: str) -> MonthChange | None:
    """The change; None for a submission that is not in force, and where nothing is in force for the month before."""
    live = in_force.c.live_to.is_(None)
    mine = select(in_force.c.office, in_force.c.kind, in_force.c.period).where(
        in_force.c.submission_id == submission_id, live
    )
    with warehouse.read() as connection:
        slot = connection.execute(mine).one_or_none()
        if slot is None:
            return None
        before = month_before(slot.period)
        same = (in_force.c.office == slot.office) & (in_force.c.kind == slot.kind) & (in_force.c.period == before)
        former = connection.scalar(select(in_force.c.submission_id).where(same, live))
        if former is None:
            return None
        table = SHEETS[THINGS[slot.kind]].batch if slot.kind in THINGS else None
        return MonthChange(
            submission_id,
            slot.period,
            _accepted(connection, submission_id),
            before,
            _accepted(connection, former),
            None if table is None else _only_in(connection, table, submission_id, former),
            None if table is None else _only_in(connection, table, former, submission_id),
        )


def month_before(period: str) -> str:
    """``2026-01`` → ``2025-12``."""
    return f"{date.fromisoformat(f'{period}-01') - timedelta(days=1):%Y-%m}"


def _accepted(connection: Connection, submission_id: str) -> int:
    sheets = submission_sheet
    total = select(func.sum(sheets.c.accepted_rows)).where(sheets.c.submission_id == submission_id)
    return int(connection.scalar(total) or 0)


def _only_in(connection: Connection, table: Table, this: str, other: str) -> int:
    """How many keys a batch has that another has not."""
    keys = select(table.c.row_key).where(table.c.submission_id == other)
    mine = select(func.count()).where(table.c.submission_id == this, table.c.row_key.not_in(keys))
    return connection.scalar(mine) or 0
