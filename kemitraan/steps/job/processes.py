"""Further processes for work: several for new work, and one for work that something stopped before.

When a process is killed, nothing tells which of the pieces of work under way was to blame: Python's pool ends with all
of them. So each is done once more in a process where it is alone, and whoever loses that one is to blame. Nobody else
is.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.context import BaseContext
from typing import Any

from connectors.errors import Place, ProcessKilledError
from kemitraan.steps.job.turns import Turns

NEEDED = ("kemitraan.steps.job.parallel", "schemas.gate")
"""Modules that every process imports sooner or later: all steps, and the library of the gate."""


class Processes:
    """``number`` processes for concurrent work, and one for work that is done alone. They are made when first
    needed.
    """

    def __init__(self, number: int) -> None:
        self._several = _Pool(number)
        self._alone = _Pool(1)
        self._deadly: set[tuple[Any, ...]] = set()

    def run(self, rank: int, call: Callable[..., Any], *arguments: Any, alone: bool = False) -> Any:
        """Runs the call and gives its result. The lowest ``rank`` that waits gets the next free process. Raises what
        the call raises, and ProcessKilledError when its process was killed while nothing else was in it; the same work
        is done alone from then on.
        """
        if not alone and arguments not in self._deadly:
            try:
                return self._several.run(rank, call, *arguments)
            except BrokenProcessPool:
                pass  # perhaps through another's work
        try:
            return self._alone.run(rank, call, *arguments)
        except BrokenProcessPool:
            self._deadly.add(arguments)
            raise ProcessKilledError(Place.COMPUTER) from None


class _Pool:
    """A pool whose processes are made anew after one of them was killed."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._turns = Turns(number)
        self._lock = threading.Lock()
        self._executor: ProcessPoolExecutor | None = None

    def run(self, rank: int, call: Callable[..., Any], *arguments: Any) -> Any:
        with self._turns.take(rank):
            executor = self._ready()
            try:
                return executor.submit(call, *arguments).result()
            except BrokenProcessPool:
                self._forget(executor)
                raise

    def _ready(self) -> ProcessPoolExecutor:
        with self._lock:  # threads that ask at once would each get a pool of their own
            if self._executor is None:
                self._executor = ProcessPoolExecutor(
                    self._number, mp_context=_context(), initializer=_prepare, initargs=(dict(os.environ),)
                )
            return self._executor

    def _forget(self, broken_pool: ProcessPoolExecutor) -> None:
        """Makes the next one get a new pool, unless somebody from the broken pool has made it already."""
        with self._lock:
            if self._executor is broken_pool:
                self._executor = None


def _context() -> BaseContext:
    """On Linux processes are forks of a server that has imported what they need: imports take each of them more than
    two seconds of a core. Libraries of other systems may not survive a fork, so each process starts anew there.
    """
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(NEEDED))
    return context


def _prepare(environment: Mapping[str, str]) -> None:
    """Prepares a process of the pool. The server that it was forked from may be older than its ``environment``.

    Its work is lists of a million cells without cycles: looking for garbage less often saves a twentieth of the time.
    """
    os.environ.clear()
    os.environ.update(environment)
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)
    _end_with_the_parent()


def _end_with_the_parent() -> None:
    """Ends a process of the pool with its parent. Otherwise it would wait for work for ever, also when its parent was
    killed. Ctrl-C is left to the parent.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)  # as if killed too: every step can be taken up again

    threading.Thread(target=watch, daemon=True).start()
