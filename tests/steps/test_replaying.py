"""Taking submissions up again: a chosen one by its number or hash, and those whose quarantined rows would come in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kemitraan.config.own_reference import Lore
from kemitraan.references import home_reference
from kemitraan.steps.job.order import process_here
from kemitraan.steps.job.replaying import (
    accepted_rows,
    find_archived,
    rows_before,
    take_up,
    try_replay,
    with_quarantine,
)
from kemitraan.steps.job.summary import SubmissionLine
from schemas.period import Period
from tests.conftest import on_sqlite
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send
from tests.steps.making import learn, mitra_csv
from warehouse.errors import UnknownSubmission, WarehouseError
from warehouse.reading import live_submissions, status
from warehouse.submissions import get_submission

OFFICE = "sulsel-makassar"
DAENG = mitra_csv("Satu", "Dua").replace(b";Makassar;", b";Kota Daeng;", 1)
"""One row names a place by a name that only people there know."""


def only_line(workshop: TimelessWorkshop) -> SubmissionLine:
    (line,) = run_job(workshop).lines
    return line


def with_alias(workshop: TimelessWorkshop) -> TimelessWorkshop:
    """A day later, somebody having taught the name."""
    learn(workshop.home, Lore.PLACE, kode="73.71", alias="Kota Daeng")
    return replace(days_later(workshop, 1), reference=home_reference(workshop.home))


@pytest.fixture
def held(workshop: TimelessWorkshop) -> str:
    """A submission in force of which one row is held back."""
    send(workshop.home, OFFICE, DAENG, "daeng.csv")
    line = only_line(workshop)
    assert (line.accepted, line.quarantined, line.in_force) == (1, 1, True)
    return line.submission


@on_sqlite
def test_after_an_alias_was_added_the_quarantined_row_comes_in(workshop: TimelessWorkshop, held: str) -> None:
    assert try_replay(workshop, held).would_come_in == 0
    later = with_alias(workshop)
    assert with_quarantine(later, [OFFICE], None) == with_quarantine(later, [OFFICE], Period(2026, 11)) == [held]
    assert with_quarantine(later, [OFFICE], Period(2026, 10)) == with_quarantine(later, ["majene"], None) == []
    replay = try_replay(later, held)
    assert (replay.quarantined, replay.would_come_in) == (1, 1)
    again = take_up(later, held, why="karantina diulang", request="putaran 1")
    (line,) = process_here(later, [again], str).lines
    assert (line.accepted, line.quarantined, line.in_force, line.problem) == (2, 0, True, None)
    assert with_quarantine(later, [OFFICE], None) == []
    assert take_up(later, held, why="karantina diulang", request="putaran 1") == again  # the run tried again
    assert take_up(later, held, why="karantina diulang", request="putaran 2") != again


@on_sqlite
def test_rows_that_come_in_are_counted_against_the_last_attempt_that_had_any(
    workshop: TimelessWorkshop, held: str
) -> None:
    assert rows_before(workshop, held) == 1
    later = with_alias(workshop)
    again = take_up(later, held, why="karantina diulang")
    process_here(later, [again], str)
    assert (rows_before(later, again), accepted_rows(later, again)) == (1, 2)


def test_a_submission_is_found_by_number_and_by_hash_and_the_last_attempt_counts(
    workshop: TimelessWorkshop, held: str
) -> None:
    submission = get_submission(workshop.warehouse, held)
    assert find_archived(workshop, held) == find_archived(workshop, f" {submission.sha256.upper()} ") == held
    again = take_up(workshop, held, why="coba")
    process_here(workshop, [again], str)
    assert find_archived(workshop, submission.sha256) == find_archived(workshop, submission.sha256[:8]) == again
    with pytest.raises(UnknownSubmission, match="tidak ada di gudang data"):
        find_archived(workshop, "0" * 20)


def test_a_file_of_several_offices_or_of_none_in_the_settings_or_not_archived_is_refused_with_a_sentence(
    embedded: TimelessWorkshop,
) -> None:
    send(embedded.home, OFFICE, DAENG, "daeng.csv")
    send(embedded.home, "sulsel-parepare", DAENG, "daeng.csv")
    submissions = [line.submission for line in run_job(embedded).lines]
    submission = get_submission(embedded.warehouse, submissions[0])
    with pytest.raises(WarehouseError, match=r"sebutkan nomornya: .*\(kantor 73\.71\)"):
        find_archived(embedded, submission.sha256)
    offices = tuple(office for office in embedded.config.offices if office.slug != OFFICE)
    without = replace(embedded, config=embedded.config.model_copy(update={"offices": offices}))
    with pytest.raises(WarehouseError, match=r"tidak ada lagi di kemitraan\.toml"):
        find_archived(without, submission.id)
    (embedded.home.archive / submission.sha256[:2] / submission.sha256[2:4] / submission.sha256).unlink()
    with pytest.raises(WarehouseError, match="tidak ada di arsip"):
        find_archived(embedded, submission.id)


@on_sqlite
def test_an_older_one_processed_again_does_not_take_the_newer_ones_place(workshop: TimelessWorkshop, held: str) -> None:
    later = days_later(workshop, 1)
    send(later.home, OFFICE, mitra_csv("Tiga"), "tiga.csv")
    newer = only_line(later).submission
    (line,) = process_here(later, [take_up(later, held, why="coba")], str).lines
    assert not line.in_force
    assert [submission.id for submission in live_submissions(later.warehouse)] == [newer]
    assert [entry.newest.id for entry in status(later.warehouse)] == [newer]
