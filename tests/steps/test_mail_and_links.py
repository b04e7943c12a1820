"""The whole job over mail and links: real servers, from the settings to the answer in the registered box."""

from __future__ import annotations

import json

import pytest

from kemitraan.pages.submission import submission_page
from kemitraan.steps.care.flying import check_sources
from tests.connectors.mail import mails
from tests.planting import PERSON, leaks, outside
from tests.steps.driver import TimelessWorkshop, days_later, run_job
from tests.steps.mail_and_links import World
from tests.steps.making import mitra_csv
from warehouse.deliveries import answers_of, arrivals


@pytest.fixture
def workshop(mail_and_link_workshop: TimelessWorkshop) -> TimelessWorkshop:
    return mail_and_link_workshop


def holds(world: World, data: bytes, tag: str) -> None:
    """What lies behind the link."""
    world.link.answers["/mitra.csv"] = lambda handler: handler.reply(body=data, headers={"ETag": tag})


def test_mail_and_links_are_taken_in_and_answered_at_the_registered_addresses(
    workshop: TimelessWorkshop, world: World
) -> None:
    world.mailbox.put(
        bytes(
            mails.mail(
                ("november.csv", mitra_csv("Toko")),
                ("oktober.csv", mitra_csv("Toko", period="2026-10")),
                sender="Dinas <dinas@MAKASSAR.example>",
            )
        )
    )
    world.mailbox.put(
        bytes(mails.mail(("parepare.csv", mitra_csv("Toko", office="73.71")), sender="dinas@parepare.example"))
    )
    world.mailbox.put(bytes(mails.mail(("x.csv", mitra_csv("Toko")), sender="orang@lain.example")))
    holds(world, mitra_csv("Toko", office="73.11"), '"satu"')

    summary = run_job(workshop)

    outcomes = {(line.office, line.period): line.outcome for line in summary.lines}
    assert outcomes == {
        ("sulsel-makassar", "2026-10"): "accepted",
        ("sulsel-makassar", "2026-11"): "accepted",
        ("sulsel-parepare", "2026-11"): "rejected",  # the file says that it is Makassar's: the sender decides
        ("sulsel-barru", "2026-11"): "accepted",
    }
    [stranger] = [notice for notice in summary.notices if not notice.place.startswith("masuk")]
    assert "Surel dari alamat yang tidak terdaftar" in stranger.text
    assert world.mailbox.count() == 1
    assert world.mailbox.count("Selesai") == 2
    letters = {(to[0], str(letter["Subject"])): letter for _, to, letter in world.letters.letters}
    assert sorted(letters) == [
        ("umkm@barru.example", "Laporan November 2026, Kabupaten Barru: Diterima"),
        ("umkm@makassar.example", "Laporan November 2026, Kota Makassar: Diterima"),
        ("umkm@makassar.example", "Laporan Oktober 2026, Kota Makassar: Diterima"),
        ("umkm@parepare.example", "Laporan November 2026, Kota Parepare: Belum dapat diterima"),
    ]
    [attached] = letters[sorted(letters)[0]].iter_attachments()
    assert (attached.get_filename() or "").endswith(".xlsx")

    [barru] = [line for line in summary.lines if line.office == "sulsel-barru"]
    assert list(answers_of(workshop.warehouse, barru.submission)) == ["surel"]
    assert arrivals(workshop.warehouse, barru.submission)[0].source == "sulsel-barru/0"


def test_who_is_named_by_a_mailed_or_zipped_file_is_told_to_its_sender_alone(
    workshop: TimelessWorkshop, world: World
) -> None:
    file = (f"Mitra {PERSON}.csv", mitra_csv("Toko"))
    other = (f"Oktober {PERSON}.csv", mitra_csv("Toko", period="2026-10"))
    holding = (f"Berkas {PERSON}.rar", b"Rar!\x1a\x07\x00" + bytes(99))
    packed = (f"Arsip {PERSON}.zip", mails.zipped(other))
    world.mailbox.put(bytes(mails.mail(file, packed, holding, sender="dinas@makassar.example")))
    summary = run_job(workshop)
    assert sorted(line.period for line in summary.lines) == ["2026-10", "2026-11"]
    assert any("Ber….rar" in notice.text for notice in summary.notices)
    pages = {line.submission: submission_page(workshop, line) for line in summary.lines}
    pages["ringkasan"] = json.dumps(summary.as_dict(), default=str)
    assert leaks(pages | outside(workshop.home)) == {}
    letters = "".join(str(letter.get_body()) for _, _, letter in world.letters.letters)
    assert f"Mitra {PERSON}.csv" in letters


def test_nothing_is_taken_or_answered_twice_and_a_mail_server_that_is_away_loses_nothing(
    workshop: TimelessWorkshop, world: World
) -> None:
    world.letters.answers["RCPT"] = "451 later"
    world.mailbox.put(bytes(mails.mail(("november.csv", mitra_csv("Toko")), sender="dinas@makassar.example")))
    holds(world, mitra_csv("Toko", office="73.11"), '"satu"')
    first = run_job(workshop)
    assert all("Server surel: servernya sedang bermasalah" in (line.problem or "") for line in first.lines)
    assert {line.in_force for line in first.lines} == {True}

    del world.letters.answers["RCPT"]
    again = run_job(days_later(workshop, 1))
    assert {line.state for line in again.lines} == {"answered"}
    assert len(world.letters.letters) == 2
    assert run_job(days_later(workshop, 2)).lines == ()
    assert len(world.letters.letters) == 2


def test_the_flight_check_tries_them_all_without_touching_anything(workshop: TimelessWorkshop, world: World) -> None:
    world.mailbox.put(bytes(mails.mail(("november.csv", mitra_csv("Toko")), sender="dinas@makassar.example")))
    holds(world, mitra_csv("Toko", office="73.11"), '"satu"')
    slugs = [office.slug for office in workshop.config.offices]
    assert {flight.source: flight.error for flight in check_sources(workshop, slugs)} == {
        f"{slug}/0": "" for slug in slugs
    }
    assert world.mailbox.count() == 1
    assert world.mailbox.flags() == [set()]
    assert world.letters.letters == []
    assert "béda" not in repr(workshop)
