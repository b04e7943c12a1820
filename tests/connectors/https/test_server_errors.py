"""What servers do to a download, each on a real socket: which error it becomes, and that nothing waits for ever."""

from __future__ import annotations

import gzip
import logging
import socket
import traceback
import tracemalloc
import zlib
from dataclasses import replace

import pytest
import trustme

from connectors.errors import (
    CertificateError,
    CutOffError,
    InsecureLinkError,
    LinkGoneError,
    NotAFileLinkError,
    OutsideError,
    ServerError,
    TimedOutError,
    TooMuchError,
    UnreachableError,
)
from connectors.https import visit as visiting
from connectors.https.source import HttpsSource
from tests.connectors.https.scripted_server import serving

DATA = b"no;nama\n1;Markisa\n"
PAGE = b"<!DOCTYPE html><html><body>Masuk dengan akun Anda</body></html>"
CHUNKED = {"Content-Length": "", "Transfer-Encoding": "chunked"}
UNTOLD = {"Content-Length": "", "Connection": "close"}


def fails(source: HttpsSource, kind: type[OutsideError]) -> OutsideError:
    """The error that looking at the source gives; without the link, whichever way it is told."""
    with pytest.raises(OutsideError) as caught:
        source.list_waiting()
    text = "".join(traceback.format_exception(caught.value)) + repr(caught.value)
    assert source.url not in text
    assert "/laporan" not in text
    assert type(caught.value) is kind, caught.value
    return caught.value


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (204, NotAFileLinkError),
        (304, NotAFileLinkError),
        (400, NotAFileLinkError),
        (401, NotAFileLinkError),
        (403, NotAFileLinkError),
        (404, LinkGoneError),
        (410, LinkGoneError),
        (429, ServerError),
        (500, ServerError),
        (503, ServerError),
    ],
)
def test_every_status_has_its_meaning(server, source, status, kind):
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(status)
    assert fails(source, kind).detail == f"HTTP {status}"


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html; charset=utf-8", PAGE),
        ("application/octet-stream", PAGE),
        ("", b"\xef\xbb\xbf\n <?xml version='1.0'?> <!-- x --> <html xmlns='x'>"),
        ("text/html", b"Silakan masuk"),
        ("text/html", b""),
    ],
)
def test_a_page_is_no_file(server, source, content_type, body):
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=body, headers={"Content-Type": content_type})
    fails(source, NotAFileLinkError)


def test_a_workbook_with_the_wrong_type_is_a_file(server, source, only, package):
    body = package(a="x")
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=body, headers={"Content-Type": "text/html"})
    assert source.read(only(source), 10_000).data == body


def cut(handler, headers, body):
    handler.start(200, headers)
    handler.wfile.write(body)
    handler.close_connection = True


def test_a_connection_that_ends_half_way_is_cut_off(server, source, package):
    body = package(a="x" * 1000)
    for headers, sent in [
        ({"Content-Length": str(len(DATA) + 5)}, DATA),
        (CHUNKED, b"5\r\nno;na\r\n"),
        (UNTOLD, body[:-30]),
        (UNTOLD | {"Content-Encoding": "gzip"}, gzip.compress(DATA)[:-4]),
        (UNTOLD | {"Content-Encoding": "gzip"}, b"bukan gzip"),
    ]:
        server.answers["/laporan.xlsx"] = lambda handler, headers=headers, sent=sent: cut(handler, headers, sent)
        fails(source, CutOffError)


def test_a_connection_that_ends_before_the_answer_is_cut_off(server, source):
    server.answers["/laporan.xlsx"] = lambda handler: setattr(handler, "close_connection", True)
    fails(source, CutOffError)


def test_a_body_of_untold_length_is_whole_where_nothing_says_otherwise(server, source, only, package):
    for body in (DATA, package(a="x")):
        server.answers["/laporan.xlsx"] = lambda handler, body=body: cut(handler, UNTOLD, body)
        assert source.read(only(source), 10_000).data == body


def test_a_file_that_is_damaged_at_its_source_is_taken_as_it_is(server, source, only, package):
    body = package(a="x" * 1000)[:-30]
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=body)
    assert source.read(only(source), 10_000).data == body


def test_more_than_the_announced_length_does_not_count(server, source, only):
    server.answers["/laporan.xlsx"] = lambda handler: cut(handler, {"Content-Length": "7"}, DATA)
    assert source.read(only(source), 1000).data == DATA[:7]


@pytest.mark.parametrize("when", ["before the answer", "in the headers", "in the body"])
def test_a_stall_is_not_waited_for(server, source, when):
    def stall(handler):
        if when == "in the headers":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nDate:")
        elif when == "in the body":
            handler.start(200, {"Content-Length": "100"})
            handler.wfile.write(DATA)
        handler.wait()

    server.answers["/laporan.xlsx"] = stall
    assert fails(replace(source, timeout_seconds=0.3), TimedOutError).detail == "ReadTimeout"  # before the deadline


@pytest.mark.parametrize("where", ["headers", "told body", "untold body"])
def test_a_drip_ends_with_the_deadline(server, source, where, monkeypatch):
    dripped, seconds = [], 4

    def drip(handler):
        if where == "headers":
            handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        else:
            handler.start(200, UNTOLD if where == "untold body" else {"Content-Length": "1000"})
        for _ in range(20 * seconds):
            if handler.server.over.wait(0.05):
                break
            handler.wfile.write(b"x")
            dripped.append(b"x")
        handler.close_connection = True

    monkeypatch.setattr(visiting, "FACTOR", 2)
    server.answers["/laporan.xlsx"] = drip
    assert fails(replace(source, timeout_seconds=0.4), TimedOutError).detail == "deadline"
    assert 1 < len(dripped) < 20 * seconds, "it was left at the first wait, or only when the server had enough of it"


def test_packed_bodies_are_unpacked(server, source, only):
    for packed in (gzip.compress(DATA), gzip.compress(DATA[:5]) + gzip.compress(DATA[5:])):
        server.answers["/laporan.xlsx"] = lambda handler, packed=packed: handler.reply(
            body=packed, headers={"Content-Encoding": "gzip"}
        )
        item = only(source)
        assert item.size == len(DATA)
        assert source.read(item, 1000).data == DATA
        assert source.read(item, len(DATA) - 1).data is None


def test_a_packing_that_was_not_asked_for_is_refused(server, source):
    for coding in ("br", "gzip, gzip"):
        server.answers["/laporan.xlsx"] = lambda handler, coding=coding: handler.reply(
            body=DATA, headers={"Content-Encoding": coding}
        )
        assert fails(source, ServerError).detail == "Content-Encoding"


def test_a_packed_bomb_never_lies_in_memory(server, source):
    packer = zlib.compressobj(wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(100)) + packer.flush()
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=bomb, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    try:
        fails(replace(source, timeout_seconds=10, limit=5_000_000), TooMuchError)
        assert tracemalloc.get_traced_memory()[1] < 15_000_000
    finally:
        tracemalloc.stop()


def test_a_body_without_end_is_left(server, source):
    def pour(handler):
        handler.start(200, UNTOLD)
        while True:
            handler.wfile.write(bytes(65_536))

    server.answers["/laporan.xlsx"] = pour
    fails(replace(source, limit=100_000), TooMuchError)


def to(target, status=302, headers=None):
    return lambda handler: handler.reply(status, headers={"Location": target} | (headers or {}))


def test_redirects_are_followed_and_the_name_is_that_of_the_end(server, source, only):
    server.answers["/laporan.xlsx"] = to("/satu", 307)
    server.answers["/satu"] = to(server.link("/dua"), 301)
    server.answers["/dua"] = lambda handler: handler.reply(
        body=DATA, headers={"Content-Disposition": 'attachment; filename="dua.csv"'}
    )
    item = only(source)
    assert item.name == "dua.csv"
    assert source.read(item, 1000).data == DATA


def test_a_redirect_to_a_share_link_leads_to_the_file(server, source, only):
    server.answers["/laporan.xlsx"] = to("/s/aBc123DeF456xyZ")
    server.answers["/s/aBc123DeF456xyZ"] = lambda handler: handler.reply(body=PAGE)
    server.answers["/s/aBc123DeF456xyZ/download"] = lambda handler: handler.reply(body=DATA)
    assert source.read(only(source), 1000).data == DATA


def test_a_cookie_lives_as_long_as_the_visit(server, source, only):
    server.answers["/laporan.xlsx"] = to("/satu", headers={"Set-Cookie": "FedAuth=tamu; Secure; Path=/"})
    server.answers["/satu"] = lambda handler: handler.reply(
        body=DATA if handler.headers.get("Cookie") == "FedAuth=tamu" else PAGE
    )
    assert only(source)
    assert only(source)
    assert all("Cookie" not in headers for path, headers in server.requests if path == "/laporan.xlsx")


def test_a_redirect_in_circles_ends(server, source):
    server.answers["/laporan.xlsx"] = to("/laporan.xlsx")
    assert fails(source, NotAFileLinkError).detail == "redirects"
    assert len(server.requests) == visiting.REDIRECTS + 1


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/laporan.xlsx", "ftp://127.0.0.1/x", "file:///etc/passwd"])
def test_a_redirect_away_from_https_is_not_followed(server, source, target):
    server.answers["/laporan.xlsx"] = to(target)
    fails(source, InsecureLinkError)
    fails(replace(source, url=target), InsecureLinkError)


@pytest.mark.parametrize(
    ("target", "kind"),
    [("https://x:satu/", CutOffError), ("https://a..b/x", UnreachableError)],
)
def test_a_redirect_to_nonsense_is_an_error_of_the_outside_world(server, source, target, kind):
    server.answers["/laporan.xlsx"] = to(target)
    fails(source, kind)


def test_a_link_that_is_none_is_no_link_to_a_file(source):
    fails(replace(source, url="https://x:satu/laporan.xlsx"), NotAFileLinkError)


def test_only_the_authority_of_the_settings_is_trusted(source, server, tmp_path):
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=DATA)
    other = tmp_path / "lain.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    fails(replace(source, ca_file=None), CertificateError)
    fails(replace(source, ca_file=other), CertificateError)
    assert fails(replace(source, ca_file=tmp_path / "tidak-ada.pem"), CertificateError).detail == "ca_file"
    assert server.requests == []


def test_a_certificate_for_another_name_is_not_trusted(source, server):
    server.answers["/laporan.xlsx"] = lambda handler: handler.reply(body=DATA)
    fails(replace(source, url=source.url.replace("127.0.0.1", "localhost")), CertificateError)


def test_a_server_that_is_away_is_unreachable(source):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))  # and does not listen
        fails(replace(source, url=f"https://127.0.0.1:{door.getsockname()[1]}/laporan.xlsx"), UnreachableError)


def test_a_server_without_tls_is_unreachable(source):
    with serving(None) as plain:
        fails(replace(source, url=plain.link("/laporan.xlsx"), timeout_seconds=0.5), UnreachableError)


def test_the_proxy_of_the_environment_is_asked(source, server, monkeypatch):
    with serving(None) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.server_address[1]}")
        fails(source, UnreachableError)
        assert [path for path, _ in proxy.requests] == [f"127.0.0.1:{server.server_address[1]}"]
    assert server.requests == []


def test_the_link_is_nowhere_in_the_log_and_others_requests_are(server, source, only, caplog):
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore"):
        caplog.set_level(logging.DEBUG, logger=name)
    server.answers["/laporan.xlsx"] = to("/kRahasia/laporan.csv")
    server.answers["/kRahasia/laporan.csv"] = lambda handler: handler.reply(body=DATA)
    source.read(only(source), 1000)
    assert "laporan" not in caplog.text
    assert "kRahasia" not in caplog.text
    logging.getLogger("httpx").info("permintaan orang lain")
    assert "permintaan orang lain" in caplog.text
    assert "laporan.xlsx" not in repr(source)
