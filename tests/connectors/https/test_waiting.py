"""What waits behind a link, and when it waits again: by ETag, by Last-Modified, and by the contents themselves."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import formatdate

import pytest

from connectors.base import Listing
from connectors.errors import StillBeingWrittenError, VanishedError
from connectors.https.identity import http_time

DATA = b"no;nama\n1;Markisa\n"
OLD = "Mon, 02 Nov 2026 03:04:05 GMT"


def conditional(headers):
    """A server that honours its validators."""

    def answer(handler):
        request = handler.headers
        if headers.get("ETag", "-") == request.get("If-None-Match") or (
            "If-None-Match" not in request and headers.get("Last-Modified", "-") == request.get("If-Modified-Since")
        ):
            handler.start(304, headers)
        else:
            handler.reply(body=DATA, headers=headers)

    return answer


def test_a_file_waits_with_its_size_time_and_name(server, source, only):
    server.answers["/laporan.xlsx"] = conditional({"ETag": '"a1"', "Last-Modified": OLD})
    item = only(source)
    assert (item.name, item.size, item.message) == ("laporan.xlsx", len(DATA), "laporan.xlsx")
    assert item.modified == datetime(2026, 11, 2, 3, 4, 5, tzinfo=UTC)
    fetched = source.read(item, 1000)
    assert (fetched.data, fetched.size, fetched.sha256) == (DATA, len(DATA), hashlib.sha256(DATA).hexdigest())
    assert {headers["Accept-Encoding"] for _, headers in server.requests} == {"identity"}


def test_without_a_time_of_its_own_the_file_is_of_now(server, source, only):
    server.answers["/laporan.xlsx"] = conditional({"Last-Modified": "kemarin"})
    now = datetime(2026, 11, 24, 6, tzinfo=UTC)
    assert only(replace(source, clock=lambda: now)).modified == now


@pytest.mark.parametrize(
    "headers",
    [{"ETag": '"a1"'}, {"ETag": 'W/"a1"'}, {"Last-Modified": OLD}, {"ETag": '"a1"', "Last-Modified": OLD}],
)
def test_what_was_taken_waits_no_more_and_is_not_sent_again(server, source, only, after, headers):
    server.answers["/laporan.xlsx"] = conditional(headers)
    item = only(source)
    assert only(source).id == item.id
    assert after(source, item).list_waiting() == Listing()
    request = server.requests[-1][1]
    assert request.get("If-None-Match") == headers.get("ETag")
    assert request.get("If-Modified-Since") == headers.get("Last-Modified")


def test_without_validators_the_contents_tell(server, source, only, after):
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=DATA)
    item = only(source)
    assert after(source, item).list_waiting() == Listing()
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=DATA + b"2;Kopi\n")
    changed = only(after(source, item))
    assert changed.id != item.id


def test_a_tag_that_changes_with_every_answer_neither_hinders_nor_repeats(server, source, only, after):
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(
        body=DATA, headers={"ETag": f'"{len(server.requests)}"'}
    )
    item = only(source)
    assert source.read(item, 1000).data == DATA
    assert after(source, item).list_waiting() == Listing()


def test_a_workbook_made_anew_for_every_answer_is_the_same_while_its_contents_are(server, source, only, after, package):
    def make(text):
        return lambda handler: handler.reply(
            body=package(1980 + len(server.requests), xl__sheet1=text, docProps__core=str(len(server.requests)))
        )

    server.answers["/laporan.xlsx"] = make("Markisa")
    item = only(source)
    assert source.read(item, 10_000).data
    assert after(source, item).list_waiting() == Listing()
    server.answers["/laporan.xlsx"] = make("Marbisa")
    assert only(after(source, item)).id != item.id
    with pytest.raises(StillBeingWrittenError):
        source.read(item, 10_000)


def test_a_time_of_this_very_second_is_not_relied_on(server, source, only, after):
    now = formatdate(usegmt=True)
    server.answers["/laporan.xlsx"] = conditional({"Last-Modified": now, "Date": now})
    item = only(source)
    assert after(source, item).list_waiting() == Listing()
    assert "If-Modified-Since" not in server.requests[-1][1]


def test_what_was_taken_from_another_link_or_another_kind_of_source_does_not_count(server, source, only, folder):
    server.answers["/laporan.xlsx"] = server.answers["/baru.xlsx"] = conditional({"Last-Modified": OLD})
    elsewhere = replace(source, url=server.link("/baru.xlsx"))
    item = only(elsewhere)
    assert only(replace(source, last_taken=item.id)).id != item.id
    assert "If-Modified-Since" not in server.requests[-1][1]
    with pytest.raises(VanishedError):
        source.read(item, 1000)
    for name in ("laporan.xlsx", "12", "[1]"):
        (folder.inbox / name).write_bytes(DATA)
    for foreign in folder.list_waiting().items:
        assert only(replace(source, last_taken=foreign.id))
    with pytest.raises(ValueError, match=r"not enough|Expecting|not an item"):
        source.read(foreign, 1000)


def test_a_change_between_listing_and_reading_is_noticed(server, source, only):
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=DATA, headers={"ETag": '"a"'})
    item = only(source)
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=DATA + b"2;Kopi\n", headers={"ETag": '"a"'})
    with pytest.raises(StillBeingWrittenError):
        source.read(item, 1000)


@pytest.mark.parametrize("status", [404, 410])
def test_a_file_that_is_gone_by_the_time_it_is_read_has_vanished(server, source, only, status):
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=DATA)
    item = only(source)
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(status)
    with pytest.raises(VanishedError):
        source.read(item, 1000)


def test_over_the_limit_only_hash_and_size_are_known(server, source, only, after):
    big = bytes(range(256)) * 1000
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=big)
    item = only(source)
    fetched = source.read(item, 1000)
    assert (fetched.data, fetched.size, fetched.sha256) == (None, len(big), hashlib.sha256(big).hexdigest())
    assert source.read(item, len(big)).data == big
    assert after(source, item).list_waiting() == Listing()


def test_only_names_of_the_pattern_count(server, source, only):
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=DATA)
    assert replace(source, pattern="*.csv").list_waiting() == Listing()
    assert only(replace(source, pattern="*.XLSX"))


def test_marking_done_changes_nothing(server, source, only):
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=DATA)
    item = only(source)
    request_count = len(server.requests)
    source.mark_done(item)
    assert len(server.requests) == request_count
    assert only(source).id == item.id


@pytest.mark.parametrize(
    ("path", "disposition", "name"),
    [
        ("/laporan.xlsx", "", "laporan.xlsx"),
        ("/Laporan%20November.xlsx", "", "Laporan November.xlsx"),
        ("/unduh/kRahasia123", "", "tanpa-nama"),
        ("/unduh/kRahasia123", 'attachment; filename="Majene Nov.xlsx"', "Majene Nov.xlsx"),
        ("/a.csv", "attachment; filename=\"b.xlsx\"; filename*=UTF-8''Pe%C3%A9.xlsx", "Peé.xlsx"),
        ("/a.csv", "attachment; filename*=tidak-ada''Kopi.xlsx", "Kopi.xlsx"),
        ("/a.csv", 'attachment; filename="../../etc/passwd"', "passwd"),
        ("/a.csv", 'attachment; filename="7604010101900001.xlsx"', "7604********0001.xlsx"),
        ("/a.csv", "inline", "a.csv"),
        ("/a.csv", "attachment; filename*1*", "a.csv"),
        ("/a.csv", "attachment; filename=Majene Nov.xlsx ; size=3", "Majene Nov.xlsx"),
        ("/a.csv", 'attachment; name="x; filename=y.csv"; filename="b;\\"c.xlsx"', 'b;"c.xlsx'),
        ("/a.csv", 'attachment; filename="=?utf-8?B?a2FidXBhdMOpbi54bHN4?="', "kabupatén.xlsx"),
        ("/a.csv", "attachment; filename*=idna''Kopi.xlsx", "Kopi.xlsx"),
        ("/a.csv", f"attachment; filename={'(' * 5000}", f"{'(' * 119}…"),
        ("/unduh/kRahasia123", 'attachment; filename="', "tanpa-nama"),
    ],
)
def test_a_file_is_called_as_its_server_says(server, source, only, path, disposition, name):
    server.answers[path] = lambda handler: handler.reply(body=DATA, headers={"Content-Disposition": disposition})
    assert only(replace(source, url=server.link(path))).name == name
    assert only(replace(source, url=server.link(path), name="x/laporan majene.xlsx")).name == "laporan majene.xlsx"


@pytest.mark.parametrize("raw", [b"a\x85b.xlsx", "a\u0085b.xlsx".encode(), "a\u2028b.xlsx".encode(), b"a\x1cb.xlsx"])
def test_a_name_with_control_characters_is_cleaned(server, source, only, raw):
    def answer(handler):
        handler.send_response_only(200)
        handler._headers_buffer.append(b'Content-Disposition: attachment; filename="' + raw + b'"\r\n')
        handler.send_header("Content-Length", str(len(DATA)))
        handler.end_headers()
        handler.wfile.write(DATA)

    server.answers["/laporan.xlsx"] = answer
    assert only(source).name == "a b.xlsx"


@pytest.mark.parametrize("when", ["Fri, 31 Dec 9999 23:59:59 -0100", "Mon, 01 Jan 99999999999 00:00:00 GMT"])
def test_a_time_that_no_calendar_has_is_no_time(server, source, only, when):
    assert http_time(when) is None
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=DATA, headers={"Last-Modified": when})
    assert only(source).modified.year < 9999
