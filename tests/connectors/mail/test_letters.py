"""What a letter looks like to every mail program on its way."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from connectors.mail.letter import Attachment, Letter, composed
from connectors.mail.mailer import Mailer

NOW = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
LETTER = Letter(
    to="dinas@majene.go.id",
    subject="Hasil laporan November — 3 hal perlu diperbaiki",
    text="Yth. Dinas Koperasi,\n\nTerima kasih. Kolom “omzet” belum terisi.\n.\nBaris sesudah titik.\n",
    attachments=(Attachment("2026-11_laporan.xlsx", b"\x00\xffPK"),),
    id="a1",
)


def sent(letter: Letter = LETTER):
    data = composed(letter, "kemitraan@sulbar.go.id", "Kemitraan Sulbar", NOW)
    return data, email.message_from_bytes(data, policy=email.policy.default)


def test_a_letter_has_all_that_it_needs():
    data, message = sent()
    assert message["From"] == "Kemitraan Sulbar <kemitraan@sulbar.go.id>"
    assert message["To"] == "dinas@majene.go.id"
    assert message["Subject"] == LETTER.subject
    assert message["Date"].datetime == NOW
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"].endswith("@sulbar.go.id>")
    assert message.get_body().get_content().splitlines() == LETTER.text.splitlines()
    assert data.isascii()
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert b"\n" not in data.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("laporan kabupatén “baru” 2026.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("a.XLSM", "application/vnd.ms-excel.sheet.macroenabled.12"),
        ("a.csv", "text/csv"),
        ("surat.pdf", "application/pdf"),
        ("tanpa akhiran", "application/octet-stream"),
        ("n" * 200 + ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_an_attachment_keeps_name_type_and_bytes(name, kind):
    data, message = sent(replace(LETTER, attachments=(Attachment(name, b"\x00\xff"),)))
    (part,) = message.iter_attachments()
    assert part.get_content_type().lower() == kind
    assert part.get_payload(decode=True) == b"\x00\xff"
    assert part.get_filename()[-5:] == name[-5:]
    if not name.isascii():
        assert part.get_filename() == name
        assert b"filename*" in data


def test_the_same_letter_has_the_same_id_and_another_has_not():
    first = sent()[1]["Message-ID"]
    later = composed(LETTER, "kemitraan@sulbar.go.id", "Kemitraan Sulbar", NOW.replace(hour=9))
    assert email.message_from_bytes(later)["Message-ID"] == first
    assert sent(replace(LETTER, id="a2"))[1]["Message-ID"] != first
    assert sent(replace(LETTER, to="lain@majene.go.id"))[1]["Message-ID"] != first


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "dinas@majene.go.id\r\nBcc: lain@contoh.id"},
        {"to": "dinas@majene.go.id, lain@contoh.id"},
        {"to": "Dinas <dinas@majene.go.id>"},
        {"to": "dinas@majene.go.id>"},
        {"to": "dinas@majené.id"},
        {"to": "dinas"},
        {"to": ""},
        {"subject": "Hasil\r\nBcc: lain@contoh.id"},
        {"subject": "Hasil\n"},
        {"subject": "Hasil\x00"},
        {"subject": "Hasil\u2028"},
        {"subject": " "},
        {"subject": ""},
        {"text": ""},
        {"text": "\n"},
        {"text": "a\0"},
        {"id": ""},
    ],
)
def test_what_cannot_be_sent_is_refused_at_once(changes):
    with pytest.raises(ValueError, match=r"mail address|letter"):
        replace(LETTER, **changes)


def test_nothing_slips_into_a_header():
    evil = Attachment('a"\r\nBcc: lain@contoh.id\r\n\r\nx.xlsx', b"1")
    data, message = sent(replace(LETTER, attachments=(evil,), id="x\r\nBcc: lain@contoh.id"))
    assert b"\nBcc:" not in data
    assert message["Bcc"] is None
    (part,) = message.iter_attachments()
    assert part["Bcc"] is None


def test_a_sender_that_is_no_address_is_refused():
    with pytest.raises(ValueError, match="mail address"):
        Mailer("localhost", 587, "kemitraan")


def test_addresses_and_words_are_in_no_repr():
    text = repr(LETTER) + repr(Mailer("localhost", 587, "kemitraan@sulbar.go.id", "pengguna", "rahasia"))
    for secret in ("dinas", "Hasil", "omzet", "pengguna", "rahasia", "laporan"):
        assert secret not in text
