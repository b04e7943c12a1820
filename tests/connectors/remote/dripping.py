"""A server that begins to answer and then lets a byte drip now and then: no wait at it is ever long."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

FOR_SECONDS = 8
"""Then it gives up, so that a client without a deadline fails its test instead of holding it up."""


@dataclass
class Drip:
    """The server: where it listens, how many bytes it has let drip, and whether it gave up before its client did."""

    port: int
    bytes_sent: int = 0
    gave_up: bool = False


@contextmanager
def dripping(certificate: Path, where: str, first: tuple[int, bytes] | None = None) -> Iterator[Drip]:
    """A server over TLS that drips its ``headers`` or its ``body``; ``first`` is a whole answer that it gives to the
    first request of all.
    """
    over, waiting = threading.Event(), [first] if first else []
    drip = Drip(0)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if waiting:
                status, body = waiting.pop()
                self.send_response_only(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                return
            self.close_connection = True
            if where == "headers":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
            else:
                self.send_response_only(207 if self.command == "PROPFIND" else 200)
                self.send_header("Content-Length", "100000")
                self.end_headers()
            with suppress(OSError):  # the client hung up: it had its reasons
                for _ in range(FOR_SECONDS * 20):
                    if over.wait(0.05):
                        break
                    self.wfile.write(b" ")
                    drip.bytes_sent += 1
                else:
                    drip.gave_up = True

        do_GET = do_PUT = do_HEAD = do_DELETE = do_PROPFIND = answer

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        drip.port = server.server_address[1]
        yield drip
    finally:
        over.set()
        server.shutdown()
        thread.join(10)
        server.server_close()
