"""Takes submissions up again from the archive: a chosen one, or those whose quarantined rows would come in by now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kemitraan.steps.job.check_bytes import check_bytes
from kemitraan.steps.workshop import Workshop
from schemas.finding import Outcome
from schemas.period import Period
from warehouse.claims import claim
from warehouse.errors import WarehouseError
from warehouse.reading import live_submissions, sheet_counts
from warehouse.reprocessing import find_submission, reprocess_all
from warehouse.submissions import Submission, get_submission, submission_id


@dataclass(frozen=True)
class Replay:
    """What a replay of one submission would bring: its quarantined rows, and how many of them would come in."""

    submission: str
    quarantined: int
    would_come_in: int


def find_archived(workshop: Workshop, text: str) -> str:
    """The submission with this number or file's SHA-256, ready to be processed again.

    Raises WarehouseError with a sentence when it is unknown, belongs to several offices or to an office that is gone
    from the settings, or its file was never archived.
    """
    identifier = find_submission(workshop.warehouse, text.strip().lower())
    submission = get_submission(workshop.warehouse, identifier)
    workshop.sender_of(submission)
    if not workshop.archive.has(submission.sha256):
        raise WarehouseError(f"Berkas kiriman {identifier} tidak ada di arsip, jadi tidak dapat diproses ulang.")
    return identifier


def with_quarantine(workshop: Workshop, slugs: Sequence[str], period: Period | None) -> list[str]:
    """The submissions in force of these offices (and this period, when one is given) that have quarantined rows."""
    codes = [workshop.office_of(slug).code for slug in slugs]
    live = live_submissions(workshop.warehouse, offices=codes, periods=[period] if period else None)
    return [
        submission.id for submission in live if _held(workshop, submission) and workshop.archive.has(submission.sha256)
    ]


def try_replay(workshop: Workshop, submission_id: str) -> Replay:
    """Checks the archived bytes as of today without keeping anything: would rows come in? The sender is not bothered
    otherwise.

    Raises OutsideError when the archive fails, ``schemas.gate.GateError`` for a program error.
    """
    submission = get_submission(workshop.warehouse, submission_id)
    data = workshop.archive.get(submission.sha256)
    circumstances, limits = workshop.circumstances(submission.office), workshop.config.settings.limits.limits()
    result = check_bytes(data, circumstances, limits, workshop.known_keys).result
    rows_counted = [
        count for count in sheet_counts(workshop.warehouse, submission_id) if count.sheet in submission.live_sheets
    ]
    accepted_rows_now = (
        {} if result.outcome is Outcome.REJECTED else {t: sheet.accepted_rows for t, sheet in result.sheets.items()}
    )
    coming = sum(accepted_rows_now.get(count.sheet, 0) - count.accepted for count in rows_counted)
    return Replay(submission_id, sum(count.quarantined for count in rows_counted), max(0, coming))


def _held(workshop: Workshop, submission: Submission) -> int:
    """Quarantined rows in the sheets that are in force. Rows of replaced sheets need not come in."""
    counts = sheet_counts(workshop.warehouse, submission.id)
    return sum(count.quarantined for count in counts if count.sheet in submission.live_sheets)


def take_up(workshop: Workshop, submission: str, *, why: str, request: str | None = None) -> str:
    """Takes a submission up again and gives the identifier to work on. The same ``request`` twice makes one attempt."""
    (submission_taken,) = take_up_all(workshop, [submission], why=why, request=request)
    return submission_taken


def take_up_all(workshop: Workshop, submissions: Sequence[str], *, why: str, request: str | None = None) -> list[str]:
    """Takes several submissions up again, all or none."""
    for submission in submissions:
        with claim(workshop.warehouse, submission):  # who works on it at this moment comes to an end first
            pass
    return reprocess_all(workshop.warehouse, submissions, why=why, request=request)


def rows_before(workshop: Workshop, submission: str) -> int:
    """Accepted rows of the last attempt before this one that had any; its own, where it is the first."""
    replayed = get_submission(workshop.warehouse, submission)
    numbers = range(replayed.attempt - 1, 0, -1) or (1,)
    row_counts = (
        accepted_rows(workshop, submission_id(replayed.office, replayed.sha256, number)) for number in numbers
    )
    return next((rows for rows in row_counts if rows), 0)


def accepted_rows(workshop: Workshop, submission: str) -> int:
    """Rows of a submission that were accepted; none of a refused one."""
    if get_submission(workshop.warehouse, submission).outcome is Outcome.REJECTED:
        return 0
    return sum(count.accepted for count in sheet_counts(workshop.warehouse, submission))


def quarantined_rows(workshop: Workshop, submission: str) -> int:
    """Rows of a submission that were quarantined."""
    return sum(count.quarantined for count in sheet_counts(workshop.warehouse, submission))
