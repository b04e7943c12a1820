"""Submissions processed one after the other in this process: for commands that take up a few, without a server."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from connectors.errors import OutsideError, Place, ProcessKilledError
from kemitraan.steps.decisions.reviewing import overtaken_unanswered
from kemitraan.steps.job.answering import answer_submission
from kemitraan.steps.job.processing import check_submission, load_submission, publish_submission
from kemitraan.steps.job.selecting import mark_failed
from kemitraan.steps.job.summary import RunSummary, summarise
from kemitraan.steps.workshop import Workshop
from warehouse.errors import WarehouseError
from warehouse.submissions import get_submission


def process_one_by_one(
    workshop: Workshop, submissions: Sequence[str], explain: Callable[[Exception], str]
) -> RunSummary:
    """Bring each submission to its end. What the outside world does becomes a problem in the summary, told by
    ``explain``, and holds up no other; a fault of ours is raised once its submission is kept for replay.
    """
    problems: dict[str, str] = {}
    answers: dict[str, str] = {}

    def attempt(submission: str, steps: Sequence[Callable[[Workshop, str], object]]) -> None:
        try:
            for step in steps:
                step(workshop, submission)
            answers[submission] = answer_submission(workshop, submission) or ""
        except (OutsideError, WarehouseError, OSError) as error:
            problems[submission] = explain(error)
        except MemoryError:
            problems[submission] = explain(ProcessKilledError(Place.COMPUTER, "MemoryError"))
        except Exception as error:
            mark_failed(workshop, submission, error)
            raise

    for submission in submissions:
        attempt(submission, (check_submission, load_submission, publish_submission))
    for submission in overtaken_unanswered(workshop, submissions):
        attempt(submission, ())
    offices = {workshop.office_of(get_submission(workshop.warehouse, one).office).slug for one in submissions}
    return summarise(workshop, submissions, sorted(offices), (), problems, answers)
