"""Submissions processed one after the other in this process: for commands that take up a few, without a server."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from connectors.errors import OutsideError, Place, ProcessKilledError
from kemitraan.steps.decisions.reviewing import overtaken_unanswered
from kemitraan.steps.job.answering import answer_submission
from kemitraan.steps.job.ordering import in_order
from kemitraan.steps.job.processing import check_submission, load_submission, publish_submission
from kemitraan.steps.job.selecting import mark_failed
from kemitraan.steps.job.summary import RunSummary, summarise
from kemitraan.steps.workshop import Workshop
from warehouse.awaited import LONGEST_WAIT, take_up_awaited
from warehouse.errors import WarehouseError
from warehouse.submissions import get_submission


def process_one_by_one(
    workshop: Workshop, submissions: Sequence[str], explain: Callable[[Exception], str]
) -> RunSummary:
    """Bring each submission to its end, and what was held back for want of what came in force with them. What the outside world does becomes a problem in the summary, told by
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

    steps = (check_submission, load_submission, publish_submission)
    codes = {get_submission(workshop.warehouse, one).office for one in submissions}
    for known in in_order(workshop, submissions):
        attempt(known.id, steps)
    for _ in range(LONGEST_WAIT):
        for submission in take_up_awaited(workshop.warehouse, codes):
            attempt(submission, steps)
    for submission in overtaken_unanswered(workshop, submissions):
        attempt(submission, ())
    offices = sorted(workshop.office_of(code).slug for code in codes)
    return summarise(workshop, submissions, offices, (), problems, answers)
