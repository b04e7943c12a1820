"""Months of a form: a list in words, newest first, and what else may be told."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter, ValidationError

from flows import periods
from flows.periods import ALL_MONTHS, MONTHS_BACK, Periode, period_choices


@pytest.fixture(autouse=True)
def new_year(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the first of January in Makassar."""
    now = datetime(2027, 1, 1, 0, 5, tzinfo=ZoneInfo("Asia/Makassar"))
    monkeypatch.setattr(periods, "office_time", lambda: now)


def test_the_list_begins_with_all_months_and_this_one_and_goes_back_two_years() -> None:
    choices = period_choices()
    assert choices[:3] == [ALL_MONTHS, "Januari 2027", "Desember 2026"]
    assert choices[-1] == "Februari 2025"
    assert len(choices) == 1 + MONTHS_BACK


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Desember 2026", "2026-12"),
        ("2026-12", "2026-12"),
        ("Januari 2027", "2027-01"),
        ("", ""),
        (ALL_MONTHS, ""),
        ("Maret 2020", "2020-03"),
    ],
)
def test_a_month_is_read_however_it_is_told(written: str, read: str) -> None:
    assert TypeAdapter(Periode).validate_python(written) == read


@pytest.mark.parametrize("written", ["Februari 2027", "2027-02", "2026-13", "bulan ini", None, 11])
def test_what_is_no_month_or_still_to_come_is_refused(written: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Periode).validate_python(written)
