"""Dates: date cells, text with the day first, ranges, Excel serials (contract section 4); and the months of a cover."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from schemas.codes import Code
from schemas.kinds.base import Kind
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import EMPTY, CellReader, Issue, Reading, bad
from schemas.text import EMPTY_WORDS, clean

_MONTH_NAMES = (
    ("januari", "january", "jan"),
    ("februari", "pebruari", "february", "feb", "peb"),
    ("maret", "march", "mar", "mrt"),
    ("april", "apr"),
    ("mei", "may"),
    ("juni", "june", "jun"),
    ("juli", "july", "jul"),
    ("agustus", "august", "agu", "ags", "agt", "aug"),
    ("september", "sept", "sep"),
    ("oktober", "october", "okt", "oct"),
    ("november", "nopember", "nov", "nop"),
    ("desember", "december", "des", "dec"),
)
MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names}
FIRST_SERIAL, LAST_SERIAL = 20000, 80000
_EPOCH = date(1899, 12, 30)
_OLDEST, _LATEST = 1900, 2199
_LONGEST = 80  # characters of "28 September 2026 sampai dengan 29 September 2026", and some

_YEAR = r"(?P<year>\d{4}|\d{2})"
_MONTH = r"(?P<month>[a-z]+)\.?"
_NUMERIC = re.compile(rf"(?P<day>\d{{1,2}})[/\-.](?P<month>\d{{1,2}})[/\-.]{_YEAR}", re.A)
_NAMED = re.compile(rf"(?P<day>\d{{1,2}})[ \-/.]*{_MONTH}[ \-/.,]*{_YEAR}", re.A)
_ISO = re.compile(
    r"(?P<year>\d{4})[-/](?P<month>\d{1,2})[-/](?P<day>\d{1,2})(?:[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?",
    re.A,
)
_UNTIL = r"(?:s\s*[./]?\s*d\.?|sampai(?: dengan)?|hingga|-|–|—)"
_RANGE = re.compile(
    rf"(?P<day>\d{{1,2}})(?:[ \-/.]*{_MONTH})?\s*{_UNTIL}\s*\d{{1,2}}[ \-/]*(?P<last>[a-z]+)\.?[ \-/.,]*{_YEAR}", re.A
)
_RANGE_IN_NUMBERS = re.compile(
    rf"(?P<day>\d{{1,2}})(?:/(?P<month>\d{{1,2}}))?\s*{_UNTIL}\s*\d{{1,2}}/(?P<last>\d{{1,2}})/{_YEAR}", re.A
)
_RANGE_OF_DATES = re.compile(rf"(?P<first>.*\d{{2}})\s+{_UNTIL}\s+(?P<second>.*\d{{2}})", re.A)
_SERIAL = re.compile(r"\d{5}", re.A)


def parse_date(text: str) -> Reading:
    """A date typed as text (clean, not empty); its value is a ``datetime.date``."""
    text = text.casefold()
    if len(text) > _LONGEST:
        return bad(Code.DATE)
    if _SERIAL.fullmatch(text):
        return _serial(int(text))
    for pattern in (_ISO, _NUMERIC, _NAMED):
        if match := pattern.fullmatch(text):
            return _day(match["day"], match["month"], match["year"])
    for pattern in (_RANGE, _RANGE_IN_NUMBERS):
        if match := pattern.fullmatch(text):
            return _first_of_range(_range_start(match))
    if match := _RANGE_OF_DATES.fullmatch(text):
        first, second = parse_date(match["first"]), parse_date(match["second"])
        if first.value and second.value:
            return _first_of_range(first)
    return bad(Code.DATE)


def _range_start(match: re.Match[str]) -> Reading:
    """The first day: in the month of the last one unless it says its own, and the year before when that is later."""
    month, last, year = match["month"] or match["last"], match["last"], match["year"]
    if _month_number(month) > _month_number(last):
        year = f"{int(year) - 1:0{len(year)}d}"
    return _day(match["day"], month, year)


def _month_number(month: str) -> int:
    return int(month) if month.isdigit() else MONTHS.get(month, 0)


def _first_of_range(reading: Reading) -> Reading:
    if reading.value is None:
        return reading
    return Reading(reading.value, (*reading.issues, Issue(Code.DATE_RANGE, reading.value.isoformat())))


def _day(day: str, month: str, year: str) -> Reading:
    number = _month_number(month)
    full = int(year) + (2000 if len(year) == 2 else 0)
    if not _OLDEST <= full <= _LATEST:
        return bad(Code.DATE)
    try:
        value = date(full, number, int(day))
    except ValueError:
        return bad(Code.DATE, _month_first(day, month, full))
    if len(year) == 2:
        return Reading(value, (Issue(Code.DATE_TWO_DIGIT_YEAR, value.isoformat()),))
    return Reading(value)


def _month_first(day: str, month: str, year: int) -> str | None:
    """``12/25/2026`` is no date with the day first, but one with the month first."""
    if not month.isdigit():
        return None
    try:
        return date(year, int(day), int(month)).isoformat()
    except ValueError:
        return None


def _serial(number: int) -> Reading:
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return bad(Code.DATE)
    value = _EPOCH + timedelta(days=number)
    return Reading(value, (Issue(Code.DATE_SERIAL, value.isoformat()),))


@dataclass(frozen=True)
class Date(Kind):
    """A day; after the period's last day only where ``future`` allows it. Values: ``datetime.date``."""

    future: bool = False

    name = "Tanggal"
    asks = "tanggal"
    shows_example = "always"
    storage = "day"
    room = 19

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        end = None if self.future else context.period_end

        def read(value: Any) -> Reading:
            if isinstance(value, str):
                text = clean(value)
                if text.casefold() in EMPTY_WORDS:
                    return EMPTY
                reading = parse_date(text)
            elif isinstance(value, datetime):
                reading = Reading(value.date())
            elif isinstance(value, date):
                reading = Reading(value)
            elif isinstance(value, float | int) and not isinstance(value, bool) and math.isfinite(value):
                reading = _serial(int(value))
            else:
                reading = bad(Code.DATE)
            if end and reading.value and reading.value > end:
                return Reading(None, (*reading.issues, Issue(Code.DATE_FUTURE)))
            return reading

        return read

    def example_for(self, column: ColumnLike, prefix: str) -> str:
        return "1 Desember 2026" if self.future else "5 November 2026"


def parse_period(value: Any) -> str | None:
    """``YYYY-MM`` of a cover's Periode: ``November 2026``, ``11/2026``, ``2026-11`` or a date; None when unreadable."""
    if isinstance(value, date):
        return f"{value.year:04d}-{value.month:02d}"
    if not isinstance(value, str):
        return None  # a number such as 2026.1 can be January or October
    text = clean(value).casefold()
    month = year = 0
    if match := re.fullmatch(r"([a-z]+)\.?[ \-/.,]*(\d{4})", text, re.A):
        month, year = MONTHS.get(match[1], 0), int(match[2])
    elif match := re.fullmatch(r"(\d{1,2})\s*[/\-.]\s*(\d{4})", text, re.A):
        month, year = int(match[1]), int(match[2])
    elif match := re.fullmatch(r"(\d{4})\s*[-/.]\s*(\d{1,2})", text, re.A):
        month, year = int(match[2]), int(match[1])
    elif not _SERIAL.fullmatch(text):
        day = parse_date(text).value
        if day:
            month, year = day.month, day.year
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 and _OLDEST <= year <= _LATEST else None
