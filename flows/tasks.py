"""The tasks: one source, one file or one submission and step each. They pass identifiers, never frames."""

from __future__ import annotations

from prefect import get_run_logger, task
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from flows.events import tell_received, tell_state
from flows.secret_blocks import prefect_secret
from flows.settings import RETRIES, home, retry_delays, workers, workshop
from kemitraan.steps.job.collecting import SourceListing, Taken, Waiting, look_at_source, take
from kemitraan.steps.job.error_words import is_worth_another_try, told_without_values
from kemitraan.steps.job.parallel import Where, run_step, run_step_apart
from kemitraan.steps.job.waiting_letters import tell_sender_waiting
from schemas.messages import outcome_words
from warehouse.submissions import get_submission


def may_help_to_retry(task: Task, task_run: TaskRun, state: State) -> bool:
    """Prefect asks this before it tries again."""
    try:
        state.result()
    except Exception as error:  # whatever the task raised
        return is_worth_another_try(error)
    return False


OUTSIDE = {
    "retries": RETRIES,
    "retry_delay_seconds": retry_delays(),
    "retry_jitter_factor": 0.5,
    "retry_condition_fn": may_help_to_retry,
}
"""Of a task that meets the outside world."""


@task(name="kumpulkan", task_run_name="kumpulkan-{office}", **OUTSIDE)
def collect(office: str, source: int) -> SourceListing:
    """What waits at one source of one office."""
    with told_without_values():
        return look_at_source(workshop(), office, source)


@task(name="arsipkan", task_run_name="arsipkan-{office}", **OUTSIDE)
def archive(office: str, waiting: Waiting) -> Taken | None:
    """Bring one waiting file into the archive and register its submission."""
    with told_without_values():
        taken = take(workshop(), waiting)
        if taken and taken.new:
            tell_received(workshop(), taken.submission)
    if taken:
        get_run_logger().info(
            "kiriman %s dari %s %s", taken.submission, office, "baru" if taken.new else "sudah dikenal"
        )
    return taken


def _step(step: str, submission: str, where: Where):
    path = str(home().path)
    with told_without_values():
        if where is Where.HERE:
            return run_step(path, step, submission, prefect_secret)
        return run_step_apart(path, step, submission, workers(), prefect_secret, alone=where is Where.ALONE)


@task(name="periksa", task_run_name="periksa-{office}-{submission:.8}", **OUTSIDE)
def check(office: str, submission: str, where: Where) -> str | None:
    """Check the archived bytes; gives the outcome."""
    outcome = _step("check", submission, where)
    get_run_logger().info("kiriman %s dari %s: %s", submission, office, outcome_words(outcome) if outcome else "–")
    return outcome


@task(name="muat", task_run_name="muat-{office}-{submission:.8}", **OUTSIDE)
def load(office: str, submission: str, where: Where, period: str) -> bool:
    """Load the accepted rows unseen, or refuse; a submission of another period than asked waits for another run."""
    with told_without_values():
        known = get_submission(workshop().warehouse, submission)
    if period and known.period not in (None, period):
        get_run_logger().info("kiriman %s dari %s untuk periode lain: menunggu putaran lain", submission, office)
        return False
    loaded = _step("load", submission, where)
    with told_without_values():
        tell_state(workshop(), submission)
    return loaded


@task(name="terbitkan", task_run_name="terbitkan-{office}-{submission:.8}", **OUTSIDE)
def publish(office: str, submission: str) -> bool:
    """Put the batch in force."""
    published = _step("publish", submission, Where.HERE)
    if published:
        with told_without_values():
            tell_state(workshop(), submission)
    return published


@task(name="kabari", task_run_name="kabari-{office}-{submission:.8}", **OUTSIDE)
def tell_waiting(office: str, submission: str) -> None:
    """Tell the sender that its submission waits for a decision."""
    with told_without_values():
        tell_sender_waiting(workshop(), submission)


@task(name="jawab", task_run_name="jawab-{office}-{submission:.8}", **OUTSIDE)
def answer(office: str, submission: str, where: Where) -> str | None:
    """Deliver the marked-up workbook; gives its name in the outbox."""
    return _step("answer", submission, where)
