"""Checks archived submissions twice, as things are and with a candidate. Nothing is stored, neither in the warehouse
nor on disk.

One submission at a time is in memory in each process.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from connectors.errors import DamagedError, NotArchivedError, ProcessKilledError
from kemitraan.steps.job.archiving import require_archive
from kemitraan.steps.job.check_bytes import check_bytes
from kemitraan.steps.job.error_words import matter
from kemitraan.steps.job.parallel import PrefectSecret, run_step
from kemitraan.steps.job.processes import Processes
from kemitraan.steps.shadow.candidate import Candidate
from kemitraan.steps.shadow.comparing import Difference, compared
from kemitraan.steps.workshop import Workshop
from schemas.period import Period
from schemas.result import CheckResult
from warehouse.reading import checked_on, live_submissions
from warehouse.submissions import Submission, get_submission

FEW = 4
"""Up to so many submissions are checked in this process: starting others takes longer."""


@dataclass(frozen=True)
class Tried:
    """One submission, tried: what the candidate changes, or the ``problem`` why it could not be tried."""

    submission: str
    office: str
    period: Period | None
    rows: int
    difference: Difference
    problem: str | None = None


def submissions_to_try(workshop: Workshop, slugs: Sequence[str], months: Sequence[Period]) -> list[Submission]:
    """The submissions in force of these offices and months. Raises FolderMissingError where the archive is away."""
    require_archive(workshop.archive, workshop.warehouse)
    codes = [workshop.office_of(slug).code for slug in slugs]
    return live_submissions(workshop.warehouse, offices=codes, periods=months)


def try_all(
    workshop: Workshop,
    submissions: Sequence[Submission],
    candidate: Candidate,
    workers: int = 1,
    prefect_secret: PrefectSecret = None,
) -> list[Tried]:
    """Tries the candidate on each, in ``workers`` further processes where there are many. A file that is gone or
    damaged, or whose check was killed for want of memory, becomes the problem of its submission; any other error is
    raised.
    """
    names = [submission.id for submission in submissions]
    if workers == 1 or len(names) <= FEW:
        return [try_one(workshop, name, candidate) for name in names]
    apart = partial(_try_apart, Processes(workers), str(workshop.home.path), candidate, prefect_secret)
    with ThreadPoolExecutor(workers) as threads:
        results = list(threads.map(apart, names))
    return [
        _untried(submission, result) if isinstance(result, Exception) else result
        for submission, result in zip(submissions, results, strict=True)
    ]


def _try_apart(
    processes: Processes, home: str, candidate: Candidate, prefect_secret: PrefectSecret, name: str
) -> Tried | ProcessKilledError:
    try:
        return processes.run(0, run_step, home, try_one, (name, candidate), prefect_secret)
    except ProcessKilledError as killed:
        return killed


def try_one(workshop: Workshop, name: str, candidate: Candidate) -> Tried:
    """Tries the candidate on one submission, as on the day of its check and with what counts today besides.

    Raises OutsideError where the archive does not answer, ``schemas.gate.GateError`` for a program error.
    """
    submission = get_submission(workshop.warehouse, name)
    try:
        data = workshop.archive.get(submission.sha256)
    except (NotArchivedError, DamagedError) as error:
        return _untried(submission, error)
    circumstances = workshop.circumstances(submission.office, checked_on(workshop.warehouse, name))
    limits = workshop.config.settings.limits.limits()

    def checked(circumstances) -> CheckResult:
        return check_bytes(data, circumstances, limits, workshop.known_keys).result

    former = checked(circumstances)
    tried = checked(candidate.circumstances(workshop, circumstances))
    rows = sum(sheet.rows for sheet in former.sheets.values())
    return Tried(name, submission.office, submission.period, rows, compared(name, former, tried))


def _untried(submission: Submission, error: Exception) -> Tried:
    return Tried(submission.id, submission.office, submission.period, 0, Difference(), matter(error))
