"""Which submissions a run works on, and what is kept of those that failed."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.errors import OutsideError
from kemitraan.steps.workshop import Workshop
from warehouse.errors import WarehouseError
from warehouse.reading import status
from warehouse.reprocessing import reprocess
from warehouse.submissions import fail, unfinished


def unfinished_of(workshop: Workshop, slugs: Sequence[str]) -> list[str]:
    """Submissions of these offices whose work is not done, oldest first: new ones and those of a run that was killed."""
    codes = {workshop.office_of(slug).code for slug in slugs}
    return [one.id for one in unfinished(workshop.warehouse) if one.office in codes]


def reopen(workshop: Workshop, slugs: Sequence[str], period: str) -> list[str]:
    """Take the newest submission of each office and period up again from its archived bytes."""
    codes = [workshop.office_of(slug).code for slug in slugs]
    found = status(workshop.warehouse, offices=codes, periods=[period] if period else None)
    return [reprocess(workshop.warehouse, one.newest.id) for one in found]


def mark_failed(workshop: Workshop, submission: str, error: Exception) -> None:
    """Keep a submission for replay that failed by our own fault; what the world did is simply tried again next time."""
    if not isinstance(error, OutsideError | WarehouseError):
        fail(workshop.warehouse, submission, why=f"galat program: {type(error).__name__}")
