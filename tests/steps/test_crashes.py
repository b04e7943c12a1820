"""kill -9 at every step of the job, run it again: the warehouse, the boxes and the archive end as if undisturbed."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from kemitraan.config.home import Home
from tests.conftest import Databases
from tests.homes import copy_of
from tests.steps.crashing import STEPS, Death, is_killed, traces
from tests.steps.driver import NOON, TimelessWorkshop, days_later, run_job, send, workshop_of
from tests.steps.making import mitra_csv

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

FORMER = mitra_csv("Toko Lama", "Toko Baru")
NEXT = mitra_csv("Toko Lama Sekali", "Toko Baru", "T" * 300)
Open = Callable[[], TimelessWorkshop]


@pytest.fixture
def prepared(home: Home, databases: Databases) -> tuple[Home, str | None]:
    """A home with a submission in force, one that takes its place waiting, and one of another office."""
    url = databases.fresh() if databases.kind == "postgresql" else None
    workshop = workshop_of(home, url)
    send(home, "sulsel-makassar", FORMER, "lama.csv")
    run_job(workshop)
    send(home, "sulsel-makassar", NEXT, "baru.csv")
    workshop.warehouse.close()
    return home, url


@pytest.fixture
def another(prepared: tuple[Home, str | None], databases: Databases, tmp_path: Path) -> Callable[[], Open]:
    """Makes copies of the prepared home; each gives what opens it, a day later."""
    home, url = prepared
    numbers = count()

    def make() -> Open:
        copy = copy_of(home, tmp_path / str(next(numbers)))
        other = databases.copy(url) if url else None
        return lambda: days_later(workshop_of(copy, other, NOON), 1)

    return make


def finished(workshop: Open) -> dict:
    opened = workshop()
    summary = run_job(opened)
    assert not summary.has_errors
    end_state = traces(opened)
    opened.warehouse.close()
    return end_state


def deaths(databases: Databases) -> dict[str, range]:
    """Moments by step; on PostgreSQL, where copies take longer, one inside each."""
    return {step: range(0, 9) if databases.kind == "sqlite" else range(1, 2) for step in STEPS}


def test_killed_at_any_step_and_run_again_it_ends_as_if_undisturbed(
    another: Callable[[], Open], databases: Databases
) -> None:
    undisturbed = finished(another())
    killed = set()
    for step, moments in deaths(databases).items():
        for inside in moments:
            workshop = another()
            if not is_killed(workshop, Death(step, inside)):
                break
            killed.add(step)
            assert finished(workshop) == undisturbed, f"killed at {step}, {inside}"
    assert killed == set(STEPS)
