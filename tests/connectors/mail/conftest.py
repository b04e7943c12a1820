"""Real mail servers on loopback: Dovecot (IMAP) and aiosmtpd (SMTP), with certificates of an authority of the tests'
own.
"""

from __future__ import annotations

import itertools
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from connectors.mail.source import ImapSource
from tests.connectors.mail.dovecot import PASSWORD, Dovecot, Post, running_dovecot
from tests.connectors.mail.relays import Relay

SENDER = "dinas@majene.go.id"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "otoritas.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture(scope="session")
def server_trust(authority: trustme.CA) -> ssl.SSLContext:
    """What a server on loopback shows."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


@pytest.fixture(scope="session")
def dovecot(authority: trustme.CA) -> Iterator[Dovecot]:
    with running_dovecot(authority) as server:
        yield server


@pytest.fixture(scope="session")
def old_dovecot(authority: trustme.CA) -> Iterator[Dovecot]:
    """A server that knows neither MOVE nor UIDPLUS, and whose folder ``Penuh`` takes nothing."""
    with running_dovecot(
        authority,
        extra="""
        imap_capability = IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE UNSELECT
        mail_plugins = quota
        protocol imap {
          mail_plugins = quota imap_quota
        }
        plugin {
          quota = count:User quota
          quota_vsizes = yes
          quota_rule = *:storage=1M
          quota_grace = 0
        }
        """,
    ) as server:
        yield server


@pytest.fixture
def post(dovecot: Dovecot) -> Post:
    """A mailbox of its own for every test."""
    return dovecot.mailbox(f"kotak{next(_numbers)}")


@pytest.fixture
def source(post: Post, ca_file: Path) -> Iterator[ImapSource]:
    imap = imap_source(post, ca_file)
    with imap:
        yield imap


@pytest.fixture
def another(source: ImapSource) -> Iterator[Callable[..., ImapSource]]:
    """Makes sources of the same mailbox with other settings; they are closed at the end."""
    sources: list[ImapSource] = []

    def make(**changes: object) -> ImapSource:
        sources.append(replace(source, **changes))
        return sources[-1]

    yield make
    for source_made in sources:
        source_made.close()


def imap_source(post: Post, ca_file: Path) -> ImapSource:
    return ImapSource(
        host="127.0.0.1",
        port=post.server.port,
        user=post.user,
        password=PASSWORD,
        senders=(SENDER,),
        ca_file=ca_file,
        timeout_seconds=20.0,
    )


@pytest.fixture
def relay() -> Iterator[Callable[..., Relay]]:
    """Makes relays between client and server that cut the line."""
    relays: list[AbstractContextManager[Relay]] = []

    def make(port: int, **cuts: int) -> Relay:
        relays.append(Relay(port, **cuts))
        return relays[-1].__enter__()

    yield make
    for relay_made in relays:
        relay_made.__exit__(None, None, None)
