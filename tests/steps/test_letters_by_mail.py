"""Reminders and digests through a real mail server, as its readers get them; and answers with their receipts."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
import trustme

from connectors.errors import OutsideError
from kemitraan.config.home import Home
from kemitraan.steps.decisions.reviewing import decide_submission
from kemitraan.steps.letters.decision_letters import decisions_waiting, send_decision_letters
from kemitraan.steps.letters.due_calendar import calendar
from kemitraan.steps.letters.reminding import remind
from kemitraan.steps.letters.wanted import Fate
from kemitraan.steps.receipts.reading import Verdict, judge_receipts
from kemitraan.steps.views.report_letters import send_month_report
from kemitraan.steps.views.reporting import keep_month_report, kept_report
from kemitraan.steps.workshop import open_workshop
from schemas.period import Period
from tests.connectors.mail.postbox import PASSWORD, USER, Postbox, running_postbox
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send, workshop_of
from tests.steps.making import mitra_csv, mitra_xlsx
from warehouse.decisions import Choice
from warehouse.letters import sent_letters

COMPLAIN = date(2026, 12, 6)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate authority of the tests' own; the folder holds its certificate as ``otoritas.pem``."""
    folder = tmp_path_factory.mktemp("otoritas")
    new_authority = trustme.CA()
    new_authority.cert_pem.write_to_path(str(folder / "otoritas.pem"))
    new_authority.issue_cert("localhost", "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(
        str(folder / "server.pem")
    )
    return folder


@pytest.fixture
def postbox(authority: Path) -> Iterator[Postbox]:
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trust.load_cert_chain(authority / "server.pem")
    with running_postbox(trust) as running:
        yield running


@pytest.fixture
def workshop(home: Home, postbox: Postbox, authority: Path) -> Iterator[TimelessWorkshop]:
    """A home whose mail goes to the server; Majene and Makassar have addresses."""
    text = home.config_file.read_text(encoding="utf-8")
    for slug in ("majene", "sulsel-makassar"):
        text = text.replace(f'slug = "{slug}"\n', f'slug = "{slug}"\nemail = "dinas@{slug}.example"\n')
    text += (
        f'[mail]\nhost = "127.0.0.1"\nport = {postbox.port}\nuser = "{USER}"\npassword = "env:SANDI_SUREL"\n'
        f'sender = "kemitraan@sulbar.example"\nstaff = "petugas@sulbar.example"\n'
        f'ca_file = "{authority / "otoritas.pem"}"\n'
    )
    home.config_file.write_text(text, encoding="utf-8")
    workshop = workshop_of(home)
    with_secret = open_workshop(home, {"SANDI_SUREL": PASSWORD}).connectors
    yield replace(workshop, connectors=with_secret)
    workshop.warehouse.close()


def by_recipient(postbox: Postbox) -> dict[str, EmailMessage]:
    assert all(sender == "kemitraan@sulbar.example" for sender, _, _ in postbox.letters)
    return {recipients[0]: message for _, recipients, message in postbox.letters}


def words_of(message: EmailMessage) -> str:
    body = message.get_body()
    assert body is not None
    return body.get_content().replace("\r\n", "\n")


def test_complaint_and_digest_arrive_and_are_recorded_under_their_message_ids(
    workshop: TimelessWorkshop, postbox: Postbox
) -> None:
    send(workshop.home, "sulsel-makassar", mitra_csv("Satu"), "a.csv")
    assert not run_job(workshop).has_errors
    postbox.letters.clear()
    lines = remind(workshop, calendar(workshop, COMPLAIN), workshop.connectors.mailer)
    assert [line.fate for line in lines if line.fate is not Fate.NO_ADDRESS] == [Fate.SENT] * 2
    letters = by_recipient(postbox)
    assert set(letters) == {"dinas@majene.example", "petugas@sulbar.example"}
    complaint = letters["dinas@majene.example"]
    assert complaint["Subject"] == "Laporan November 2026, Kabupaten Majene: belum kami terima"
    text = words_of(complaint)
    assert text.startswith("Yth. Kabupaten Majene,\n\nBatas kirim laporan November 2026 sudah lewat, yaitu 5 Desember")
    digest = words_of(letters["petugas@sulbar.example"])
    assert "Belum mengirim, sudah lewat batas (7):\n  - Kabupaten Pasangkayu\n" in digest
    message_ids = {letter.message_id for letter in sent_letters(workshop.warehouse, ["2026-11"]).values()}
    assert message_ids == {str(message["Message-ID"]) for message in letters.values()}


def test_a_server_that_takes_nothing_leaves_nothing_recorded(workshop: TimelessWorkshop, postbox: Postbox) -> None:
    postbox.answers["RCPT"] = "450 4.2.1 kotak surel sedang penuh"
    lines = remind(workshop, calendar(workshop, date(2026, 12, 2)), workshop.connectors.mailer)
    assert {line.fate for line in lines} == {Fate.FAILED, Fate.NO_ADDRESS}
    assert sent_letters(workshop.warehouse, ["2026-11"]) == {}
    postbox.answers.clear()
    remind(workshop, calendar(workshop, date(2026, 12, 2)), workshop.connectors.mailer)
    assert set(by_recipient(postbox)) == {"dinas@majene.example", "dinas@sulsel-makassar.example"}


def test_the_receipt_in_an_answers_mail_is_genuine(workshop: TimelessWorkshop, postbox: Postbox) -> None:
    send(workshop.home, "sulsel-makassar", mitra_csv("Satu"), "Laporan Mitra November.csv")
    assert not run_job(workshop).has_errors
    (message,) = by_recipient(postbox).values()
    body = message.get_body()
    assert body is not None
    quoted = "\n".join(f"> {line}" for line in body.get_content().splitlines())
    (judged,) = judge_receipts(workshop, quoted)
    assert judged.verdict is Verdict.GENUINE
    assert judged.recorded_receipt is not None
    assert judged.recorded_receipt.file == "Laporan Mitra November.csv"


def test_staff_hear_of_a_decision_when_it_begins_to_wait_and_on_its_last_day_once_each(
    workshop: TimelessWorkshop, postbox: Postbox
) -> None:
    send(workshop.home, "sulsel-makassar", mitra_xlsx(*["Grosir"] * 4, *["Entah apa"] * 8), "buruk.xlsx")
    run_job(workshop)
    postbox.letters.clear()  # the sender is told, too
    for days in (0, 0, 2, 4, 4):
        for waiting in decisions_waiting(days_later(workshop, days)):
            send_decision_letters(workshop, waiting)
    assert [recipients[0] for _, recipients, _ in postbox.letters] == ["petugas@sulbar.example"] * 2
    first, last = (words_of(message) for _, _, message in postbox.letters)
    assert "Kiriman November 2026, Kota Makassar, Sulawesi Selatan menunggu keputusan:" in first
    assert "8 dari 12 baris ditahan, lebih dari 50 persen." in first
    assert "Untuk November 2026 kini tidak ada yang berlaku. Bila dimuat: 4 baris." in first
    assert "masih menunggu keputusan" in last
    assert "sistem sendiri memilih “Tolak kiriman”: tidak ada yang dimuat" in last
    (waiting,) = decisions_waiting(workshop)
    decide_submission(workshop, waiting.decision.submission, Choice.LOAD, who="Rahma", why="Sudah ditanyakan.")
    assert decisions_waiting(workshop) == []


def test_a_months_report_goes_to_its_recipients_once_each_and_anew_when_it_changed(
    workshop: TimelessWorkshop, postbox: Postbox
) -> None:
    month = Period(2026, 10)
    kept = keep_month_report(workshop, month)
    assert kept_report(workshop, month, 1) == kept.paths
    for to in ("kadis@sulbar.example", "forum@sulbar.example", "Kadis@sulbar.example"):
        send_month_report(workshop, month, 1, ("Satu kalimat.",), to)
    assert [recipients[0] for _, recipients, _ in postbox.letters] == ["kadis@sulbar.example", "forum@sulbar.example"]
    (_, _, message), _ = postbox.letters
    assert message["Subject"].strip() == "Laporan kemitraan Oktober 2026"
    assert "- Satu kalimat." in words_of(message)
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "laporan-kemitraan_2026-10_1.pdf"
    assert attachment.get_content() == kept.paths["pdf"].read_bytes()
    kept.paths["json"].write_bytes(b"{}")  # as of other data
    changed = keep_month_report(workshop, month)
    send_month_report(workshop, month, changed.number, changed.sentences, "kadis@sulbar.example")
    assert postbox.letters[-1][2]["Subject"].strip() == "Laporan kemitraan Oktober 2026, perbaikan ke-1"
    assert "Belum ada yang berlaku untuk bulan itu." in words_of(postbox.letters[-1][2])


def test_a_report_that_the_server_does_not_take_is_sent_by_the_next_try(
    workshop: TimelessWorkshop, postbox: Postbox
) -> None:
    keep_month_report(workshop, Period(2026, 10))
    postbox.answers["RCPT"] = "450 4.2.1 kotak surel sedang penuh"
    with pytest.raises(OutsideError):
        send_month_report(workshop, Period(2026, 10), 1, (), "kadis@sulbar.example")
    postbox.answers.clear()
    send_month_report(workshop, Period(2026, 10), 1, (), "kadis@sulbar.example")
    assert len(postbox.letters) == 1


def test_a_sender_by_mail_is_told_at_once_that_its_submission_waits_and_once(
    workshop: TimelessWorkshop, postbox: Postbox
) -> None:
    send(workshop.home, "sulsel-makassar", mitra_xlsx(*["Grosir"] * 4, *["Entah apa"] * 8), "buruk.xlsx")
    run_job(workshop)
    run_job(days_later(workshop, 1))
    ((_, recipients, message),) = postbox.letters
    assert recipients == ["dinas@sulsel-makassar.example"]
    assert message["Subject"].strip() == "Laporan November 2026, Kota Makassar, Sulawesi Selatan: menunggu keputusan"
    text = words_of(message)
    assert (
        "menunggu keputusan petugas provinsi sampai 29 November 2026 pukul 12.00 WITA. Anda tidak perlu mengirim lagi"
        in text
    )
    assert "Hubungi petugas provinsi (petugas@sulbar.example)." in text
    assert not list(message.iter_attachments())


def test_a_letter_about_a_decision_says_what_really_happens_when_nobody_decides(workshop: TimelessWorkshop) -> None:
    send(workshop.home, "sulsel-makassar", mitra_csv("Satu").replace(b";Kontak;", b";Kontak Mitra;"), "judul.csv")
    run_job(workshop)
    (waiting,) = decisions_waiting(workshop)
    assert "sistem sendiri memilih “Muat baris yang baik”" in waiting.otherwise
