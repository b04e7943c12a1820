"""Two points of view at the same time: a database works on one connection while it works on the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


def of_both(work: Callable[[S], T], both: tuple[S, S]) -> tuple[T, T]:
    """What the work gives for each of two, done at the same time. Raises what either raises."""
    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(work, both)
    return first, second


@contextmanager
def both_entered(contexts: tuple[AbstractContextManager[T], AbstractContextManager[T]]) -> Iterator[tuple[T, T]]:
    """Enters both at the same time. Where one cannot be entered, the other is left again."""
    with ExitStack() as stack:

        def enter(context: AbstractContextManager[T]) -> T:
            entered = context.__enter__()
            stack.push(context)
            return entered

        yield of_both(enter, contexts)
