"""What a submission in force changed against its office's month before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from warehouse.contract_tables import SHEETS
from warehouse.engine import Warehouse
from warehouse.mentions import missing, stated_keys
from warehouse.tables import in_force, submission_sheet

THINGS = {"regency": "umkm", "sulsel": "mitra"}
"""By the workbook's kind: the sheet whose rows are what an office tells of, month after month."""


@dataclass(frozen=True)
class MonthChange:
    """Accepted rows of a submission and of the one in force for the month before, and the businesses (regencies) or
    partners (collaborators) that the month before did not mention (``new``), that this one does not (``gone``), and whose
    rows this one holds back (``held``); None where a kind has no such sheet.
    """

    submission: str
    period: str
    accepted: int
    period_before: str
    accepted_before: int
    new: int | None
    gone: int | None
    held: int | None


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
        return MonthChange(
            submission_id,
            slot.period,
            _accepted(connection, submission_id),
            before,
            _accepted(connection, former),
            *_new_gone_held(connection, slot.kind, submission_id, former),
        )


def month_before(period: str) -> str:
    """``2026-01`` → ``2025-12``."""
    return f"{date.fromisoformat(f'{period}-01') - timedelta(days=1):%Y-%m}"


def _accepted(connection: Connection, submission_id: str) -> int:
    sheets = submission_sheet
    total = select(func.sum(sheets.c.accepted_rows)).where(sheets.c.submission_id == submission_id)
    return int(connection.scalar(total) or 0)


def _new_gone_held(
    connection: Connection, kind: str, submission_id: str, former: str
) -> tuple[int, int, int] | tuple[None, None, None]:
    """Of businesses or partners; one whose row is held back was mentioned, so it is neither new nor gone."""
    if kind not in THINGS:
        return None, None, None
    tables = SHEETS[THINGS[kind]]
    now, before = (stated_keys(connection, tables, [one]) for one in (submission_id, former))
    unknown = missing(connection, tables, now, before, [former])
    lost = missing(connection, tables, before, now, [submission_id])
    return unknown.gone, lost.gone, lost.held
