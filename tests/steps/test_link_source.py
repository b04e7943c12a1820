"""A link as an office's source, from the settings to the warehouse."""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from sqlalchemy import func, select

from connectors.errors import NotAFileLinkError
from kemitraan.config.home import Home
from kemitraan.steps.job import collecting
from kemitraan.steps.job.collecting import look_at_source, take
from tests.connectors.https.scripted_server import Handler, Server, serving
from tests.connectors.mail import postbox
from tests.steps.driver import TimelessWorkshop, days_later, run_job, workshop_of
from tests.steps.making import mitra_csv
from warehouse.deliveries import arrivals, arrived, record_arrival, visits
from warehouse.reading import status
from warehouse.submissions import register_submission
from warehouse.tables import submission

SETTINGS = """
[mail]
host = "127.0.0.1"
port = {smtp}
user = "kemitraan"
password = "env:SANDI_SMTP"
ca_file = "ca.pem"
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
def context(home: Home) -> ssl.SSLContext:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(home.path / "ca.pem"))
    new_context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(new_context)
    return new_context


@pytest.fixture
def server(context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(context) as running:
        yield running


@pytest.fixture
def letters(context: ssl.SSLContext) -> Iterator[postbox.Postbox]:
    with postbox.running_postbox(context) as running:
        yield running


@pytest.fixture
def workshop(home: Home, server: Server, letters: postbox.Postbox) -> Iterator[TimelessWorkshop]:
    home.config_file.write_text(SETTINGS.format(smtp=letters.port), encoding="utf-8")
    workshop = workshop_of(home)
    environment = {"TAUTAN_MAKASSAR": server.link("/s/kRahasia123"), "SANDI_SMTP": postbox.PASSWORD}
    secrets = replace(workshop.connectors.secrets, environment=environment)
    yield replace(workshop, connectors=replace(workshop.connectors, secrets=secrets))
    workshop.warehouse.close()


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
    return [taken.submission for waiting in listing.items if (taken := take(workshop, waiting))]


def test_a_link_is_read_when_its_file_changes_and_only_then(workshop: TimelessWorkshop, server: Server) -> None:
    holds(server, mitra_csv("Toko"), '"satu"')
    [first] = collect(workshop)
    [arrival] = arrivals(workshop.warehouse, first)
    assert (arrival.source, arrival.message) == (SOURCE, "mitra.csv")

    request_count = len(server.requests)
    assert collect(workshop) == []
    assert [headers.get("If-None-Match") for _, headers in server.requests[request_count:]] == ['"satu"']

    holds(server, mitra_csv("Toko Baru"), '"dua"')
    [changed] = collect(workshop)
    assert changed != first
    assert len(arrived(workshop.warehouse, SOURCE)) == 2
    assert not any("kRahasia" in identity for identity in arrived(workshop.warehouse, SOURCE))


def in_force(workshop: TimelessWorkshop) -> tuple[str, str]:
    """The one submission in force and its bytes' hash."""
    [live] = [entry.in_force for entry in status(workshop.warehouse, offices=["73.71"]) if entry.in_force]
    return live.id, live.sha256


def test_a_version_that_comes_back_is_in_force_again_and_answered_again(
    workshop: TimelessWorkshop, server: Server, letters: postbox.Postbox
) -> None:
    a, b = mitra_csv("Benar"), mitra_csv("Salah")
    attempts = []
    for day, (data, tag) in enumerate([(a, '"a"'), (b, '"b"'), (a, '"a"'), (b, '"b2"'), (a, '"a"')]):
        holds(server, data, tag)
        [line] = run_job(days_later(workshop, day)).lines
        assert (line.outcome, line.state, line.in_force, line.problem) == ("accepted", "answered", True, None)
        assert in_force(workshop) == (line.submission, hashlib.sha256(data).hexdigest())
        assert len(letters.letters) == day + 1
        attempts.append(line.submission)
    assert len(set(attempts)) == 5
    request_count = len(server.requests)
    assert run_job(days_later(workshop, 5)).lines == ()
    assert [headers.get("If-None-Match") for _, headers in server.requests[request_count:]] == ['"a"']
    assert len(letters.letters) == 5


def test_a_version_that_is_in_force_already_changes_nothing(
    workshop: TimelessWorkshop, server: Server, letters: postbox.Postbox
) -> None:
    november, october = mitra_csv("Toko"), mitra_csv("Toko", period="2026-10")
    for day, (data, tag) in enumerate([(november, '"n"'), (october, '"o"')]):
        holds(server, data, tag)
        run_job(days_later(workshop, day))
    holds(server, november, '"n"')
    [line] = run_job(days_later(workshop, 2)).lines
    assert (line.in_force, line.state, len(letters.letters)) == (True, "answered", 2)
    request_count = len(server.requests)
    run_job(days_later(workshop, 3))
    assert [headers.get("If-None-Match") for _, headers in server.requests[request_count:]] == ['"n"']


def test_a_version_that_was_refused_is_refused_and_answered_again_when_it_comes_back(
    workshop: TimelessWorkshop, server: Server, letters: postbox.Postbox
) -> None:
    bad, good = b"bukan;laporan\n", mitra_csv("Toko")
    for day, (data, tag) in enumerate([(bad, '"x"'), (good, '"y"'), (bad, '"x"')]):
        holds(server, data, tag)
        run_job(days_later(workshop, day))
    assert in_force(workshop)[1] == hashlib.sha256(good).hexdigest()
    assert len(letters.letters) == 3


def test_killed_at_any_moment_a_version_that_comes_back_is_one_attempt(
    workshop: TimelessWorkshop, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    for day, (data, tag) in enumerate([(mitra_csv("A"), '"a"'), (mitra_csv("B"), '"b"'), (mitra_csv("A"), '"a"')]):
        holds(server, data, tag)
        with monkeypatch.context() as patch:
            patch.setattr(collecting, "record_arrival", killed)
            with pytest.raises(Killed):
                collect(days_later(workshop, day))
        [newest] = collect(days_later(workshop, day))
        run_job(days_later(workshop, day))
        assert in_force(workshop) == (newest, hashlib.sha256(data).hexdigest())
    with workshop.warehouse.read() as connection:
        assert connection.scalar(select(func.count()).select_from(submission)) == 3


def test_what_came_by_another_way_in_the_same_run_is_one_submission(
    workshop: TimelessWorkshop, server: Server, home: Home
) -> None:
    data = mitra_csv("Toko")
    first, _ = register_submission(
        workshop.warehouse, office="73.71", sha256=workshop.archive.put(data), file_name="x", source="surat"
    )
    record_arrival(
        workshop.warehouse, source="surat", item="1", submission=first, message="x", sent_at=workshop.warehouse.now()
    )
    holds(server, data, '"a"')
    assert collect(workshop) == [first]


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
    assert "kRahasia" not in repr(workshop.config) + repr(workshop.connectors)
