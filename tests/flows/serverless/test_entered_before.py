"""A form's run that was killed after it entered something, and goes on: it enters nothing twice, and takes nobody
else's entry for its own.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flows import corrections, entry_ends, exemptions, settings
from flows.correction_form import Filled as Typed
from flows.entry_end_form import Filled as Ended
from flows.exemption_form import Filled as Exempted
from kemitraan.steps.corrections.entering import correct, find_target
from schemas.period import Period
from tests.steps.driver import TimelessWorkshop, run_job, send
from tests.steps.making import mitra_csv
from warehouse.corrections.entering import all_corrections, correction_states
from warehouse.exemptions import all_exemptions
from warehouse.reading import known_keys

SLUG, OFFICE, WHO, WHY = "sulsel-makassar", "73.71", "Rahma", "Kata pemiliknya lewat 081234567890."


@pytest.fixture
def again(workshop: TimelessWorkshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run under way was begun before, when the month had come."""
    send(workshop.home, SLUG, mitra_csv("Baik", office=OFFICE), "baik.csv")
    run_job(workshop)
    monkeypatch.setattr(settings, "first_begun", lambda: datetime(2026, 11, 1, tzinfo=UTC))


def test_a_correction_is_entered_once_and_another_persons_is_not_taken_for_it(
    workshop: TimelessWorkshop, again: None
) -> None:
    (key,) = known_keys(workshop.warehouse, "mitra", OFFICE)
    target = find_target(workshop, OFFICE, "Mitra", key, "nama_mitra")
    correct(workshop, target, value="Toko Lain", who="Sitti", why="Papan namanya sudah dilihat.")
    typed = Typed(key, "Nama Mitra", "Baik", "Toko Baik Sekali", WHO, WHY)
    entered = corrections._enter(workshop, OFFICE, "Mitra", typed)
    assert corrections._enter(workshop, OFFICE, "Mitra", typed) == entered
    assert [state.correction.value for state in correction_states(workshop.warehouse, OFFICE)] == ["Toko Baik Sekali"]
    assert len(all_corrections(workshop.warehouse)) == 2


def test_an_exemption_is_entered_once_and_an_end_is_carried_out_once(workshop: TimelessWorkshop, again: None) -> None:
    typed = Exempted("document.missing", Period(2026, 10), None, WHO, WHY)
    entered = exemptions._enter(workshop, OFFICE, typed)
    assert exemptions._enter(workshop, OFFICE, typed) == entered
    end = Ended(True, entered.id, WHO, WHY)
    assert entry_ends._end(workshop, end) == entry_ends._end(workshop, end)
    assert len(all_exemptions(workshop.warehouse)) == 1
