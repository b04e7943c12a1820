"""A look at the sources every ten minutes: it sees what is new, takes nothing, tells nobody, and leaves some alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest

from connectors.errors import SignInRefusedError, UnreachableError
from kemitraan.config.home import Home
from kemitraan.config.sources import HttpsSource
from kemitraan.steps.job import collecting
from kemitraan.steps.job.peeking import Peek, is_looked_at_often, peek
from tests.conftest import Databases, on_sqlite
from tests.steps.driver import TimelessWorkshop, run_job, send, workshop_of
from tests.steps.making import mitra_csv
from tests.steps.test_sources import MAKASSAR, with_source
from warehouse.deliveries import record_visit, visits
from warehouse.submissions import unfinished

PAREPARE = "sulsel-parepare"
NOTHING = Peek({}, ())


@pytest.fixture
def workshop(home: Home, databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[TimelessWorkshop]:
    workshop = workshop_of(home, databases.fresh() if databases.kind == "postgresql" else None)
    yield workshop
    workshop.warehouse.close()


@on_sqlite
def test_what_is_new_is_seen_by_office_and_neither_taken_nor_told(
    workshop: TimelessWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert peek(workshop) == NOTHING
    laid = [send(workshop.home, MAKASSAR, mitra_csv(name), f"{name}.csv") for name in ("satu", "dua")]
    with monkeypatch.context() as patch:
        patch.setattr(collecting, "tell_sender", None)  # whoever called it would fail
        look = peek(workshop)
    assert (list(look.new_items), len(look.new_items[MAKASSAR]), look.unread_sources) == ([MAKASSAR], 2, ())
    assert all(path.exists() for path in laid)
    assert unfinished(workshop.warehouse) == []
    assert visits(workshop.warehouse)[f"{MAKASSAR}/0"].reached_at == workshop.warehouse.now()
    assert len(run_job(workshop).lines) == 2
    assert peek(workshop) == NOTHING


@on_sqlite
def test_what_was_taken_before_is_nothing_new_though_it_still_lies_there(workshop: TimelessWorkshop) -> None:
    keeping = with_source(workshop, done="leave")
    send(keeping.home, MAKASSAR, mitra_csv("Toko"), "mitra.csv")
    assert list(peek(keeping).new_items) == [MAKASSAR]
    assert len(run_job(keeping).lines) == 1
    assert peek(keeping) == NOTHING
    assert list(peek(with_source(workshop, done="move")).new_items) == []  # it could not be put aside


def test_a_source_outside_its_hours_is_not_looked_at(workshop: TimelessWorkshop) -> None:
    send(workshop.home, MAKASSAR, mitra_csv("Toko"), "mitra.csv")
    assert peek(with_source(workshop, window="22:00-04:00")) == NOTHING
    assert f"{MAKASSAR}/0" not in visits(workshop.warehouse)
    assert list(peek(with_source(workshop, window="11:00-15:00")).new_items) == [MAKASSAR]


def test_a_link_is_left_to_the_consolidation(workshop: TimelessWorkshop) -> None:
    link = HttpsSource(type="https", url="https://127.0.0.1:9/mitra.csv")
    offices = tuple(
        office.model_copy(update={"sources": (link,)}) if office.slug == MAKASSAR else office
        for office in workshop.config.offices
    )
    config = workshop.config.model_copy(update={"offices": offices})
    linked = replace(workshop, config=config, connectors=replace(workshop.connectors, config=config))
    assert peek(linked) == NOTHING
    assert f"{MAKASSAR}/0" not in visits(workshop.warehouse)


def test_one_source_that_cannot_be_read_holds_up_no_other_and_is_kept_as_visited(workshop: TimelessWorkshop) -> None:
    shutil.rmtree(workshop.home.inbox(MAKASSAR))
    send(workshop.home, PAREPARE, mitra_csv("Dua", office="73.72"), "dua.csv")
    look = peek(workshop)
    assert (list(look.new_items), look.unread_sources) == ([PAREPARE], (f"{MAKASSAR}/0",))
    assert visits(workshop.warehouse)[f"{MAKASSAR}/0"].error == "folder_missing"
    assert peek(workshop) == look  # it may be back by itself, so it is tried again


def test_a_source_that_refused_us_is_not_tried_again_before_the_consolidation_has_been_let_in(
    workshop: TimelessWorkshop,
) -> None:
    looked_at = [True]
    for error in (SignInRefusedError.code, UnreachableError.code, "program_error", None):
        record_visit(workshop.warehouse, f"{MAKASSAR}/0", error)
        looked_at.append(is_looked_at_often(workshop, MAKASSAR, 0))
    assert looked_at == [True, False, True, False, True]
