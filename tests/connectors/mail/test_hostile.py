"""Mails that are made to break a reader: none of them does, and the next mail is read all the same."""

from __future__ import annotations

from contextlib import suppress

import pytest
from imapclient import IMAPClient

from connectors.base import Check, LeftReason
from connectors.flight import fly
from connectors.mail.parts import CONFUSING, parts_of
from tests.connectors.mail.mails import SENDER, encoded, mail, raw

pytestmark = pytest.mark.xdist_group("dovecot")
FROM = f"From: {SENDER}"
XLS = "Content-Type: application/vnd.ms-excel"


def parts(number: int, header: str = "Content-Type: image/png") -> str:
    return "\r\n".join(f"--b\r\n{header}\r\n\r\nx" for _ in range(number)) + "\r\n--b--\r\n"


def nested(depth: int, inner: str) -> str:
    for level in range(depth):
        inner = f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n{inner}\r\n--b{level}--\r\n'
    return inner


def forwarded(depth: int, inner: str) -> str:
    for _ in range(depth):
        inner = f"Content-Type: message/rfc822\r\n\r\n{FROM}\r\n{inner}"
    return inner


HOSTILE = {
    "long headers": raw(FROM, "Subject: " + "x" * 10_000, f"{XLS}; name={'n' * 10_000}.xls", "", "isi"),
    "folded for ever": raw(FROM, "Subject: a", *[" b"] * 5_000, XLS, "", "isi"),
    "newlines in a name": raw(
        FROM, XLS, 'Content-Disposition: attachment; filename="a\r\n b\x00\x1b[31m.xls"', "", "x"
    ),
    "no charset": raw(FROM, 'Content-Type: text/csv; name="=?tak-ada?B?YQ==?=.csv"', "", "x"),
    "broken words": raw(FROM, 'Content-Type: text/csv; name="=?utf-8?B?!!!=?=.csv"', "", "x"),
    "broken continuations": raw(
        FROM, "Content-Type: text/csv; name*0=a; name*=x; name*5*=y; name*1*=''%zz.csv", "", "x"
    ),
    "hex charset": raw(FROM, "Content-Type: text/csv; name*=hex''6161.csv", "", "x"),
    "null charset": raw(FROM, "Content-Type: text/csv; name*=%00''a.csv", "", "x"),
    "broken base64": raw(FROM, XLS, "Content-Transfer-Encoding: base64", "", "=" * 100 + "\xff" * 50),
    "no body": raw(FROM, XLS, "", ""),
    "no type": raw(FROM, "Content-Type: ;;;", 'Content-Disposition: attachment; filename="a.xls"', "", "x"),
    "a thousand parts": raw(FROM, 'Content-Type: multipart/mixed; boundary="b"', "", parts(1000)),
    "a thousand workbooks": raw(FROM, 'Content-Type: multipart/mixed; boundary="b"', "", parts(1000, XLS)),
    "a line of a million letters": raw(
        FROM,
        'Content-Type: multipart/mixed; boundary="b"',
        "",
        parts(520, f'Content-Type: image/png; name="{"n" * 2000}"'),
    ),
    "a hundred levels": raw(FROM, nested(100, f"{XLS}\r\n\r\nisi")),
    "three hundred levels": raw(FROM, nested(300, f"{XLS}\r\n\r\nisi")),
    "a hundred forwards": raw(FROM, forwarded(100, f"{XLS}\r\n\r\nisi")),
    "a boundary that never comes": raw(FROM, 'Content-Type: multipart/mixed; boundary="b"', "", "x"),
    "an empty boundary": raw(FROM, 'Content-Type: multipart/mixed; boundary=""', "", parts(3)),
    "a part of no parts": raw(FROM, 'Content-Type: multipart/mixed; boundary="b"', "", "--b--"),
    "quotes and braces": raw(FROM, f'{XLS}; name="\\\\ a\\"b{{12}}(NIL).xls"', 'Subject: "{5}', "", "x"),
    "a literal in the subject": raw(FROM, XLS, "Message-ID: <a\x01{3}\r\n b@c>", "Subject: {10}", "", "x"),
    "a forward that is encoded": raw(
        FROM, "Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", "", encoded(mail().as_bytes())
    ),
    "a forward of another kind": raw(
        FROM,
        "Content-Type: message/global; name=terusan.eml",
        "Content-Disposition: attachment; filename=terusan.eml",
        "",
        "x",
    ),
    **{
        f"a date: {date}": raw(FROM, f"Date: {date}", f"{XLS}; name=a.xls", "", "x")
        for date in (
            "Mon, 1 Jan 99999999999999999999 00:00:00 +0000",
            "Mon, 99999999999999999999 Jan 2026 00:00:00 +0000",
            "Mon, 1 Jan 2026 99999999999999999999:00:00 +0000",
            "Mon, 1 Jan 2026 00:00:00 +99999999999999999999",
        )
    },
    "many addresses": raw(FROM, "To: " + ", ".join(f"a{n}@contoh.id" for n in range(3000)), XLS, "", "x"),
    "only a newline": b"\r\n",
    "nothing": b"",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_mail_harms_neither_us_nor_the_next(post, source, kind):
    post.put(HOSTILE[kind], at=1_700_000_000)
    post.put(mail(("baik.xlsx", b"isi")).as_bytes())
    listing = source.list_waiting()
    good = listing.items[-1]
    assert (good.name, source.read(good, 10).data) == ("baik.xlsx", b"isi")
    for item in listing.items:
        assert "/" not in item.name
        assert item.name.isprintable()
        assert len(item.name) <= 120
        assert item.message.isprintable()
        source.read(item, 1_000_000)
    for item in listing.items:
        source.mark_done(item)
    assert len(listing.items) + len(listing.left_alone) >= 2
    assert "baik.xlsx" not in [item.name for item in source.list_waiting().items]


def test_a_thousand_workbooks_are_told_of(post, source):
    post.put(HOSTILE["a thousand workbooks"])
    assert [entry.reason for entry in source.list_waiting().left_alone] == [LeftReason.TOO_MANY_FILES]


@pytest.mark.parametrize(
    "kind", ["long headers", "newlines in a name", "hex charset", "null charset", "quotes and braces"]
)
def test_crooked_names_still_name_a_workbook(post, source, kind):
    post.put(HOSTILE[kind])
    (item,) = source.list_waiting().items
    assert item.name.endswith((".xls", ".csv"))


def test_a_strangers_mail_stops_nobody(post, source):
    post.put(mail(("baik.xlsx", b"isi")).as_bytes())
    post.put(raw("From: orang@asing.example", "Date: Mon, 1 Jan 99999999999999999999 00:00:00 +0000", "", "hai"))
    listing = source.list_waiting()
    assert [item.name for item in listing.items] == ["baik.xlsx"]
    assert [entry.reason for entry in listing.left_alone] == [LeftReason.UNKNOWN_SENDER]


@pytest.mark.parametrize("item_asked", ["INTERNALDATE", "BODYSTRUCTURE"])
@pytest.mark.parametrize("error", [OverflowError, RecursionError, ValueError])
def test_an_answer_that_the_client_cannot_read_is_told_and_stops_no_other(post, source, monkeypatch, item_asked, error):
    for number in range(3):
        post.put(mail((f"{number}.xlsx", b"isi")).as_bytes(), at=1_700_000_000 + number)
    fetch = IMAPClient.fetch

    def choking(self, uids, items):
        if item_asked in items and sorted(uids)[0] <= 2 <= sorted(uids)[-1]:
            raise error("2")
        return fetch(self, uids, items)

    monkeypatch.setattr(IMAPClient, "fetch", choking)
    listing = source.list_waiting()
    assert [item.name for item in listing.items] == ["0.xlsx", "2.xlsx"]
    expected = LeftReason.UNKNOWN_SENDER if item_asked == "INTERNALDATE" else LeftReason.UNCLEAR
    assert [entry.reason for entry in listing.left_alone] == [expected]


def test_the_flight_check_lists_as_a_run_does(post, source, monkeypatch):
    post.put(mail(("a.xlsx", b"isi")).as_bytes())
    checks = dict(source.flight_checks())
    heard = []
    monkeypatch.setattr(source._mailbox, "insides", lambda uids: heard.append(uids) or iter(()))
    fly([(check, checks[check]) for check in (Check.REACH, Check.LIST)])
    assert heard == [[1]]


@pytest.mark.parametrize(
    "structure",
    [None, (), ([],), (b"text",), (b"a", b"b", (), None, None, 5, b"x", ()), (b"message", b"rfc822", None, None, None)],
)
def test_a_structure_that_is_none_raises_only_what_is_said(structure):
    with suppress(CONFUSING):
        list(parts_of(structure))


def test_a_mail_whose_structure_is_none_is_told(post, source, monkeypatch):
    post.put(mail(("a.xlsx", b"isi")).as_bytes())
    post.put(mail(("b.xlsx", b"isi")).as_bytes())
    ask = source._mailbox.insides

    def garbled(uids):
        for uid, insides in ask(uids):
            yield uid, type(insides)((b"text",), insides.authentications) if uid == 1 else insides

    monkeypatch.setattr(source._mailbox, "insides", garbled)
    listing = source.list_waiting()
    assert [item.name for item in listing.items] == ["b.xlsx"]
    (entry,) = listing.left_alone
    assert (entry.reason, entry.delivery.endswith(".1")) == (LeftReason.UNCLEAR, True)


def test_a_forward_that_the_server_did_not_look_into_is_a_file(post, source):
    post.put(HOSTILE["a forward of another kind"])
    (item,) = source.list_waiting().items
    assert (item.name, source.read(item, 100).data) == ("terusan.eml", b"x")
