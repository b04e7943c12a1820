"""Servers that drip one byte after the other, each in time: they are left all the same."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import pytest

from connectors.base import Check
from connectors.deadline import Deadline
from connectors.errors import TimedOutError
from connectors.flight import fly
from connectors.mail.letter import Letter
from connectors.mail.mailer import Mailer
from connectors.mail.security import Security
from tests.connectors.mail.mails import mail

pytestmark = pytest.mark.xdist_group("dovecot")


@dataclass
class Drip:
    """A server whose greeting never ends: where it listens, and how many bytes it has let drip."""

    port: int
    bytes_sent: int = 0


@contextmanager
def dripping(trust: ssl.SSLContext | None, greeting: bytes) -> Iterator[Drip]:
    """Runs such a server for one client."""
    over = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))
    drip = Drip(listener.getsockname()[1])

    def serve() -> None:
        with suppress(OSError):  # the client went away, or nobody came
            connection, _ = listener.accept()
            with connection if trust is None else trust.wrap_socket(connection, server_side=True) as speaking:
                speaking.sendall(greeting)
                while not over.wait(0.05):
                    speaking.sendall(b"x")
                    drip.bytes_sent += 1

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield drip
    finally:
        over.set()
        listener.close()
        thread.join()


@pytest.mark.parametrize("security", Security)
def test_a_listing_has_an_end(another, server_trust, ca_file, security):
    trust = server_trust if security is Security.TLS else None
    with dripping(trust, b"* OK ") as drip:
        source = another(port=drip.port, security=security, timeout_seconds=0.2, ca_file=ca_file)
        with pytest.raises(TimedOutError):
            source.list_waiting()
    assert drip.bytes_sent > 1, "it was left at the first wait, not at the deadline"


def test_a_flight_check_has_an_end(another, server_trust, ca_file):
    with dripping(server_trust, b"* OK ") as drip:
        reach, *rest = fly(another(port=drip.port, timeout_seconds=0.1, ca_file=ca_file).flight_checks())
    assert (reach.check, type(reach.error)) == (Check.REACH, TimedOutError)
    assert not any(probe.tried for probe in rest)


def test_reading_has_an_end_and_the_next_try_works(post, another):
    post.put(mail(("a.xlsx", b"isi" * 1000)).as_bytes())
    source = another(timeout_seconds=0.3)
    (item,) = source.list_waiting().items
    pieces = source._mailbox.pieces

    def slowly(uid, section):
        time.sleep(3.5)
        yield from pieces(uid, section)

    source._mailbox.pieces = slowly
    with pytest.raises(TimedOutError):
        source.read(item, 10_000)
    source._mailbox.pieces = pieces
    assert source.read(item, 10_000).data == b"isi" * 1000


@pytest.mark.parametrize("security", Security)
def test_sending_has_an_end(server_trust, ca_file, security):
    trust = server_trust if security is Security.TLS else None
    with dripping(trust, b"220 ") as drip:
        mailer = Mailer("127.0.0.1", drip.port, "a@b.id", security=security, ca_file=ca_file, timeout_seconds=0.1)
        with pytest.raises(TimedOutError):
            mailer.send(Letter("dinas@majene.go.id", "Hasil", "Ini.", id="1"))


def test_what_comes_gives_more_time():
    with Deadline(0.1) as deadline:
        deadline.give(10)
        time.sleep(0.3)
        assert not deadline.has_passed
