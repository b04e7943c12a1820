"""Waiting for a Prefect server: it answers, it does not in time, or nobody wants it any more."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from kemitraan.cli.serving.answering import PAUSE_SECONDS, ServerAway, wait_for_server


@contextmanager
def serving(*statuses: int) -> Iterator[str]:
    """A server that gives these statuses one after the other, the last one for ever."""
    remaining = list(statuses)

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            assert self.path == "/api/health"
            self.send_response(remaining.pop(0) if len(remaining) > 1 else remaining[0])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_server_that_is_still_starting_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")  # a proxy is nothing to a server of this house
    pauses: list[float] = []
    with serving(503, 503, 200) as url:
        assert wait_for_server(url, 60, pause=pauses.append)
    assert pauses == [PAUSE_SECONDS] * 2


def test_one_that_does_not_come_in_time_is_away() -> None:
    with serving(503) as url, pytest.raises(ServerAway):
        wait_for_server(url, 0)


def test_nobody_waits_for_one_that_is_not_wanted_any_more() -> None:
    answers = iter([True, True, False])
    assert not wait_for_server("http://127.0.0.1:1/api", 60, lambda: next(answers), pause=lambda _: None)
