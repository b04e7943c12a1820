"""An end to every visit. A timeout bounds one wait, so a server that drips a byte a second could hold us for ever."""

from __future__ import annotations

import os
import socket
import threading
import time
from contextlib import suppress
from types import TracebackType
from typing import Self

FACTOR = 10
"""How many timeouts a visit may last; what is really fetched gives it more."""


class Deadline:
    """Ends the connections that it holds after ``seconds``. Used in a ``with`` block. Whoever reads then gets an error
    or an end of the stream, and must look at ``passed``.
    """

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._held: list[socket.socket] = []
        self.passed = False

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        for one in self._held:
            one.close()

    def hold(self, connected: socket.socket) -> None:
        """Takes a second handle on a connection: TLS takes the first one away."""
        with self._lock:
            self._held.append(socket.socket(fileno=os.dup(connected.fileno())))
            if self.passed:
                self._end()

    def give(self, seconds: float) -> None:
        """More time, for something that came."""
        self._until += seconds

    def _watch(self) -> None:
        while (left := self._until - time.monotonic()) > 0:
            if self._over.wait(left):
                return
        with self._lock:
            self.passed = True
            self._end()

    def _end(self) -> None:
        for one in self._held:
            with suppress(OSError):  # ended already
                one.shutdown(socket.SHUT_RDWR)
