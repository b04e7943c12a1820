"""Steps by name, here or in another process: checking and loading are work for a core, and Python has one a process."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import nullcontext
from enum import StrEnum
from functools import lru_cache
from typing import Any

from connectors.errors import Place, ProcessKilledError
from kemitraan.steps.job.answering import answer_submission
from kemitraan.steps.job.processes import Processes
from kemitraan.steps.job.processing import check_submission, load_submission, publish_submission
from kemitraan.steps.workshop import Workshop, workshop_at

STEPS: dict[str, Callable[[Workshop, str], Any]] = {
    "check": check_submission,
    "load": load_submission,
    "publish": publish_submission,
    "answer": answer_submission,
}

PrefectSecret = Callable[[str], str] | None
"""Reads a Prefect Secret block, where there is Prefect; a function of a module, so that another process finds it."""

WRITING = frozenset({"load", "publish"})
"""Steps that do little but write to the warehouse."""
FIRST = ("publish", "load", "check", "answer")
"""Who gets a free process: writers, who must go one by one, then checks; answers fill what time is left."""


class Where(StrEnum):
    """Where a submission's steps are done: in this process, in one of several further ones, or in one where nothing else
    is done meanwhile.
    """

    HERE = "here"
    APART = "apart"
    ALONE = "alone"


def run_step(home: str, step: str, submission: str, prefect_secret: PrefectSecret = None) -> Any:
    """Do one step for one submission in this process; the home is opened once a process."""
    try:
        return STEPS[step](workshop_at(home, prefect_secret), submission)
    except MemoryError:  # what the system does by killing, where it does not refuse
        raise ProcessKilledError(Place.COMPUTER, "MemoryError") from None


def run_step_apart(
    home: str, step: str, submission: str, workers: int, prefect_secret: PrefectSecret = None, *, alone: bool = False
) -> Any:
    """Do one step in one of ``workers`` further processes and wait for it, or ``alone`` in one of its own.

    Raises ProcessKilledError when that was killed.
    """
    with _one_at_a_time:
        processes = _processes(workers)
    writes_alone = step in WRITING and workshop_at(home, prefect_secret).warehouse.is_sqlite
    with _writing if writes_alone else nullcontext():
        return processes.run(FIRST.index(step), run_step, home, step, submission, prefect_secret, alone=alone)


_one_at_a_time = threading.Lock()
_writing = threading.Lock()


@lru_cache(maxsize=1)
def _processes(workers: int) -> Processes:
    return Processes(workers)
