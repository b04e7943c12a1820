"""A way to moto's S3 server at which requests can be refused, or seen before they go on."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Error = Callable[[str, str, dict[str, str]], tuple[int, bytes] | None]
_NOT_OURS = {"connection", "transfer-encoding", "keep-alive", "date", "server"}


@dataclass
class Gate:
    """``port``: where it listens. ``errors``: what may answer in the server's place, by method, path and headers."""

    port: int
    errors: list[Error] = field(default_factory=list)


@contextmanager
def s3_gate(endpoint: str) -> Iterator[Gate]:
    """A gate before the server at ``endpoint``."""
    behind = urlsplit(endpoint)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = dict(self.headers.items())
            for error in gate.errors:
                if (reply := error(self.command, self.path, headers)) is not None:
                    return self.send(reply[0], reply[1], {"Content-Length": str(len(reply[1]))})
            line = HTTPConnection(behind.hostname or "", behind.port, timeout=20)
            try:
                line.request(self.command, self.path, body, headers)
                response = line.getresponse()
                headers_left = {
                    name: value for name, value in response.headers.items() if name.lower() not in _NOT_OURS
                }
                data = response.read()
                return self.send(response.status, data, {"Content-Length": str(len(data))} | headers_left)
            finally:
                line.close()

        def send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_PUT = do_HEAD = do_DELETE = do_POST = answer

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # a client that was cut off
    gate = Gate(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield gate
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
