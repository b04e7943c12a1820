"""The steps of the job as tasks: one source, one file or one submission and step each. They pass identifiers, never
frames.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, TypeVarTuple

from prefect import allow_failure, get_run_logger, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.tasks import Task

from flows.events import tell_received, tell_state
from flows.secret_blocks import prefect_secret
from flows.settings import RETRIES, home, retry_delays, uses_dask, workers, workshop
from flows.waiting import make_forms
from kemitraan.steps.identities.linking import link_records
from kemitraan.steps.job.answering import answer_submission
from kemitraan.steps.job.collecting import Taken, WaitingItem, look_at_source, take
from kemitraan.steps.job.error_words import is_worth_another_try, told_without_values
from kemitraan.steps.job.execution import Pending, Where
from kemitraan.steps.job.parallel import run_step, run_step_apart
from kemitraan.steps.job.processing import check_submission, load_submission, publish_submission
from kemitraan.steps.job.summary import Notice
from kemitraan.steps.job.waiting_letters import tell_sender_waiting
from kemitraan.steps.workshop import Workshop
from schemas.messages import outcome_words
from schemas.period import Period
from warehouse.submissions import get_submission

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
Step = Callable[..., Any]


def may_help_to_retry(task: Task, task_run: TaskRun, state: State) -> bool:
    """Whether a failed task should be tried again; Prefect calls this first."""
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
"""Options for tasks that talk to outside systems."""


@task(task_run_name="{label}", cache_policy=NO_CACHE, **OUTSIDE)
def do(label: str, step: Step, arguments: tuple[Any, ...], where: Where) -> Any:
    """Does one step of the job, and reports it to whoever waits for it."""
    path = str(home().path)
    with told_without_values():
        if where is Where.HERE:
            result = run_step(path, step, arguments, prefect_secret)
        else:
            alone = where is Where.ALONE
            result = run_step_apart(path, step, arguments, workers(), prefect_secret, alone=alone)
        AFTER.get(step, _nothing)(result, *arguments)
    return result


def _named(name: str) -> Task:
    return do.with_options(name=name)


TASKS: dict[Step, Task] = {
    look_at_source: _named("kumpulkan"),
    take: _named("arsipkan"),
    check_submission: _named("periksa"),
    load_submission: _named("muat"),
    publish_submission: _named("terbitkan"),
    answer_submission: _named("jawab"),
    tell_sender_waiting: _named("kabari"),
    link_records: _named("cocokkan-usaha"),
}
OF_SUBMISSIONS = frozenset(TASKS) - {look_at_source, take, link_records}


def task_label(step: Step, office: str | None, arguments: tuple[Any, ...]) -> str:
    """What a task is called in lists: ``kumpulkan-majene``, ``periksa-majene-1a2b3c4d``, ``cocokkan-usaha``."""
    number = [arguments[0][:8]] if step in OF_SUBMISSIONS else []
    return "-".join([TASKS[step].name, *([office] if office else []), *number])


@dataclass(frozen=True)
class Tasks:
    """Executes each step as a task of the run under way."""

    workshop: Workshop

    def __post_init__(self) -> None:
        """Raises ConfigError, before anything runs, where the cluster of the settings cannot do the work."""
        if uses_dask(self.workshop.config):
            from flows.dask_cluster import require_cluster  # the package is an extra

            require_cluster(self.workshop)

    def begin(
        self,
        step: Callable[[Workshop, *Ts], T],
        *arguments: *Ts,
        office: str | None = None,
        where: Where = Where.HERE,
        after: Sequence[Pending[Any]] = (),
        whatever: Sequence[Pending[Any]] = (),
    ) -> Pending[T]:
        """Submits the step."""
        waits = [*after, *map(allow_failure, whatever)]
        return TASKS[step].submit(task_label(step, office, arguments), step, arguments, where, wait_for=waits)

    def ask_people(self) -> Sequence[Notice]:
        """Makes sure that each question has a run with its form."""
        return make_forms(self.workshop)


def _nothing(*_: Any) -> None:
    pass


def _taken(taken: Taken | None, waiting: WaitingItem) -> None:
    if taken and taken.is_new:
        tell_received(workshop(), taken.submission)
    if taken:
        novelty = "baru" if taken.is_new else "sudah dikenal"
        get_run_logger().info("kiriman %s dari %s %s", taken.submission, waiting.office, novelty)


def _checked(outcome: str | None, submission: str) -> None:
    get_run_logger().info("kiriman %s: %s", submission, outcome_words(outcome) if outcome else "–")


def _loaded(loaded: bool, submission: str, period: Period) -> None:
    stored = get_submission(workshop().warehouse, submission)
    if period and stored.period not in (None, period):
        get_run_logger().info("kiriman %s untuk periode lain: menunggu putaran lain", submission)
    else:
        tell_state(workshop(), submission)


def _published(published: bool, submission: str) -> None:
    if published:
        tell_state(workshop(), submission)


AFTER: dict[Step, Callable[..., None]] = {
    take: _taken,
    check_submission: _checked,
    load_submission: _loaded,
    publish_submission: _published,
}
