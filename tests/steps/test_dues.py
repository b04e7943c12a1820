"""The calendar of dues, over month ends, years, time zones and all that can become of a submission."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kemitraan.steps.dues import (
    Due,
    Rhythm,
    Standing,
    came_on,
    due_date,
    dues,
    next_due_period,
)
from kemitraan.steps.letters.wanted import CATCH_UP_DAYS, LetterKind, letters_wanted
from schemas.period import Period
from warehouse.sendings import Sending
from warehouse.state import State

WITA = ZoneInfo("Asia/Makassar")
RHYTHM = Rhythm(due_day=5, remind_days=3, zone=WITA)
MAJENE, MAMUJU = "76.05", "76.02"
PERIOD, DUE = Period(2026, 11), date(2026, 12, 5)


def noon(month: int, day: int, year: int = 2026) -> datetime:
    """Noon in Mamuju."""
    return datetime(year, month, day, 12, tzinfo=WITA)


def sending(
    at: datetime,
    *,
    period: Period | None = PERIOD,
    state: State = State.ANSWERED,
    refused: bool = False,
    live: bool | None = None,
    answered: datetime | None = None,
    sent: datetime | None = None,
) -> Sending:
    done = state in (State.PUBLISHED, State.ANSWERED) and not refused
    answered = answered or (at if state is State.ANSWERED else None)
    return Sending(MAJENE, Period.read_any(period), at, sent, state, refused, done if live is None else live, answered)


def stands(*sent: Sending, on: date, period: Period = PERIOD) -> Due:
    (due,) = dues([MAJENE], Period.read(period), sent, on, RHYTHM)
    return due


# --- days and months -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "due_day", "due"),
    [
        ("2026-11", 5, date(2026, 12, 5)),
        ("2026-12", 5, date(2027, 1, 5)),
        ("2027-01", 28, date(2027, 2, 28)),
        ("2028-01", 28, date(2028, 2, 28)),
        ("2026-12", 1, date(2027, 1, 1)),
    ],
)
def test_a_report_is_due_on_that_day_of_the_following_month(period: str, due_day: int, due: date) -> None:
    assert due_date(Period.read(period), due_day) == due


@pytest.mark.parametrize(
    ("today", "due_day", "period"),
    [
        (date(2026, 12, 5), 5, "2026-11"),
        (date(2026, 12, 6), 5, "2026-12"),
        (date(2027, 1, 1), 5, "2026-12"),
        (date(2027, 1, 6), 5, "2027-01"),
        (date(2027, 2, 28), 28, "2027-01"),
        (date(2027, 3, 1), 28, "2027-02"),
        (date(2026, 12, 31), 28, "2026-12"),
    ],
)
def test_the_period_that_is_due_next(today: date, due_day: int, period: str) -> None:
    assert next_due_period(today, due_day) == period


@given(today=st.dates(date(2020, 2, 1), date(2040, 12, 31)), due_day=st.integers(1, 28))
def test_today_lies_between_the_last_due_day_and_the_next(today: date, due_day: int) -> None:
    following = next_due_period(today, due_day)
    assert due_date(following.before(), due_day) < today <= due_date(following, due_day)
    assert following.first_day <= today


@pytest.mark.parametrize(
    ("taken", "source_time", "day"),
    [
        (datetime(2026, 12, 5, 15, 59, 59, tzinfo=UTC), None, 5),  # a second before midnight in Mamuju
        (datetime(2026, 12, 5, 16, 0, 0, tzinfo=UTC), None, 6),
        (noon(12, 6), noon(12, 5), 5),  # we look in the morning at what lay there in the evening
        (noon(12, 6), datetime(2026, 12, 5, 15, 59, 59, tzinfo=UTC), 5),
        (noon(12, 6), datetime(2026, 12, 5, 16, tzinfo=UTC), 6),
        (noon(12, 7), noon(12, 5), 7),  # a copied file keeps its old date
        (noon(12, 4), noon(11, 1), 4),
        (noon(12, 4), noon(12, 9), 4),  # a clock that is ahead
    ],
)
def test_the_day_that_counts(taken: datetime, source_time: datetime | None, day: int) -> None:
    assert came_on(sending(taken, sent=source_time), DUE, WITA) == date(2026, 12, day)


# --- where an office stands ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "standing"),
    [
        (date(2026, 11, 1), Standing.NOT_DUE),
        (date(2026, 12, 1), Standing.NOT_DUE),
        (date(2026, 12, 2), Standing.DUE_SOON),
        (date(2026, 12, 5), Standing.DUE_SOON),
        (date(2026, 12, 6), Standing.LATE),
        (date(2027, 6, 1), Standing.LATE),
    ],
)
def test_who_sent_nothing_is_late_from_the_day_after(today: date, standing: Standing) -> None:
    assert stands(on=today) == Due(MAJENE, PERIOD, DUE, standing)


@pytest.mark.parametrize(
    ("sent", "standing", "day"),
    [
        ([sending(noon(12, 5))], Standing.RECEIVED, date(2026, 12, 5)),
        ([sending(noon(12, 6))], Standing.RECEIVED_LATE, date(2026, 12, 6)),
        ([sending(noon(12, 6), sent=noon(12, 5))], Standing.RECEIVED, date(2026, 12, 5)),
        ([sending(noon(12, 4), live=False), sending(noon(12, 9))], Standing.RECEIVED, date(2026, 12, 4)),
        ([sending(noon(12, 4)), sending(noon(12, 9), refused=True)], Standing.RECEIVED, date(2026, 12, 4)),
        ([sending(noon(12, 4), refused=True), sending(noon(12, 9))], Standing.RECEIVED_LATE, date(2026, 12, 9)),
        ([sending(noon(12, 4), period=Period(2026, 10))], Standing.LATE, None),
        ([sending(noon(12, 4), live=False)], Standing.LATE, None),  # taken out of force by a person
        ([sending(noon(12, 4), state=State.WAITING)], Standing.UNDECIDED, date(2026, 12, 4)),
        ([sending(noon(12, 4), state=State.RECEIVED)], Standing.IN_WORK, date(2026, 12, 4)),
        ([sending(noon(12, 4), state=State.FAILED, period=None)], Standing.IN_WORK, date(2026, 12, 4)),
        ([sending(noon(10, 31), state=State.FAILED, period=None)], Standing.LATE, None),  # before the month began
    ],
)
def test_what_came_counts_by_what_became_of_it(sent: list[Sending], standing: Standing, day: date | None) -> None:
    due = stands(*sent, on=date(2026, 12, 10))
    assert (due.standing, due.came_on) == (standing, day)


@pytest.mark.parametrize(
    ("sent", "told_on"),
    [
        ([sending(noon(12, 4), refused=True)], date(2026, 12, 4)),
        ([sending(noon(12, 4), refused=True), sending(noon(12, 8), refused=True)], date(2026, 12, 8)),
        ([sending(noon(12, 4), refused=True, state=State.REFUSED)], None),  # not answered yet
        ([sending(noon(12, 4), refused=True, period=None)], date(2026, 12, 4)),  # an unreadable file
        ([sending(noon(11, 24), refused=True, period=None)], date(2026, 11, 24)),
    ],
)
def test_what_was_refused_waits_for_its_mending(sent: list[Sending], told_on: date | None) -> None:
    due = stands(*sent, on=date(2026, 12, 10))
    assert (due.standing, due.told_on) == (Standing.REFUSED, told_on)


def test_an_unreadable_file_is_forgotten_once_the_office_sent_something_good() -> None:
    sent = [sending(noon(12, 3), refused=True, period=None), sending(noon(12, 4))]
    assert stands(*sent, on=date(2026, 12, 10)).standing is Standing.RECEIVED
    assert stands(*sent, on=date(2026, 12, 10), period=Period(2026, 12)).standing is Standing.NOT_DUE


def test_an_unreadable_file_of_another_month_counts_for_neither() -> None:
    for at in (noon(10, 31), noon(1, 1, 2027)):
        assert stands(sending(at, refused=True, period=None), on=date(2027, 1, 4)).standing is Standing.LATE


@pytest.mark.parametrize(("day", "standing"), [(5, Standing.NOT_DUE), (6, Standing.REFUSED)])
def test_up_to_the_due_day_an_unreadable_file_is_for_the_month_that_is_due_alone(day: int, standing: Standing) -> None:
    file = sending(noon(11, day), refused=True, period=None)
    assert dues([MAJENE], Period(2026, 10), [file], date(2026, 11, 8), RHYTHM)[0].standing is Standing.REFUSED
    assert dues([MAJENE], Period(2026, 11), [file], date(2026, 11, 8), RHYTHM)[0].standing is standing


def test_another_offices_sendings_are_its_own() -> None:
    standings = dues([MAMUJU, MAJENE], PERIOD, [sending(noon(12, 4))], date(2026, 12, 6), RHYTHM)
    assert [(due.office, due.standing) for due in standings] == [(MAMUJU, Standing.LATE), (MAJENE, Standing.RECEIVED)]


# --- the letters of a day --------------------------------------------------------------------------------------------


def kinds_on(today: date, *sent: Sending, rhythm: Rhythm = RHYTHM) -> list[LetterKind]:
    following = next_due_period(today, rhythm.due_day)
    upcoming, past = (dues([MAJENE], month, sent, today, rhythm) for month in (following, following.before()))
    return [letter.kind for letter in letters_wanted(upcoming, past, today, rhythm.remind_days)]


REMINDER, LATE, DIGEST = LetterKind.REMINDER, LetterKind.LATE, LetterKind.DIGEST
OCTOBER = sending(noon(11, 1), period=Period(2026, 10))


@pytest.mark.parametrize(
    ("today", "sent", "kinds"),
    [
        (date(2026, 12, 1), [], []),
        (date(2026, 12, 2), [], [REMINDER]),
        (date(2026, 12, 5), [], [REMINDER]),
        (date(2026, 12, 6), [], [LATE, DIGEST]),
        (date(2026, 12, 12), [], [LATE, DIGEST]),
        (date(2026, 12, 13), [], []),
        (date(2026, 12, 2), [sending(noon(12, 1))], []),
        (date(2026, 12, 6), [sending(noon(12, 1))], [DIGEST]),
        (date(2026, 12, 6), [sending(noon(12, 1), state=State.WAITING)], [DIGEST]),
        # refused and answered this month: our answer said it already
        (date(2026, 12, 2), [sending(noon(12, 1), refused=True)], []),
        (date(2026, 12, 6), [sending(noon(12, 1), refused=True)], [DIGEST]),
        # refused last month, and never mended
        (date(2026, 12, 2), [sending(noon(11, 28), refused=True)], [REMINDER]),
        (date(2026, 12, 6), [sending(noon(11, 28), refused=True)], [LATE, DIGEST]),
        # refused, and our answer is still on its way
        (date(2026, 12, 6), [sending(noon(11, 28), refused=True, state=State.REFUSED)], [DIGEST]),
    ],
)
def test_a_day_asks_for_these_letters(today: date, sent: list[Sending], kinds: list[LetterKind]) -> None:
    assert kinds_on(today, OCTOBER, *sent) == kinds


@settings(max_examples=15, deadline=None)
@given(due_day=st.integers(1, 28), remind_days=st.integers(0, 20), start=st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_over_a_year_every_month_is_reminded_of_and_complained_of_once(
    due_day: int, remind_days: int, start: date
) -> None:
    rhythm = Rhythm(due_day, remind_days, WITA)
    periods_by_kind: dict[LetterKind, set[str]] = {kind: set() for kind in LetterKind}
    days: dict[tuple[LetterKind, Period], list[date]] = {}
    for day in (start + timedelta(days=number) for number in range(365)):
        following = next_due_period(day, due_day)
        upcoming, past = (dues([MAJENE], month, [], day, rhythm) for month in (following, following.before()))
        for letter in letters_wanted(upcoming, past, day, remind_days):
            periods_by_kind[letter.kind].add(letter.period)
            days.setdefault((letter.kind, letter.period), []).append(day)
    assert all(11 <= len(periods) <= 13 for periods in periods_by_kind.values())
    for (kind, period), days_asked in days.items():
        from_due = {(day - due_date(period, due_day)).days for day in days_asked}
        most = range(-remind_days, 1) if kind is REMINDER else range(1, CATCH_UP_DAYS + 1)
        assert from_due <= set(most)


def test_where_nobody_owes_anything_there_is_no_digest() -> None:
    assert letters_wanted([], [], date(2026, 12, 6), 3) == []
