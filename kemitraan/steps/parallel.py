"""Steps by name, here or in another process: checking and loading are work for a core, and Python has one a process."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from functools import lru_cache
from typing import Any

from kemitraan.steps.answering import answer_submission
from kemitraan.steps.processing import check_submission, load_submission, publish_submission
from kemitraan.steps.turns import Turns
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


def run_step(home: str, step: str, submission: str, prefect_secret: PrefectSecret = None) -> Any:
    """Do one step for one submission in this process; the home is opened once a process."""
    return STEPS[step](workshop_at(home, prefect_secret), submission)


def run_step_apart(home: str, step: str, submission: str, workers: int, prefect_secret: PrefectSecret = None) -> Any:
    """Do one step in one of ``workers`` further processes and wait for it."""
    with _one_at_a_time:  # threads that ask at once would each get a pool of their own
        pool, turns = _pool(workers), _turns(workers)
    writes_alone = step in WRITING and workshop_at(home, prefect_secret).warehouse.is_sqlite
    try:
        with _writing if writes_alone else nullcontext(), turns.take(FIRST.index(step)):
            return pool.submit(run_step, home, step, submission, prefect_secret).result()
    except BrokenProcessPool:
        _pool.cache_clear()  # a process was killed; the next step gets a new pool
        raise


_one_at_a_time = threading.Lock()
_writing = threading.Lock()


@lru_cache(maxsize=1)
def _turns(workers: int) -> Turns:
    return Turns(workers)


@lru_cache(maxsize=1)
def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare)


def _prepare() -> None:
    """Of a process of the pool. Its work is lists of a million cells, which hold no cycles: looking for garbage less often
    saves a twentieth of the time.
    """
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)
    _end_with_the_parent()


def _end_with_the_parent() -> None:
    """A process of the pool waits for work for ever, also when the one that gives it was killed; Ctrl-C is the other's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)  # as if killed too: every step can be taken up again

    threading.Thread(target=watch, daemon=True).start()
