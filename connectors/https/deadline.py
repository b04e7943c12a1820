"""An end to every visit. Timeouts bound one wait each, so a server that drips a byte a second could hold us for ever."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from types import TracebackType
from typing import Any, Self


class Deadline:
    """Ends the connections of a visit after ``seconds``. Used in a ``with`` block; ``trace`` is httpx's ``trace``
    extension. Whoever reads then gets an error or an end of the stream, and must look at ``passed``.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self.passed = False

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._timer.join()
        for end in self._sockets:
            end.close()

    def trace(self, event: str, info: dict[str, Any]) -> None:
        """Takes a second handle on every connection as soon as it is there: TLS takes the first one away."""
        if event == "connection.connect_tcp.complete":
            connected = info["return_value"].get_extra_info("socket")
            with self._lock:
                self._sockets.append(socket.socket(fileno=os.dup(connected.fileno())))
                if self.passed:
                    self._shut()

    def _end(self) -> None:
        with self._lock:
            self.passed = True
            self._shut()

    def _shut(self) -> None:
        for end in self._sockets:
            with contextlib.suppress(OSError):  # ended already
                end.shutdown(socket.SHUT_RDWR)
