"""Mail that brings nothing new, and answers that no letter can carry: nobody waits in vain, and nobody is told
twice.
"""

from __future__ import annotations

import io
import os
import zipfile
from dataclasses import replace
from email.message import EmailMessage

import pytest

from connectors.mail.source import ImapSource
from kemitraan.steps.care.flying import check_sources
from kemitraan.steps.job.collecting import look_at_source
from kemitraan.steps.receipts.receipt import receipt_of
from tests.connectors.mail import mails
from tests.steps.driver import TimelessWorkshop, days_later, run_job
from tests.steps.mail_and_links import World
from tests.steps.making import mitra_csv, mitra_xlsx
from warehouse.deliveries import answers_of, visits

SENDER = "dinas@makassar.example"
OFFICE = "sulsel-makassar"
ZIP_OF_60 = mails.zipped(*[(f"{number}.csv", mitra_csv(str(number))) for number in range(60)])
NESTED = mails.zipped(("b.zip", mails.zipped(("a.csv", mitra_csv("q")))))


@pytest.fixture
def workshop(mail_and_link_workshop: TimelessWorkshop) -> TimelessWorkshop:
    return mail_and_link_workshop


def put(world: World, *files: tuple[str, bytes], **headers: str) -> None:
    world.mailbox.put(bytes(mails.mail(*files, **({"sender": SENDER} | headers))))


def run(workshop: TimelessWorkshop, day: int = 0):
    return run_job(days_later(workshop, day), [OFFICE])


def letters(world: World) -> list[tuple[str, str, str]]:
    """To whom, subject and text of everything that was sent."""
    return [(to[0], str(letter["Subject"]).strip(), _text(letter)) for _, to, letter in world.letters.letters]


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return body.get_content()


def notices(summary) -> list[str]:
    return [notice.text for notice in summary.notices if not notice.place.startswith("masuk")]


def test_a_strangers_mail_with_an_impossible_date_stops_no_office(workshop, world):
    put(world, ("november.csv", mitra_csv("Toko")))
    world.mailbox.put(
        b"Date: Mon, 1 Jan 99999999999999999999 00:00:00 +0000\r\nFrom: orang@asing.example\r\n\r\nhai\r\n"
    )
    assert [line.state for line in run(workshop).lines] == ["answered"]
    (flight,) = [flight for flight in check_sources(workshop, [OFFICE]) if flight.source == f"{OFFICE}/0"]
    assert flight.error == ""


def test_whatever_stops_a_look_is_kept_as_what_came_of_it(workshop, world, monkeypatch):
    def broken(self):
        raise OverflowError("kita")

    monkeypatch.setattr(ImapSource, "list_waiting", broken)
    with pytest.raises(OverflowError):
        look_at_source(workshop, OFFICE, 0)
    visit = visits(workshop.warehouse)[f"{OFFICE}/0"]
    assert (visit.error, visit.reached_at) == ("program_error", None)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ((), "tidak membawa lampiran yang dapat dibaca"),
        (
            (("a.zip", ZIP_OF_60),),
            '"a.zip": zip ini rusak, bersandi, berisi arsip lain, terlalu besar, atau berisi lebih',
        ),
        ((("a.zip", NESTED),), "tanpa zip dan tanpa kata sandi"),
        (tuple((f"{number}.csv", mitra_csv(f"x{number}")) for number in range(51)), "lebih dari 50 berkas"),
    ],
    ids=["no attachment", "too many in a zip", "a zip in a zip", "too many"],
)
def test_the_office_is_told_once_of_mail_that_cannot_be_taken(workshop, world, files, words):
    put(world, *files)
    notice_lists = [notices(run(workshop, day)) for day in (0, 1, 40)]
    assert [len(notice_list) for notice_list in notice_lists] == [1, 1, 1]
    ((to, subject, text),) = letters(world)
    assert to == "umkm@makassar.example"
    assert subject.startswith("Surel Anda tanggal")
    assert words in text.replace("\n", " ")
    assert "Kirimannya kami tunggu sebagai lampiran surel" in text
    assert world.mailbox.count() == 1


def test_one_letter_tells_of_all_that_was_not_taken_and_the_rest_is_processed(workshop, world):
    put(world, ("november.csv", mitra_csv("Toko")), ("a.zip", NESTED), ("b.rar", b"Rar!\x1a\x07\x01\x00"))
    assert [line.state for line in run(workshop).lines] == ["answered"]
    run(workshop, 1)
    untaken, answer = letters(world)
    assert "belum dapat diambil" not in untaken[2]
    assert '"a.zip": zip ini' in untaken[2]
    assert '"b.rar": berkas ini tidak dikenali' in untaken[2]
    assert "Lampiran lain di surel itu" in untaken[2]
    assert "Diterima" in answer[1]
    assert world.mailbox.count() == 1


def test_two_mails_with_one_message_id_are_two(workshop, world):
    put(world)
    run(workshop)
    put(world)
    run(workshop, 1)
    assert len(letters(world)) == 2


def test_strangers_and_machines_are_never_written_to(workshop, world):
    put(world, sender="orang@asing.example")
    put(world, Auto_Submitted="auto-replied")
    assert len(notices(run(workshop))) == 2
    assert letters(world) == []


def test_a_mail_server_that_is_away_is_told_and_the_letter_goes_out_later(workshop, world):
    put(world)
    put(world, ("november.csv", mitra_csv("Toko")))
    world.letters.answers["RCPT"] = "451 later"
    first = run(workshop)
    assert any("Pengirimnya belum dapat diberi tahu" in text for text in notices(first))
    assert [line.in_force for line in first.lines] == [True]
    del world.letters.answers["RCPT"]
    again = run(workshop, 1)
    assert not any("belum dapat diberi tahu" in text for text in notices(again))
    assert sorted(subject.split()[0] for _, subject, _ in letters(world)) == ["Laporan", "Surel"]


def test_our_own_letters_do_not_go_round(workshop, world):
    put(world, ("a.xlsx", mitra_xlsx("Entah apa", "Grosir")))
    for day in range(3):
        before = len(world.letters.letters)
        run(workshop, day)
        for _, _, letter in world.letters.letters[before:]:
            for headers in ({"Auto_Submitted": "auto-replied"}, {}, {"In_Reply_To": str(letter["Message-ID"])}):
                reply = mails.mail(sender=SENDER, Subject="Di luar kantor", **headers)
                if "In_Reply_To" not in headers:
                    reply.make_mixed()
                    reply.add_attachment(letter)
                world.mailbox.put(bytes(reply))
    assert len(world.letters.letters) == 1
    assert world.mailbox.count() == 3


def test_the_same_file_sent_again_gets_its_receipt_once(workshop, world):
    data = mitra_csv("Toko")
    put(world, ("a.csv", data))
    (line,) = run(workshop).lines
    put(world, ("lagi.csv", data))
    world.letters.answers["RCPT"] = "451 later"
    assert any("servernya sedang bermasalah" in text for text in notices(run(workshop, 1)))
    assert world.mailbox.count() == 1
    del world.letters.answers["RCPT"]
    for day in (2, 3):
        run(workshop, day)
    _, (to, subject, text) = letters(world)
    receipt = receipt_of(workshop, line.submission)
    assert receipt is not None
    assert (to, subject) == ("umkm@makassar.example", "Sudah kami terima sebelumnya: lagi.csv, Kota Makassar")
    assert "Hasilnya tetap: Diterima." in text
    assert receipt.submission in text
    assert "Kode bukti" in text
    assert world.mailbox.count() == 0


def test_the_same_file_twice_in_one_mail_is_answered_once(workshop, world):
    data = mitra_csv("Toko")
    put(world, ("a.csv", data), ("b.csv", data))
    run(workshop)
    assert [subject for _, subject, _ in letters(world)] == ["Laporan November 2026, Kota Makassar: Diterima"]


def test_a_file_that_was_taken_and_not_moved_is_no_second_sending(workshop, world, monkeypatch):
    put(world, ("a.csv", mitra_csv("Toko")))
    with monkeypatch.context() as patch:
        patch.setattr(ImapSource, "mark_done", lambda self, item: None)
        run(workshop)
    run(workshop, 1)
    assert len(letters(world)) == 1
    assert world.mailbox.count() == 0


def test_an_answer_that_no_letter_can_carry_goes_out_without_its_workbook(workshop, world):
    big = io.BytesIO(mitra_xlsx("Grosir", "Entah apa"))
    with zipfile.ZipFile(big, "a") as package:
        package.writestr("xl/media/foto.jpg", os.urandom(2_500_000), zipfile.ZIP_STORED)
    put(world, ("november.xlsx", big.getvalue()))
    (line,) = run(workshop).lines
    run(workshop, 1)
    assert (line.state, line.problem) == ("answered", None)
    ((to, subject, text),) = letters(world)
    assert (to, subject) == ("umkm@makassar.example", "Laporan November 2026, Kota Makassar: Diterima sebagian")
    assert "terlalu besar untuk dikirim lewat surel" in text
    assert "Buka buku kerja balasan kami, lembar Perbaikan." in text
    assert line.submission in text
    assert not list(world.letters.letters[0][2].iter_attachments())
    (workbook,) = workshop.home.outbox(OFFICE).iterdir()
    assert workbook.stat().st_size > 2_500_000
    assert answers_of(workshop.warehouse, line.submission) == {"surel": f"{workbook.name} (tanpa lampiran)"}


def test_a_letter_that_is_refused_for_its_address_is_not_sent_bare(workshop, world):
    put(world, ("a.csv", mitra_csv("Toko")))
    world.letters.answers["RCPT"] = "550 5.1.1 tidak ada"
    (line,) = run(workshop).lines
    assert "Periksa alamat surel" in (line.problem or "")
    assert list(workshop.home.outbox(OFFICE).iterdir()) == []


def test_a_letter_beside_a_workbook_is_told_and_is_no_error(workshop, world):
    put(world, ("november.csv", mitra_csv("Toko")), ("surat pengantar.pdf", b"%PDF-1.7"))
    summary = run(workshop)
    (notice,) = [entry for entry in summary.notices if entry.place == workshop.office_of(OFFICE).name]
    assert "sur….pdf: Lampiran ini bukan buku kerja" in notice.text
    assert replace(summary, notices=(notice,)).has_errors is False
    assert world.mailbox.count("Selesai") == 1
    assert len(letters(world)) == 1


def test_the_flight_check_says_that_the_mail_server_tells_no_time(workshop, world):
    (flight,) = check_sources(workshop, [OFFICE])
    assert flight.holds
    assert "Jamnya tidak dapat dicocokkan: server surel ini tidak memberi tahu jamnya" in flight.lines[-1].check
