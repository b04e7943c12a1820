"""A workshop whose offices send by mail and by link, with the real servers that they use."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
import trustme

from kemitraan.config.home import Home
from tests.connectors.https.scripted_server import Server, serving
from tests.connectors.mail import dovecot, postbox
from tests.steps.driver import TimelessWorkshop, workshop_of

SETTINGS = """
[mail]
host = "127.0.0.1"
port = {smtp}
user = "kemitraan"
password = "env:SANDI_SMTP"
sender = "kemitraan@sulbar.example"
ca_file = "ca.pem"
timeout_seconds = 10

[[offices]]
slug = "sulsel-makassar"
code = "73.71"
name = "Kota Makassar"
email = "umkm@makassar.example"
[[offices.sources]]
type = "imap"
senders = ["Dinas@makassar.example"]
{mailbox}

[[offices]]
slug = "sulsel-parepare"
code = "73.72"
name = "Kota Parepare"
email = "umkm@parepare.example"
[[offices.sources]]
type = "imap"
senders = ["dinas@parepare.example"]
{mailbox}

[[offices]]
slug = "sulsel-barru"
code = "73.11"
name = "Kabupaten Barru"
email = "umkm@barru.example"
[[offices.sources]]
type = "https"
url = "env:TAUTAN"
ca_file = "ca.pem"
timeout_seconds = 10
"""
MAILBOX = """
host = "127.0.0.1"
port = {port}
user = "kiriman"
password = "env:SANDI_IMAP"
ca_file = "ca.pem"
timeout_seconds = 10
"""


@dataclass(frozen=True)
class World:
    """The servers that offices use."""

    mailbox: dovecot.Post
    letters: postbox.Postbox
    link: Server


@pytest.fixture
def authority(own_home: Home) -> trustme.CA:
    new_authority = trustme.CA()
    new_authority.cert_pem.write_to_path(str(own_home.path / "ca.pem"))
    return new_authority


@pytest.fixture
def world(authority: trustme.CA, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    with (
        dovecot.running_dovecot(authority) as imap,
        postbox.running_postbox(context) as smtp,
        serving(context) as https,
    ):
        yield World(imap.mailbox("kiriman"), smtp, https)


@pytest.fixture
def mail_and_link_workshop(own_home: Home, world: World) -> Iterator[TimelessWorkshop]:
    mailbox = MAILBOX.format(port=world.mailbox.server.port)
    own_home.config_file.write_text(SETTINGS.format(smtp=world.letters.port, mailbox=mailbox), encoding="utf-8")
    workshop = workshop_of(own_home)
    environment = {
        "SANDI_SMTP": postbox.PASSWORD,
        "SANDI_IMAP": dovecot.PASSWORD,
        "TAUTAN": world.link.link("/mitra.csv"),
    }
    secrets = replace(workshop.connectors.secrets, environment=environment)
    yield replace(workshop, connectors=replace(workshop.connectors, secrets=secrets))
    workshop.warehouse.close()
