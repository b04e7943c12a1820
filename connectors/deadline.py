"""Deadlines for everything that a server is asked for. A timeout bounds one wait only, so a server that drips a byte a
second could hold us for ever.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from connectors.errors import OutsideError, Place, TimedOutError

FACTOR = 10
"""How many times the timeout of one wait a visit, a listing or any other small matter may take."""


class Connections:
    """The connections of one client, so that a deadline can end them while another thread waits at one."""

    def __init__(self) -> None:
        self._open: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        self._deadlines: set[Deadline] = set()
        self._lock = threading.Lock()

    def add(self, connected: socket.socket) -> None:
        """Records a connection as soon as it is open, and again when TLS has taken it over."""
        with self._lock:
            self._open.add(connected)
            for deadline in self._deadlines:
                deadline.hold(connected)

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """The ``trace`` extension of httpx. Every request of the client must carry it."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self.add(info["return_value"].get_extra_info("socket"))

    def begin(self, deadline: Deadline) -> None:
        """Puts every connection under the deadline, including those kept open from earlier."""
        with self._lock:
            self._deadlines.add(deadline)
            for connected in self._open:
                deadline.hold(connected)

    def end(self, deadline: Deadline) -> None:
        """Stops putting connections under the deadline."""
        with self._lock:
            self._deadlines.discard(deadline)


class Deadline:
    """Ends its connections after ``seconds``: those of ``connections``, and whatever ``hold`` was given. Use it in a
    ``with`` block. A reader inside then gets an error or the end of the stream, and must look at ``has_passed``.
    """

    def __init__(self, seconds: float, connections: Connections | None = None) -> None:
        self._until = time.monotonic() + seconds
        self._connections = connections
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._lock = threading.Lock()
        self._handles: list[socket.socket] = []
        self.has_passed = False

    def __enter__(self) -> Self:
        if self._connections is not None:
            self._connections.begin(self)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
        if self._connections is not None:
            self._connections.end(self)
        for handle in self._handles:
            handle.close()

    def hold(self, connected: socket.socket) -> None:
        """Takes a second handle on a connection: TLS takes the first one away, and its number may be used again."""
        number = connected.fileno()
        if number == -1:  # ended, or taken over by TLS
            return
        with self._lock:
            self._handles.append(socket.socket(fileno=os.dup(number)))
            if self.has_passed:
                self._shut()

    def give(self, seconds: float) -> None:
        """Grants more time, for something that came."""
        self._until += seconds

    def _watch(self) -> None:
        while (remaining := self._until - time.monotonic()) > 0:
            if self._over.wait(remaining):
                return
        with self._lock:
            self.has_passed = True
            self._shut()

    def _shut(self) -> None:
        for handle in self._handles:
            with contextlib.suppress(OSError):  # ended already
                handle.shutdown(socket.SHUT_RDWR)


@contextmanager
def in_time(seconds: float, connections: Connections, place: Place) -> Iterator[None]:
    """Ends the block after so many seconds with a TimedOutError, whatever happened in it. Errors of clients must become
    outside errors before they leave the block.
    """
    deadline = Deadline(seconds, connections)
    try:
        with deadline:
            yield
    except OutsideError:
        if deadline.has_passed:
            raise TimedOutError(place, "deadline") from None
        raise
    if deadline.has_passed:  # an end of the stream that we made ourselves
        raise TimedOutError(place, "deadline")
