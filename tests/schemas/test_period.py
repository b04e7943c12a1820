"""A month is a value, and its own text."""

from __future__ import annotations

import copy
import json
import pickle
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.period import Period

DAYS = st.dates(date(1900, 2, 1), date(2199, 11, 30))


@given(DAYS, DAYS)
def test_months_sort_and_follow_each_other_as_their_days_do(day: date, other_day: date) -> None:
    period, later = Period.of(day), Period.of(other_day)
    assert period.first_day <= day <= period.last_day
    assert (period < later) == (day < later.first_day)
    assert period.before().after() == period.after().before() == period
    assert (period.last_day - period.before().last_day).days == period.last_day.day


@given(DAYS)
def test_it_stays_a_period_wherever_it_is_sent(day: date) -> None:
    period = Period.of(day)
    for same in (pickle.loads(pickle.dumps(period)), copy.deepcopy(period), Period.read(period)):
        assert (type(same), same) == (Period, period)
    assert json.loads(json.dumps(period)) == f"{day:%Y-%m}" == str(period)


@pytest.mark.parametrize(
    "text", ["2026", "2026-13", "2026-00", "2026-1", "26-11", "2026-11-01", "２０２６-11", "0000-01", ""]
)
def test_what_is_no_month_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|year"):
        Period.read(text)


def test_a_text_that_is_missing_is_no_month() -> None:
    assert Period.read_any(None) is Period.read_any("") is None
