"""Letters go out once each: on both databases, by two processes at once, and past a kill at any moment."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import event

from connectors.errors import Place, ServerError
from kemitraan.config.home import Home
from kemitraan.steps.dues import Standing
from kemitraan.steps.letters.due_calendar import calendar, calendar_rows
from kemitraan.steps.letters.reminding import LetterLine, remind
from kemitraan.steps.letters.wanted import Fate, LetterKind
from schemas.period import Period
from tests.conftest import Databases, on_sqlite
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send, workshop_of
from tests.steps.making import mitra_csv
from tests.warehouse.processes import in_process, wait_for
from warehouse.letters import sent_letters
from warehouse.publishing import withdraw
from warehouse.reading import live_submissions
from warehouse.sendings import in_use_since, sendings
from warehouse.state import State

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

PERIOD = Period(2026, 11)
REMIND, COMPLAIN = date(2026, 12, 2), date(2026, 12, 6)
WRITTEN_TO = ("majene", "mamuju", "sulsel-parepare")
MAIL = """
[mail]
host = "surel.sulbar.example"
sender = "kemitraan@sulbar.example"
staff = "petugas@sulbar.example"
"""


@dataclass(frozen=True)
class Postbox:
    """A mail server that keeps what it is given as lines of a file, also for other processes; ``then`` comes after."""

    path: Path
    then: Callable[[], None] = lambda: None

    def send(self, letter) -> None:
        line = json.dumps({"to": letter.to, "subject": letter.subject, "text": letter.text, "id": letter.id}) + "\n"
        with self.path.open("ab", buffering=0) as file:
            file.write(line.encode())
        self.then()

    @property
    def letters(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.path.read_text().splitlines()] if self.path.exists() else []

    def to(self, address: str) -> list[dict[str, str]]:
        return [letter for letter in self.letters if letter["to"] == address]


def with_mail(home: Home, offices: tuple[str, ...] = WRITTEN_TO) -> None:
    """Set mail up, and give these offices an address."""
    text = home.config_file.read_text(encoding="utf-8")
    for slug in offices:
        text = text.replace(f'slug = "{slug}"\n', f'slug = "{slug}"\nemail = "dinas@{slug}.example"\n')
    home.config_file.write_text(text + MAIL, encoding="utf-8")


@pytest.fixture
def opened(home: Home, databases: Databases) -> TimelessWorkshop:
    """A home with mail, on 24 November, in which Makassar's report of November is in force."""
    url = databases.fresh() if databases.kind == "postgresql" else None
    before = workshop_of(home, url)
    send(home, "sulsel-makassar", mitra_csv("Satu"), "a.csv")
    assert not run_job(before).has_errors
    before.warehouse.close()
    with_mail(home)
    return workshop_of(home, url)


@pytest.fixture
def workshop(opened: TimelessWorkshop):
    yield opened
    opened.warehouse.close()


@pytest.fixture
def postbox(tmp_path: Path) -> Postbox:
    return Postbox(tmp_path / "surel.jsonl")


def on(workshop: TimelessWorkshop, day: date, postbox: Postbox, dry_run: bool = False) -> list[LetterLine]:
    """What ``remind`` does at noon of a day."""
    then = replace(workshop, noon=datetime(day.year, day.month, day.day, 4, tzinfo=UTC))
    then = days_later(then, 0)
    return remind(then, calendar(then, day), lambda: postbox, dry_run)


def fates(lines: list[LetterLine]) -> dict[str, Fate]:
    return {f"{line.kind} {line.office}": line.fate for line in lines}


# --- what the warehouse tells ----------------------------------------------------------------------------------------


def test_the_warehouse_tells_what_came_and_what_became_of_it(workshop: TimelessWorkshop) -> None:
    since = workshop.noon - timedelta(days=1)
    (sending,) = sendings(workshop.warehouse, [PERIOD], since)
    assert (sending.office, sending.period, sending.state) == ("73.71", PERIOD, State.ANSWERED)
    assert (sending.refused, sending.in_force, sending.received_at) == (False, True, workshop.noon)
    assert sending.answered_at == workshop.noon
    assert sending.sent_at == datetime.fromtimestamp(1_000_000_000, UTC)
    assert in_use_since(workshop.warehouse) == workshop.noon
    assert sendings(workshop.warehouse, ["2026-10"], workshop.noon + timedelta(days=1)) == []
    later = days_later(workshop, 1)
    send(workshop.home, "sulsel-makassar", mitra_csv("Satu", kind="Entah"), "b.csv")
    assert not run_job(without_mail(later), ["sulsel-makassar"]).has_errors
    first, second = sendings(later.warehouse, [PERIOD], since)
    assert (first.in_force, second.in_force, second.refused) == (True, False, True)
    (live,) = live_submissions(later.warehouse)
    withdraw(later.warehouse, live.id, who="petugas", why="keliru")
    assert [sending.in_force for sending in sendings(later.warehouse, [PERIOD], since)] == [False, False]


def without_mail(workshop: TimelessWorkshop) -> TimelessWorkshop:
    """The same one, its answers going to outboxes alone."""
    config = workshop.config.model_copy(update={"mail": None})
    return replace(workshop, config=config, connectors=replace(workshop.connectors, config=config))


@on_sqlite
def test_the_calendar_shows_who_owes_and_what_was_written(workshop: TimelessWorkshop, postbox: Postbox) -> None:
    on(workshop, REMIND, postbox)
    rows = {row.office: row for row in calendar_rows(workshop, calendar(workshop, REMIND))}
    assert "provinsi" not in rows
    assert rows["sulsel-makassar"].standing is Standing.RECEIVED
    assert (rows["majene"].standing, rows["majene"].reminded_on) == (Standing.DUE_SOON, REMIND)
    assert (rows["mamasa"].standing, rows["mamasa"].reminded_on) == (Standing.DUE_SOON, None)
    assert {row.period for row in rows.values()} == {PERIOD}  # nobody owes what was due before the home was in use


def test_a_reminder_tells_the_rules_that_will_change_for_its_office(home: Home, postbox: Postbox) -> None:
    with_mail(home)
    rule = '[[rules]]\ncode = "score.below_pass"\nerror_from = "2026-11"\n'
    home.config_file.write_text(rule + home.config_file.read_text(encoding="utf-8"), encoding="utf-8")
    workshop = workshop_of(home)
    send(home, "sulsel-makassar", mitra_csv("Satu"), "a.csv")  # since then the home is in use
    run_job(without_mail(workshop), ["sulsel-makassar"])
    on(workshop, REMIND, postbox)
    workshop.warehouse.close()
    announced = {letter["to"]: "Mulai laporan November 2026: “" in letter["text"] for letter in postbox.letters}
    assert announced["dinas@majene.example"]
    assert not announced["dinas@sulsel-parepare.example"]


def test_an_office_may_be_freed_from_owing_or_made_to(home: Home) -> None:
    text = home.config_file.read_text(encoding="utf-8")
    text = text.replace('slug = "majene"\n', 'slug = "majene"\nowes = false\n')
    home.config_file.write_text(text.replace('slug = "provinsi"\n', 'slug = "provinsi"\nowes = true\n'), "utf-8")
    workshop = workshop_of(home)
    offices = {row.office for row in calendar_rows(workshop, calendar(workshop, REMIND))}
    workshop.warehouse.close()
    assert "majene" not in offices
    assert "provinsi" in offices


# --- once each -------------------------------------------------------------------------------------------------------


@on_sqlite
def test_who_has_not_sent_is_reminded_once_and_who_has_no_address_is_named(
    workshop: TimelessWorkshop, postbox: Postbox
) -> None:
    fate_by_letter = fates(on(workshop, REMIND, postbox))
    assert {name for name, fate in fate_by_letter.items() if fate is Fate.SENT} == {
        "reminder 76.02",
        "reminder 76.05",
        "reminder 73.72",
    }
    assert set(fate_by_letter.values()) == {Fate.SENT, Fate.NO_ADDRESS}
    assert "reminder 73.71" not in fate_by_letter
    again = fates(on(workshop, date(2026, 12, 5), postbox))
    assert set(again.values()) == {Fate.BEFORE, Fate.NO_ADDRESS}
    assert len(postbox.letters) == 3


@on_sqlite
def test_after_the_due_day_each_late_office_hears_once_and_the_staff_gets_one_digest(
    workshop: TimelessWorkshop, postbox: Postbox
) -> None:
    for day in (6, 7, 12, 20):
        on(workshop, date(2026, 12, day), postbox)
    assert sorted(letter["to"] for letter in postbox.letters) == [
        "dinas@majene.example",
        "dinas@mamuju.example",
        "dinas@sulsel-parepare.example",
        "petugas@sulbar.example",
    ]
    (digest,) = postbox.to("petugas@sulbar.example")
    assert digest["subject"] == "Rangkuman laporan November 2026: 1 dari 8 kantor sudah diterima"
    assert "Sudah diterima (1):\n  - Kota Makassar, Sulawesi Selatan, 24 November 2026" in digest["text"]
    assert "Tanpa alamat surel, jadi mohon dihubungi dengan cara lain: Kabupaten Pasangkayu; " in digest["text"]
    sent_keys = sent_letters(workshop.warehouse, [PERIOD])
    assert set(sent_keys) == {("late", "76.05", PERIOD), ("late", "76.02", PERIOD), ("late", "73.72", PERIOD), ("digest", "76", PERIOD)}  # fmt: skip


@on_sqlite
def test_a_dry_run_sends_and_records_nothing(workshop: TimelessWorkshop, postbox: Postbox) -> None:
    fate_by_letter = fates(on(workshop, COMPLAIN, postbox, dry_run=True))
    assert fate_by_letter["late 76.05"] is fate_by_letter["digest 76"] is Fate.PLANNED
    assert postbox.letters == []
    assert sent_letters(workshop.warehouse, [PERIOD]) == {}


@on_sqlite
def test_a_letter_that_the_server_did_not_take_is_tried_again_next_time_and_holds_up_no_other(
    workshop: TimelessWorkshop, postbox: Postbox
) -> None:
    class Moody(Postbox):
        def send(self, letter) -> None:
            if "majene" in letter.to:
                raise ServerError(Place.MAIL, "451")
            super().send(letter)

    lines = on(workshop, COMPLAIN, Moody(postbox.path))
    (bad,) = [line for line in lines if line.fate is Fate.FAILED]
    assert (bad.office, bad.error is not None) == ("76.05", True)
    assert len(postbox.letters) == 3
    on(workshop, COMPLAIN + timedelta(days=1), postbox)
    assert len(postbox.to("dinas@majene.example")) == 1
    assert len(postbox.letters) == 4


@on_sqlite
def test_what_arrives_in_time_is_not_complained_of(workshop: TimelessWorkshop, postbox: Postbox) -> None:
    on(workshop, REMIND, postbox)
    send(workshop.home, "sulsel-parepare", mitra_csv("Tiga", office="73.72"), "p.csv")
    assert not run_job(without_mail(days_later(workshop, 9)), ["sulsel-parepare"]).has_errors
    fate_by_letter = fates(on(workshop, COMPLAIN, postbox))
    assert "late 73.72" not in fate_by_letter
    assert "late 76.05" in fate_by_letter


# --- killed, and two at once -----------------------------------------------------------------------------------------


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_killed_between_sending_and_recording_the_same_letter_goes_out_again(
    workshop: TimelessWorkshop, postbox: Postbox
) -> None:
    first = replace(postbox, then=die)
    workshop.warehouse.close()
    assert wait_for(in_process(lambda: on(workshop, COMPLAIN, first))) == -signal.SIGKILL
    (lost,) = postbox.letters
    on(workshop, COMPLAIN, postbox)
    repeated = [letter for letter in postbox.letters if letter["to"] == lost["to"]]
    assert [letter["id"] for letter in repeated] == [lost["id"]] * 2
    assert len(postbox.letters) == 5
    assert len({letter["id"] for letter in postbox.letters}) == 4


def test_killed_at_any_commit_no_letter_is_lost_and_none_gets_another_name(
    workshop: TimelessWorkshop, postbox: Postbox
) -> None:
    def run_until(moment: int) -> None:
        commits = count(0)
        event.listen(workshop.warehouse.engine, "commit", lambda _: die() if next(commits) == moment else None)
        on(workshop, COMPLAIN, postbox)

    deaths = 0
    for moment in (0, 1, 0, 2, 1, 0):
        workshop.warehouse.close()
        deaths += wait_for(in_process(lambda moment=moment: run_until(moment))) != 0
    assert deaths >= 3
    on(workshop, COMPLAIN, postbox)
    assert len(sent_letters(workshop.warehouse, [PERIOD])) == 4
    assert len({letter["id"] for letter in postbox.letters}) == len({letter["to"] for letter in postbox.letters}) == 4


def test_two_processes_at_once_send_each_letter_once(workshop: TimelessWorkshop, postbox: Postbox) -> None:
    workshop.warehouse.close()
    start = time.time() + 0.3

    def work() -> None:
        time.sleep(max(0.0, start - time.time()))
        on(workshop, COMPLAIN, replace(postbox, then=lambda: time.sleep(0.02)))

    assert [wait_for(child) for child in [in_process(work) for _ in range(3)]] == [0] * 3
    assert sorted(letter["to"] for letter in postbox.letters) == sorted({letter["to"] for letter in postbox.letters})
    assert len(postbox.letters) == 4


# --- the words -------------------------------------------------------------------------------------------------------


@on_sqlite
def test_the_words_of_a_reminder_and_of_a_complaint(workshop: TimelessWorkshop, postbox: Postbox) -> None:
    on(workshop, REMIND, postbox)
    on(workshop, COMPLAIN, postbox)
    friendly, complaint = postbox.to("dinas@majene.example")
    assert friendly["subject"] == "Pengingat: laporan November 2026, Kabupaten Majene, paling lambat 5 Desember 2026"
    assert "paling lambat 5 Desember 2026 (3 hari lagi). Sampai hari ini kirimannya belum kami terima." in friendly["text"]  # fmt: skip
    assert complaint["subject"] == "Laporan November 2026, Kabupaten Majene: belum kami terima"
    assert "tidak akan mengingatkan lagi" in complaint["text"]
    assert friendly["id"] != complaint["id"]


@on_sqlite
def test_who_was_refused_in_an_earlier_month_is_reminded_of_the_mending(
    workshop: TimelessWorkshop, postbox: Postbox
) -> None:
    send(workshop.home, "sulsel-parepare", mitra_csv("Tiga", kind="Entah", office="73.72"), "p.csv")
    assert not run_job(without_mail(workshop), ["sulsel-parepare"]).has_errors
    on(workshop, REMIND, postbox)
    (letter,) = postbox.to("dinas@sulsel-parepare.example")
    assert "sudah kami jawab pada 24 November 2026: belum dapat diterima" in letter["text"]
    assert "buka balasan kami" in letter["text"]
    assert LetterKind.REMINDER.value in {key[0] for key in sent_letters(workshop.warehouse, [PERIOD])}
