"""Dates: cells, text with the day first, ranges, serials, two-digit years; and the period of the cover."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.kinds.date import parse_period
from tests.schemas.making import outcome, read, steady

FREE = ("Pendampingan", "tanggal_tindak_lanjut")
WITHIN = ("Pendampingan", "tanggal")
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.date(2026, 12, 5), "2026-12-05"),
        (dt.datetime(2026, 12, 5, 13, 30), "2026-12-05"),  # noqa: DTZ001
        ("5 Desember 2026", "2026-12-05"),
        ("05 Des 2026", "2026-12-05"),
        ("5 DES. 2026", "2026-12-05"),
        ("5/12/2026", "2026-12-05"),
        ("05-12-2026", "2026-12-05"),
        ("5.12.2026", "2026-12-05"),
        ("2026-12-05", "2026-12-05"),
        ("2026-12-05 00:00:00", "2026-12-05"),
        (" 5  Desember\xa02026 ", "2026-12-05"),
        ("5-Des-2026", "2026-12-05"),
        ("1 Pebruari 2026", "2026-02-01"),
        ("1 Nopember 2026", "2026-11-01"),
        ("1 Agt 2026", "2026-08-01"),
        ("29 Februari 2028", "2028-02-29"),
    ],
)
def test_a_date(value, expected):
    assert outcome(read(*FREE, value)) == day(expected)


@pytest.mark.parametrize(
    ("value", "expected", "code"),
    [
        ("05/11/26", "2026-11-05", "date.two_digit_year"),
        ("5 Des 26", "2026-12-05", "date.two_digit_year"),
        ("28 s.d 29 November 2026", "2026-11-28", "date.range"),
        ("28 s/d 29 November 2026", "2026-11-28", "date.range"),
        ("28 s.d. 29 Nov 2026", "2026-11-28", "date.range"),
        ("01-02 Pebruari 2026", "2026-02-01", "date.range"),
        ("02-03 November 2026", "2026-11-02", "date.range"),
        ("2 – 3 November 2026", "2026-11-02", "date.range"),
        ("30 November s.d 2 Desember 2026", "2026-11-30", "date.range"),
        ("30 Desember s.d 2 Januari 2027", "2026-12-30", "date.range"),
        ("30 Desember 2026 s.d 2 Januari 2027", "2026-12-30", "date.range"),
        ("28/11/2026 s.d 29/11/2026", "2026-11-28", "date.range"),
        ("28-29/11/2026", "2026-11-28", "date.range"),
        (46335.0, "2026-11-09", "date.serial"),
        ("46335", "2026-11-09", "date.serial"),
        (20000, "1954-10-03", "date.serial"),
        (80000.0, "2119-01-11", "date.serial"),
    ],
)
def test_a_date_that_is_taken_with_a_warning_suggests_what_was_taken(value, expected, code):
    assert outcome(read(*FREE, value)) == (day(expected), f"{code} → {expected}")


@pytest.mark.parametrize(
    "value",
    [
        "31/02/2026",
        "30-11--0001",
        "besok",
        "November 2026",
        "2026",
        2026.0,
        19999.0,
        80001.0,
        "99999",
        "٥/١٢/2026",
        True,
        dt.time(5, 12),
        dt.timedelta(5),
        float("nan"),
        float("inf"),
        -46335.0,
        "28 s.d 29 Kelabu 2026",
        "01 - " * 8000 + "02",
    ],
)
def test_what_is_no_date(value):
    assert outcome(read(*FREE, value)) == (None, "date")


def test_a_month_before_the_day_is_no_date_but_tells_what_was_meant():
    assert outcome(read(*FREE, "12/25/2026")) == (None, "date → 2026-12-25")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.date(2026, 11, 30), dt.date(2026, 11, 30)),
        (dt.date(2026, 12, 1), (None, "date.future")),
        ("1 Desember 2026", (None, "date.future")),
        ("05/12/26", (None, "date.two_digit_year → 2026-12-05 + date.future")),
        ("-", None),
        ("Nihil", None),
    ],
)
def test_what_happened_did_so_before_the_period_ended(value, expected):
    assert outcome(read(*WITHIN, value)) == expected


@steady
@given(st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)))
def test_a_date_survives_every_way_of_writing(date):
    written = [
        date,
        date.isoformat(),
        f"{date.day}/{date.month}/{date.year}",
        f"{date:%d-%m-%Y}",
        f"{date.day} {MONTHS[date.month - 1]} {date.year}",
        f"{date.day:02d} {MONTHS[date.month - 1][:3]} {date.year}",
    ]
    assert {outcome(read(*FREE, value)) for value in written} == {date}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("November 2026", "2026-11"),
        ("NOPEMBER  2026", "2026-11"),
        ("Nov 2026", "2026-11"),
        ("11/2026", "2026-11"),
        ("2026-11", "2026-11"),
        ("1 November 2026", "2026-11"),
        ("30/11/2026", "2026-11"),
        (dt.date(2026, 11, 30), "2026-11"),
        (dt.datetime(2026, 11, 1), "2026-11"),  # noqa: DTZ001
        ("bulan lalu", None),
        ("13/2026", None),
        ("2026", None),
        ("46335", None),
        (46335.0, None),
        (2026.1, None),
        ("٠١/2026", None),
    ],
)
def test_the_period_of_a_cover(value, expected):
    assert parse_period(value) == expected
