"""What a checked submission would lose of the statements in force that it is compared with, counted by keys."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Row, select

from schemas.period import Period
from schemas.result import CheckResult
from warehouse.contract_tables import BY_TITLE, in_contract_order
from warehouse.engine import Warehouse
from warehouse.keys import key_in_words, row_keys
from warehouse.mentions import missing, stated_keys
from warehouse.statements import counted_after, covered_sheets
from warehouse.tables import in_force, submission


@dataclass(frozen=True)
class Loss:
    """Rows of a sheet in force for ``period`` (``before``), which of their keys would be ``gone`` (in words), and how
    many rows come (``now``). ``replaced`` says that it is the month of the submission itself, so that lost rows leave
    force; else it is an earlier month, and only keys count that are not even mentioned.
    """

    sheet: str
    required: bool
    period: Period
    replaced: bool
    before: int
    gone: tuple[str, ...]
    now: int

    @property
    def lost(self) -> int:
        """How many keys would be gone."""
        return len(self.gone)


def losses(warehouse: Warehouse, submission_id: str, result: CheckResult) -> tuple[Loss, ...]:
    """The loss for each sheet that the submission covers: against the statement that it would replace, else against
    that of the newest earlier month. ``result`` is its check, with the rows that would be loaded.
    """
    with warehouse.read() as connection:
        place = connection.execute(select(submission).where(submission.c.id == submission_id)).one()
        if place.kind is None or place.period is None:
            return ()
        spoken = covered_sheets(place.kind, place.contract, place.only_sheet)
        sheets = set(spoken) - counted_after(connection, place, spoken).keys()
        sheet_losses = [_loss(connection, place, sheet, result) for sheet in in_contract_order(sheets)]
    return tuple(loss for loss in sheet_losses if loss is not None)


def _loss(connection: Connection, place: Row, sheet: str, result: CheckResult) -> Loss | None:
    former = connection.execute(
        select(in_force.c.submission_id, in_force.c.period)
        .where(in_force.c.office == place.office, in_force.c.kind == place.kind, in_force.c.sheet == sheet)
        .where(in_force.c.live_to.is_(None), in_force.c.period <= place.period)
        .order_by(in_force.c.period.desc())
        .limit(1)
    ).one_or_none()
    if former is None:
        return None
    tables = BY_TITLE[sheet]
    before = stated_keys(connection, tables, [former.submission_id])
    checked = result.sheets.get(sheet)
    after = set(row_keys(checked.sheet, checked.accepted)) if checked else set()
    replaced = former.period == place.period
    if replaced:
        gone = tuple(sorted(map(key_in_words, before - after)))
    else:
        gone = missing(connection, tables, before, after, [place.id]).keys
    return Loss(sheet, tables.sheet.required, former.period, replaced, len(before), gone, len(after))
