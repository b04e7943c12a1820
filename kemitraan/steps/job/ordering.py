"""The order of submissions: those that others name come before those that name them, in whatever order they arrived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kemitraan.steps.workshop import Workshop
from schemas.check import what_is_stated
from schemas.office import OfficeCode
from warehouse.contract_tables import BY_TITLE
from warehouse.state import State
from warehouse.submissions import Submission, get_submission
from workbooks.read import read_head


def in_order(workshop: Workshop, submissions: Sequence[str]) -> list[Submission]:
    """Regencies come before collaborators, who name their products. Within an office a csv of businesses comes before
    one of products, and so on, in the order of the contract's sheets. Otherwise the order of receipt counts.
    """
    received = [get_submission(workshop.warehouse, submission) for submission in submissions]
    several = Counter(submission.office for submission in received)

    def rank(submission: Submission) -> tuple[bool, int]:
        sheet = _lone_sheet(workshop, submission) if several[submission.office] > 1 else None
        return OfficeCode(submission.office).is_collaborator, _place(sheet)

    return sorted(received, key=rank)


def _place(title: str | None) -> int:
    """The sheet's place in the contract; 0 for a submission that names no other sheet, such as a workbook."""
    if title is None or not any(column.reference for column in BY_TITLE[title].sheet.columns):
        return 0
    return list(BY_TITLE).index(title)


def _lone_sheet(workshop: Workshop, submission: Submission) -> str | None:
    """The sheet of a csv, also before it is checked; None for a workbook, and where it cannot be told."""
    if submission.state is not State.RECEIVED:
        return submission.only_sheet
    try:
        head = read_head(workshop.archive.get(submission.sha256), workshop.config.settings.limits.limits())
        sheets_stated = (
            what_is_stated((head,), workshop.circumstances(submission.office), lone=True).sheets if head else ()
        )
    except Exception:
        return None  # whatever is the matter with it, its check meets it, where nothing else is held up, and tells it
    return sheets_stated[0] if sheets_stated else None
