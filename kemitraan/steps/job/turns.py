"""Turns: a free process goes to the most urgent step that waits.

Without turns, all workbooks would be checked first and then loaded one after the other, while the other processes wait
for the embedded warehouse: a fifth of the time with six workbooks on two cores.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count


class Turns:
    """As many turns at once as ``free`` says. A turn is asked for with a rank; the lowest waiting rank comes first."""

    def __init__(self, free: int) -> None:
        self._free = free
        self._waiting: list[tuple[int, int]] = []
        self._numbers = count()
        self._changed = threading.Condition()

    @contextmanager
    def take(self, rank: int) -> Iterator[None]:
        """Waits for a turn and holds it."""
        with self._changed:
            mine = (rank, next(self._numbers))
            self._waiting.append(mine)
            self._changed.wait_for(lambda: self._free > 0 and min(self._waiting) == mine)
            self._waiting.remove(mine)
            self._free -= 1
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._free += 1
                self._changed.notify_all()
