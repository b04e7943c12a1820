"""A link as an office's source, from the settings to the warehouse."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from connectors.errors import NotAFileLinkError
from kemitraan.config.home import Home
from kemitraan.steps.collecting import look_at_source, take
from tests.connectors.https.scripted_server import Handler, Server, serving
from tests.steps.driver import TimelessWorkshop, workshop_of
from tests.steps.making import mitra_csv
from warehouse.deliveries import arrivals, arrived, visits

SETTINGS = """
[mail]
host = "surel.example"
sender = "kemitraan@sulbar.example"

[[offices]]
slug = "sulsel-makassar"
code = "73.71"
name = "Kota Makassar"
email = "umkm@makassar.example"

[[offices.sources]]
type = "https"
url = "env:TAUTAN_MAKASSAR"
ca_file = "ca.pem"
timeout_seconds = 2
"""
SOURCE = "sulsel-makassar/0"


@pytest.fixture
def server(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(home.path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(context) as running:
        yield running


@pytest.fixture
def workshop(home: Home, server: Server) -> Iterator[TimelessWorkshop]:
    home.config_file.write_text(SETTINGS, encoding="utf-8")
    opened = workshop_of(home)
    secrets = replace(opened.channels.secrets, environment={"TAUTAN_MAKASSAR": server.link("/s/kRahasia123")})
    yield replace(opened, channels=replace(opened.channels, secrets=secrets))
    opened.warehouse.close()


def holds(server: Server, data: bytes, tag: str) -> None:
    """Lets the server have this file behind its Nextcloud link."""

    def answer(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == tag:
            handler.start(304, {"ETag": tag})
        else:
            handler.reply(body=data, headers={"ETag": tag, "Content-Disposition": 'attachment; filename="mitra.csv"'})

    server.answers["/s/kRahasia123/download"] = answer


def collect(workshop: TimelessWorkshop) -> list[str]:
    """What a run takes in: the submissions."""
    listing = look_at_source(workshop, "sulsel-makassar", 0)
    return [taken.submission for waiting in listing.waiting if (taken := take(workshop, waiting))]


def test_a_link_is_read_when_its_file_changes_and_only_then(workshop: TimelessWorkshop, server: Server) -> None:
    holds(server, mitra_csv("Toko"), '"satu"')
    [first] = collect(workshop)
    [arrival] = arrivals(workshop.warehouse, first)
    assert (arrival.source, arrival.message) == (SOURCE, "mitra.csv")

    asked = len(server.requests)
    assert collect(workshop) == []
    assert [headers.get("If-None-Match") for _, headers in server.requests[asked:]] == ['"satu"']

    holds(server, mitra_csv("Toko Baru"), '"dua"')
    [changed] = collect(workshop)
    assert changed != first
    assert len(arrived(workshop.warehouse, SOURCE)) == 2
    assert not any("kRahasia" in identity for identity in arrived(workshop.warehouse, SOURCE))


def test_a_link_that_is_shared_no_more_is_told_and_loses_nothing(workshop: TimelessWorkshop, server: Server) -> None:
    server.answers["/s/kRahasia123/download"] = lambda handler: handler.reply(body=b"<!DOCTYPE html><html>")
    with pytest.raises(NotAFileLinkError):
        collect(workshop)
    assert visits(workshop.warehouse)[SOURCE].error == "not_a_file_link"
    holds(server, mitra_csv("Toko"), '"satu"')
    assert len(collect(workshop)) == 1
    assert visits(workshop.warehouse)[SOURCE].error is None


def test_the_settings_hold_only_a_reference(workshop: TimelessWorkshop) -> None:
    assert "kRahasia" not in Path(workshop.home.config_file).read_text(encoding="utf-8")
    assert "kRahasia" not in repr(workshop.config) + repr(workshop.channels)
