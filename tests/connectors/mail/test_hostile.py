"""Mails that are made to break a reader: none of them does, and the next mail is read all the same."""

from __future__ import annotations

import pytest

from connectors.base import LeftReason
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
    "many addresses": raw(FROM, "To: " + ", ".join(f"a{n}@contoh.id" for n in range(3000)), XLS, "", "x"),
    "only a newline": b"\r\n",
    "nothing": b"",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_mail_harms_neither_us_nor_the_next(post, source, kind):
    post.put(HOSTILE[kind], at=1_700_000_000)
    post.put(mail(("baik.xlsx", b"isi")).as_bytes())
    listing = source.list_waiting()
    good = listing.ready[-1]
    assert (good.name, source.read(good, 10).data) == ("baik.xlsx", b"isi")
    for item in listing.ready:
        assert "/" not in item.name
        assert item.name.isprintable()
        assert len(item.name) <= 120
        assert item.message.isprintable()
        source.read(item, 1_000_000)
    for item in listing.ready:
        source.mark_done(item)
    assert len(listing.ready) + len(listing.left) >= 2
    assert "baik.xlsx" not in [item.name for item in source.list_waiting().ready]


def test_a_thousand_workbooks_are_told_of(post, source):
    post.put(HOSTILE["a thousand workbooks"])
    assert [one.reason for one in source.list_waiting().left] == [LeftReason.TOO_MANY_FILES]


@pytest.mark.parametrize(
    "kind", ["long headers", "newlines in a name", "hex charset", "null charset", "quotes and braces"]
)
def test_crooked_names_still_name_a_workbook(post, source, kind):
    post.put(HOSTILE[kind])
    (item,) = source.list_waiting().ready
    assert item.name.endswith((".xls", ".csv"))
