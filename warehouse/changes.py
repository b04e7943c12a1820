"""What a submission in force changed against its office's month before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, and_, func, or_, select

from schemas.period import Period
from warehouse.contract_tables import BY_TITLE
from warehouse.engine import Warehouse
from warehouse.mentions import missing, stated_keys
from warehouse.publishing import sheets_in_force
from warehouse.statements import counted_after, spoken_of
from warehouse.tables import in_force, submission, submission_sheet

THINGS = {"regency": "UMKM", "sulsel": "Mitra"}
"""The sheet whose rows an office reports month after month, by the workbook's kind."""


@dataclass(frozen=True)
class MonthChange:
    """The change. It counts accepted rows of a submission's sheets that are in force, and of the same sheets in force
    for the month before. It also counts the businesses (regencies) or partners (collaborators) that the month before
    did not mention (``new``), that this one does not (``gone``), and whose rows this one holds back (``held``); None
    where that sheet is not among them.
    """

    submission: str
    period: Period
    accepted: int
    period_before: Period
    accepted_before: int
    new: int | None
    gone: int | None
    held: int | None


def month_change(warehouse: Warehouse, submission_id: str) -> MonthChange | None:
    """The change; None for a submission of which nothing is in force, and where nothing of these sheets is in force for
    the month before.
    """
    with warehouse.read() as connection:
        if not sheets_in_force(connection, submission_id):
            return None
        slot = connection.execute(select(submission).where(submission.c.id == submission_id)).one()
        spoken = spoken_of(connection, submission_id)
        mine = set(spoken) - counted_after(connection, slot, spoken).keys()
        before = slot.period.before()
        former = _in_force(connection, slot, before, mine)
        if not former:
            return None
        now = dict.fromkeys(sheets_in_force(connection, submission_id), submission_id)
        return MonthChange(
            submission_id,
            slot.period,
            _accepted(connection, now),
            before,
            _accepted(connection, former),
            *_new_gone_held(connection, THINGS.get(slot.kind), now, former),
        )


def _in_force(connection: Connection, slot: Row, period: Period, sheets: Collection[str]) -> dict[str, str]:
    """The submission whose statement is in force for another period of the same office and kind, by sheet."""
    query = select(in_force.c.sheet, in_force.c.submission_id).where(
        in_force.c.office == slot.office,
        in_force.c.kind == slot.kind,
        in_force.c.period == period,
        in_force.c.sheet.in_(sheets),
        in_force.c.live_to.is_(None),
    )
    return {row.sheet: row.submission_id for row in connection.execute(query)}


def _accepted(connection: Connection, statements: Mapping[str, str]) -> int:
    """Accepted rows of these statements; ``statements`` maps a sheet to its submission."""
    table = submission_sheet
    pairs = [
        and_(table.c.sheet == sheet, table.c.submission_id == submission_id)
        for sheet, submission_id in statements.items()
    ]
    return int(connection.scalar(select(func.sum(table.c.accepted_rows)).where(or_(*pairs))) or 0)


def _new_gone_held(
    connection: Connection, sheet: str | None, now: Mapping[str, str], former: Mapping[str, str]
) -> tuple[int, int, int] | tuple[None, None, None]:
    """Counts businesses or partners. One whose row is held back was mentioned, so it is neither new nor gone."""
    if sheet is None or sheet not in now or sheet not in former:
        return None, None, None
    tables, this, other = BY_TITLE[sheet], [now[sheet]], [former[sheet]]
    here, before = (stated_keys(connection, tables, submission_id) for submission_id in (this, other))
    unknown = missing(connection, tables, here, before, other)
    lost = missing(connection, tables, before, here, this)
    return unknown.gone, lost.gone, lost.held
