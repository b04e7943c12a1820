"""Leftovers of earlier runs: checked rows of a killed one, personal data among them, and locks that nobody holds."""

from __future__ import annotations

from datetime import timedelta

from kemitraan.steps.workshop import Workshop
from warehouse.claims import remove_idle_locks
from warehouse.errors import UnknownSubmission
from warehouse.staging import discard_checked
from warehouse.state import State
from warehouse.submissions import get_submission

_DONE = (State.ANSWERED, State.FAILED)


def discard_left_behind(workshop: Workshop) -> None:
    """Removes idle locks, and the checked rows of submissions that no longer need them. Call it when a run begins.

    A failed submission is read from the archive again when it is taken up, so nothing is lost with them.
    """
    remove_idle_locks(workshop.warehouse)
    work = workshop.home.work
    if not work.is_dir():
        return
    unpacked = {folder.name.removeprefix(".").partition("-")[0] for folder in work.iterdir()}
    for submission in sorted(unpacked):
        if _is_done(workshop, submission):
            discard_checked(work, submission)


def remove_unfinished_copies(workshop: Workshop) -> int:
    """Removes half-written files in the archive that are a day old: their writer was killed, and has long since started
    again.
    """
    return workshop.archive.remove_unfinished(workshop.now() - timedelta(days=1))


def _is_done(workshop: Workshop, submission: str) -> bool:
    try:
        return get_submission(workshop.warehouse, submission).state in _DONE
    except UnknownSubmission:
        return True
