"""Steps in another process: checking and loading are work for a core, and Python has one a process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import nullcontext
from functools import lru_cache
from typing import Any

from kemitraan.steps.job.answering import answer_submission
from kemitraan.steps.job.execution import do_step
from kemitraan.steps.job.processes import Processes
from kemitraan.steps.job.processing import check_submission, load_submission, publish_submission
from kemitraan.steps.workshop import workshop_at

PrefectSecret = Callable[[str], str] | None
"""Reads a Prefect Secret block, where there is Prefect. It is a function of a module, so that another process
finds it.
"""

WRITING = frozenset({load_submission, publish_submission})
"""Steps that do little but write to the warehouse."""
FIRST = (publish_submission, load_submission, check_submission, answer_submission)
"""Who gets a free process first: writers, which must go one by one, then checks. Answers fill the time that is left."""


def run_step(
    home: str, step: Callable[..., Any], arguments: tuple[Any, ...], prefect_secret: PrefectSecret = None
) -> Any:
    """Does one step in this process; the home is opened once a process."""
    return do_step(workshop_at(home, prefect_secret), step, *arguments)


def run_step_apart(
    home: str,
    step: Callable[..., Any],
    arguments: tuple[Any, ...],
    workers: int,
    prefect_secret: PrefectSecret = None,
    *,
    alone: bool = False,
) -> Any:
    """Does one step in one of ``workers`` further processes and waits for it, or ``alone`` in one of its own.

    Raises ProcessKilledError when that process was killed.
    """
    with _one_at_a_time:
        processes = _processes(workers)
    writes_alone = step in WRITING and workshop_at(home, prefect_secret).warehouse.is_sqlite
    with _writing if writes_alone else nullcontext():
        return processes.run(FIRST.index(step), run_step, home, step, arguments, prefect_secret, alone=alone)


_one_at_a_time = threading.Lock()
_writing = threading.Lock()


@lru_cache(maxsize=1)
def _processes(workers: int) -> Processes:
    return Processes(workers)
