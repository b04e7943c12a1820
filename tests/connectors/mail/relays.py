"""Servers that spoil a connection: a relay that cuts the line after some bytes, and a server that says nothing."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self

SILENT_SECONDS = 4


class Relay:
    """Carries bytes to ``port`` and back; ends the connection after ``down`` bytes from the server, or ``up`` from the
    client. ``from_server``: how many bytes came from the server.
    """

    def __init__(self, port: int, *, down: int | None = None, up: int | None = None) -> None:
        self._target = port
        self._down, self._up = down, up
        self.from_server = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._sockets: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._ended = False

    def __enter__(self) -> Self:
        self._start(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended = True
        with socket.create_connection(("127.0.0.1", self.port)):  # wakes the one that accepts
            pass
        self._threads[0].join()
        self._listener.close()
        for connection in self._sockets:
            _end(connection)
        for thread in self._threads:
            thread.join()
        for connection in self._sockets:
            connection.close()

    def _start(self, target: object, *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            if self._ended:
                client.close()
                return
            server = socket.create_connection(("127.0.0.1", self._target))
            self._sockets += [client, server]
            self._start(self._carry, server, client, self._down)
            self._start(self._carry, client, server, self._up)

    def _carry(self, source: socket.socket, target: socket.socket, limit: int | None) -> None:
        carried = 0
        try:
            while data := source.recv(65_536):
                if target.getsockname()[1] == self.port:
                    self.from_server += len(data)
                if limit is not None and carried + len(data) > limit:
                    target.sendall(data[: limit - carried])
                    break
                target.sendall(data)
                carried += len(data)
        except OSError:
            pass  # the other side ended
        _end(source)
        _end(target)


def _end(connection: socket.socket) -> None:
    with suppress(OSError):  # it ended before
        connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def silent_server() -> Iterator[int]:
    """The port of a server that takes connections and says nothing. It goes away after some seconds, so that whoever
    waits longer than it was told to gets another error than TimedOutError.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:
        leaving = threading.Timer(SILENT_SECONDS, listener.shutdown, [socket.SHUT_RDWR])
        leaving.start()
        try:
            yield listener.getsockname()[1]
        finally:
            leaving.cancel()
            leaving.join()


def closed_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
