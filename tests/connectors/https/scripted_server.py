"""A real HTTPS server whose answers are scripted, down to the bytes on the socket and the moment at which they come."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as its server's script says."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.requests.append((self.path, dict(self.headers.items())))
        with suppress(ConnectionError, ssl.SSLError, TimeoutError):  # the client hung up: it had its reasons
            self.server.answers[self.path.partition("?")[0]](self)

    def do_CONNECT(self) -> None:
        """As a proxy, which it is not."""
        self.server.requests.append((self.path, {}))
        self.reply(502)

    def reply(self, status: int = 200, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        """A whole answer, with its length unless ``headers`` say something else (``None`` as a value leaves one
        out).
        """
        self.start(status, {"Content-Length": str(len(body))} | (headers or {}))
        self.wfile.write(body)

    def start(self, status: int, headers: dict[str, str]) -> None:
        """Status and headers alone."""
        self.send_response_only(status)
        for name, value in ({"Date": formatdate(usegmt=True)} | headers).items():
            if value:
                self.send_header(name, value)
        self.end_headers()

    def wait(self) -> None:
        """Until the test is over."""
        self.close_connection = True
        self.server.over.wait(30)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing on the terminal."""


class Server(ThreadingHTTPServer):
    """``answers``: what to do for each path. ``requests``: path and headers of every request, in order."""

    daemon_threads = False
    answers: dict[str, Answer]
    requests: list[tuple[str, dict[str, str]]]

    def __init__(self, context: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.requests, self.over = {}, [], threading.Event()
        self.context = context

    def link(self, path: str) -> str:
        """The address of a path."""
        return f"https://127.0.0.1:{self.server_address[1]}{path}"

    def finish_request(self, request: Any, client_address: Any) -> None:
        """The handshake happens in the connection's own thread, so that none holds up the others."""
        if self.context is None:
            return super().finish_request(request, client_address)
        with suppress(OSError), self.context.wrap_socket(request, server_side=True) as secured:
            secured.settimeout(10)
            super().finish_request(secured, client_address)
        return None

    def shutdown_request(self, request: Any) -> None:
        """TLS has taken the socket away by then."""
        request.close()


@contextmanager
def serving(context: ssl.SSLContext | None) -> Iterator[Server]:
    """A server on a free port of 127.0.0.1; ``context`` None: without TLS."""
    with Server(context) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
