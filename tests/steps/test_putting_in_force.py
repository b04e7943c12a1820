"""Withdrawing and restoring: what was in force and what is by sheet, tried out or done, with who and why."""

from __future__ import annotations

import pytest

from kemitraan.steps.decisions.decided_words import words_for_staff
from kemitraan.steps.decisions.putting_in_force import ForceAct, plan_words, put_in_force
from tests.conftest import on_sqlite
from tests.steps.driver import TimelessWorkshop, days_later, run_job, send
from tests.steps.making import mitra_csv
from warehouse.errors import WarehouseError
from warehouse.reading import events, live_submissions

OFFICE = "sulsel-makassar"
WHO = {"who": "Rahma 081234567890", "why": "Berkas kantor lain."}


def two(workshop: TimelessWorkshop) -> tuple[TimelessWorkshop, str, str]:
    """Seven rows, and a day later four in their place; the workshop then, and both submissions."""
    send(workshop.home, OFFICE, mitra_csv(*"ABCDEFG"), "lama.csv")
    (old,) = run_job(workshop).lines
    later = days_later(workshop, 1)
    send(later.home, OFFICE, mitra_csv(*"ABCD"), "baru.csv")
    (new,) = run_job(later).lines
    return days_later(later, 1), old.submission, new.submission


def in_force(workshop: TimelessWorkshop) -> list[str]:
    return [submission.id for submission in live_submissions(workshop.warehouse)]


@on_sqlite
def test_a_trial_says_what_would_be_and_changes_nothing(workshop: TimelessWorkshop) -> None:
    later, old, new = two(workshop)
    before = events(later.warehouse, new)
    plan = put_in_force(later, new, ForceAct.WITHDRAW, **WHO, trial=True)
    assert plan_words(plan, ForceAct.WITHDRAW) == (
        f"Kini berlaku: 4 baris (Mitra 4 dari kiriman {new[:8]}). "
        f"Bila dicabut: 7 baris (Mitra 7 dari kiriman {old[:8]})."
    )
    assert (plan.submissions, plan.came, plan.went) == ((new, old), (old,), (new,))
    assert in_force(later) == [new]
    assert events(later.warehouse, new) == before


@on_sqlite
def test_a_submission_is_withdrawn_and_put_back_with_what_was_and_is_in_force(workshop: TimelessWorkshop) -> None:
    later, old, new = two(workshop)
    withdrawn = put_in_force(later, new, ForceAct.WITHDRAW, **WHO)
    assert plan_words(withdrawn) == (
        f"Tadinya berlaku: 4 baris (Mitra 4 dari kiriman {new[:8]}). "
        f"Kini berlaku: 7 baris (Mitra 7 dari kiriman {old[:8]})."
    )
    assert in_force(later) == [old]
    assert words_for_staff(later, new)[-1] == (
        "Tidak diberlakukan lagi oleh Rahma 0812****7890 pada 26 November 2026 pukul 12.00 WITA. Alasannya: Berkas "
        "kantor lain."
    )
    put_in_force(days_later(later, 1), new, ForceAct.RESTORE, **WHO)
    assert in_force(later) == [new]
    unchanged = put_in_force(days_later(later, 2), new, ForceAct.RESTORE, **WHO)
    assert plan_words(unchanged).startswith("Tidak ada yang berubah. Kini berlaku: 4 baris")


@on_sqlite
def test_where_nothing_comes_back_that_is_said(workshop: TimelessWorkshop) -> None:
    send(workshop.home, OFFICE, mitra_csv(*"ABC"), "satu.csv")
    (line,) = run_job(workshop).lines
    plan = put_in_force(days_later(workshop, 1), line.submission, ForceAct.WITHDRAW, **WHO)
    assert plan_words(plan).endswith("Kini berlaku: tidak ada.")


@pytest.mark.parametrize("trial", [True, False])
@on_sqlite
def test_what_is_not_in_force_cannot_be_withdrawn(workshop: TimelessWorkshop, trial: bool) -> None:
    later, old, new = two(workshop)
    with pytest.raises(WarehouseError, match="tidak sedang berlaku"):
        put_in_force(later, old, ForceAct.WITHDRAW, **WHO, trial=trial)
    assert in_force(later) == [new]
