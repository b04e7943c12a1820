"""What the steps remember of sources: arrivals, visits, hours, files that stay in place, answers to several places."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pytest

from connectors.base import Answer, Delivered, FlightChecks, Outbox, Source
from connectors.errors import AnswerRefusedError, OutsideError, Place
from kemitraan.config.connect import Connectors
from kemitraan.config.home import Home
from kemitraan.config.models import Office
from kemitraan.steps.care.flying import check_sources
from kemitraan.steps.job.collecting import look_at_source, take
from kemitraan.steps.receipts.receipt import home_receipt_key, receipt_lines, receipt_of
from tests.conftest import on_sqlite
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send, workshop_of
from tests.steps.making import mitra_csv
from warehouse.deliveries import answers_of, arrivals, arrived, record_visit, visits
from warehouse.submissions import get_submission

MAKASSAR = "sulsel-makassar"


def with_source(workshop: TimelessWorkshop, **values: object) -> TimelessWorkshop:
    """The workshop with other values in Makassar's source."""

    def changed(office: Office) -> Office:
        if office.slug != MAKASSAR:
            return office
        return office.model_copy(update={"sources": (office.sources[0].model_copy(update=values),)})

    config = workshop.config.model_copy(update={"offices": tuple(map(changed, workshop.config.offices))})
    connectors = replace(workshop.connectors, config=config)
    return replace(workshop, config=config, connectors=connectors)


@pytest.fixture
def workshop(home: Home, databases) -> Iterator[TimelessWorkshop]:
    workshop = workshop_of(home, databases.fresh() if databases.kind == "postgresql" else None)
    yield workshop
    workshop.warehouse.close()


@on_sqlite
def test_an_arrival_is_kept_with_what_its_source_calls_it(workshop: TimelessWorkshop) -> None:
    send(workshop.home, MAKASSAR, mitra_csv("Toko"), "mitra.csv")
    [line] = run_job(workshop).lines
    [arrival] = arrivals(workshop.warehouse, line.submission)
    assert (arrival.source, arrival.message) == (f"{MAKASSAR}/0", "mitra.csv")
    assert arrival.sent_at.timestamp() == 1_000_000_000
    last_visits = visits(workshop.warehouse)
    assert last_visits[f"{MAKASSAR}/0"].taken_at == workshop.warehouse.now()
    assert last_visits["majene/0"].taken_at is None


@on_sqlite
def test_a_file_that_stays_in_place_is_read_once_until_it_changes(workshop: TimelessWorkshop) -> None:
    keeping = with_source(workshop, done="leave")
    send(keeping.home, MAKASSAR, mitra_csv("Toko"), "mitra.csv")
    assert len(run_job(keeping).lines) == 1
    assert look_at_source(keeping, MAKASSAR, 0).items == ()
    send(keeping.home, MAKASSAR, mitra_csv("Toko Baru"), "mitra.csv")
    assert len(look_at_source(keeping, MAKASSAR, 0).items) == 1
    assert len(run_job(days_later(keeping, 1)).lines) == 1


def test_outside_its_hours_a_source_is_not_visited(workshop: TimelessWorkshop) -> None:
    shut = with_source(workshop, window="13:00-15:00")  # it is noon in Makassar
    send(shut.home, MAKASSAR, mitra_csv("Toko"), "mitra.csv")
    listing = look_at_source(shut, MAKASSAR, 0)
    assert (listing.is_open, listing.items) == (False, ())
    assert visits(shut.warehouse) == {}
    assert len(look_at_source(with_source(workshop, window="11:00-15:00"), MAKASSAR, 0).items) == 1


def test_a_source_that_fails_keeps_when_it_was_last_heard_from(workshop: TimelessWorkshop) -> None:
    run_job(workshop)
    workshop.home.inbox(MAKASSAR).rename(workshop.home.inboxes / "lain")
    later = days_later(workshop, 1)
    with pytest.raises(OutsideError):
        look_at_source(later, MAKASSAR, 0)
    visit = visits(workshop.warehouse)[f"{MAKASSAR}/0"]
    assert (visit.error, visit.reached_at, visit.tried_at) == (
        "folder_missing",
        workshop.warehouse.now(),
        later.warehouse.now(),
    )
    record_visit(later.warehouse, f"{MAKASSAR}/0")
    assert visits(workshop.warehouse)[f"{MAKASSAR}/0"].error is None


def test_an_archive_that_fails_is_not_held_against_the_source(workshop: TimelessWorkshop) -> None:
    send(workshop.home, MAKASSAR, mitra_csv("Toko"), "mitra.csv")
    archive = workshop.home.archive
    archive.rename(archive.with_name("lain"))
    archive.write_text("di sini bukan folder")
    assert "Arsip" in run_job(workshop).notices[0].text
    assert visits(workshop.warehouse)[f"{MAKASSAR}/0"].error is None


def test_what_can_only_be_marked_done_at_once_waits_for_the_last(workshop: TimelessWorkshop) -> None:
    for name in ("a.csv", "b.csv"):
        send(workshop.home, MAKASSAR, mitra_csv(name), name)
    both = look_at_source(workshop, MAKASSAR, 0).items
    ids = tuple(waiting.item.id for waiting in both)
    both = [replace(waiting, item=replace(waiting.item, together=ids)) for waiting in both]
    take(workshop, both[0])
    assert sorted(path.name for path in workshop.home.inbox(MAKASSAR).iterdir()) == ["a.csv", "b.csv"]
    assert arrived(workshop.warehouse, f"{MAKASSAR}/0") == ids[:1]
    take(workshop, both[1])
    assert not workshop.home.inbox(MAKASSAR).joinpath("b.csv").exists()


@dataclass(frozen=True)
class WithError(Connectors):
    """Connectors of which Majene's source meets a program error, with a personal value in it."""

    def source(self, office: Office, number: int, arrived: Sequence[str] = ()) -> Source:
        if office.slug == "majene":
            raise KeyError("7604010101900001")
        return super().source(office, number, arrived)


def test_a_program_error_with_one_source_holds_up_the_check_of_no_other(
    workshop: TimelessWorkshop, caplog: pytest.LogCaptureFixture
) -> None:
    plain = workshop.connectors
    broken = replace(workshop, connectors=WithError(plain.home, plain.config, plain.secrets))
    with caplog.at_level(logging.ERROR):
        flights = {flight.source: flight for flight in check_sources(broken, ["majene", MAKASSAR])}
    assert flights[f"{MAKASSAR}/0"].holds
    [line] = flights["majene/0"].lines
    assert line.holds is False
    assert "tidak dapat diperiksa karena galat program: KeyError" in line.reason
    assert "pemelihara program" in line.remedy
    assert "sumber majene/0 tidak dapat diperiksa: KeyError (" in caplog.text
    assert "7604010101900001" not in caplog.text + line.reason


@dataclass
class Letterbox(Outbox):
    """The address of an office; refuses while ``shut``."""

    shut: bool = True
    answers: list[Answer] = field(default_factory=list)

    def deliver(self, answer: Answer) -> Delivered:
        if self.shut:
            raise AnswerRefusedError(Place.MAIL)
        self.answers.append(answer)
        return Delivered("surat", already=False)

    def flight_checks(self) -> FlightChecks:
        return ()


@dataclass(frozen=True)
class WithLetterbox(Connectors):
    """Connectors of which every answer also goes to one letterbox."""

    box: Letterbox = field(default_factory=Letterbox)

    def outboxes(self, office: Office, number: int) -> Iterator[tuple[str, Callable[[], Outbox]]]:
        yield from super().outboxes(office, number)
        yield "surel", lambda: self.box


@on_sqlite
def test_an_answer_goes_everywhere_and_where_one_place_refuses_only_there_again(workshop: TimelessWorkshop) -> None:
    plain = workshop.connectors
    connectors = WithLetterbox(plain.home, plain.config, plain.secrets)
    posted = replace(workshop, connectors=connectors)
    send(posted.home, MAKASSAR, mitra_csv("Toko"), "mitra.csv")
    [line] = run_job(posted).lines
    assert "Server surel menolak mengirimkan jawaban" in (line.problem or "")
    assert get_submission(posted.warehouse, line.submission).state == "published"
    [answer] = posted.home.outbox(MAKASSAR).iterdir()
    answer.unlink()  # the office took it
    connectors.box.shut = False
    [again] = run_job(days_later(posted, 1)).lines
    assert (again.problem, again.state) == (None, "answered")
    assert list(posted.home.outbox(MAKASSAR).iterdir()) == []
    assert answers_of(posted.warehouse, line.submission) == {f"{MAKASSAR}/0": answer.name, "surel": "surat"}
    [letter] = connectors.box.answers
    assert letter.subject == "Laporan November 2026, Kota Makassar, Sulawesi Selatan: Diterima"
    assert "1 diterima" in letter.text
    receipt = receipt_of(posted, line.submission)
    assert receipt is not None
    assert receipt_lines(receipt, home_receipt_key(posted)) in letter.text
