"""Mail that a machine sent, and letters of ours that come back: left alone, so that nothing goes round and round."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from connectors.base import LeftReason
from connectors.mail.letter import Letter, composed, is_own, message_id
from tests.connectors.mail.mails import SENDER, mail, workbook_package

pytestmark = pytest.mark.xdist_group("dovecot")
US = "kemitraan@sulbar.go.id"
LETTER = Letter(SENDER, "Hasil", "Ini hasilnya.", id="1")
OWN_ID = message_id(LETTER, US)
FILE = ("a.xlsx", workbook_package())


def look(source):
    listing = source.list_waiting()
    return [item.name for item in listing.items], [entry.reason for entry in listing.left_alone]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "Auto-Generated (laporan; harian)"},
        {"Auto_Submitted": "auto-notified; owner-email=x"},
        {"Precedence": "auto_reply"},
        {"Precedence": "Bulk"},
        {"Message_ID": OWN_ID},
    ],
)
def test_automatic_mail_is_left_alone_and_nobody_is_to_be_told(post, another, headers):
    post.put(mail(FILE, **headers).as_bytes())
    source = another(letters_from=US)
    assert look(source) == ([], [LeftReason.AUTOMATIC])
    assert source.list_waiting().left_alone[0].delivery == ""


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "no"}, {"Auto_Submitted": "No (orang)"}, {"Precedence": "first"}]
)
def test_what_a_person_sends_is_taken(post, another, headers):
    post.put(mail(FILE, **headers).as_bytes())
    assert look(another(letters_from=US)) == (["a.xlsx"], [])


def returned(*files: tuple[str, bytes]) -> bytes:
    """A letter of ours with its workbook, attached to a mail that says nothing of machines."""
    letter = mail(("2026-11_a_hasil-1a2b3c4d.xlsx", workbook_package(b"hasil")), sender=US, Message_ID=OWN_ID)
    outer = mail(*files)
    outer.add_attachment(letter)
    return outer.as_bytes()


def test_a_letter_of_ours_in_a_mail_is_no_submission(post, another):
    post.put(returned())
    assert look(another(letters_from=US)) == ([], [LeftReason.AUTOMATIC])
    assert look(another(letters_from="lain@contoh.id"))[0] == ["2026-11_a_hasil-1a2b3c4d.xlsx"]


def test_what_a_person_adds_to_it_is_one(post, another):
    post.put(returned(FILE))
    assert look(another(letters_from=US)) == (["a.xlsx"], [])


def test_an_answer_to_our_letter_without_a_file_is_told_to_staff_alone(post, another):
    post.put(mail(In_Reply_To=OWN_ID).as_bytes())
    post.put(mail(References=f"<lain@contoh.id> {OWN_ID}").as_bytes())
    source = another(letters_from=US)
    assert look(source) == ([], [LeftReason.REPLY] * 2)
    assert {entry.delivery for entry in source.list_waiting().left_alone} == {""}


def test_our_own_letters_are_known_by_their_message_id():
    sent = composed(LETTER, US, "Kemitraan", datetime(2026, 11, 24, tzinfo=UTC))
    assert OWN_ID.encode() in sent
    assert is_own(f" {OWN_ID}\r\n", US.upper())
    for other in ("<surat-1@majene.go.id>", OWN_ID.replace("sulbar", "sulsel"), OWN_ID[1:], ""):
        assert not is_own(other, US)
