"""Dates: date cells, text (see ``days``), Excel serials (contract section 4); and the months of a cover."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from schemas.codes import Code
from schemas.kinds.bare import leniently, own_word_of
from schemas.kinds.base import Kind
from schemas.kinds.days import LATEST, MONTHS, OLDEST, parse_date, serial
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import EMPTY, CellReader, Issue, Reading, bad
from schemas.period import Period
from schemas.text import EMPTY_WORDS, clean

_OWN_WORDS = ("tgl", "tanggal", "hari/tanggal", "hari, tanggal", "pada", "pada tanggal")


@dataclass(frozen=True)
class Date(Kind):
    """A day. It may lie after the period's last day only where ``future`` allows it. Values: ``datetime.date``."""

    future: bool = False

    name = "Tanggal"
    only_figures = True
    asks = "tanggal"
    shows_example = "always"
    storage = "day"
    room = 19

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        last_day = context.period_end
        report = (last_day.year, last_day.month) if last_day else None
        end = None if self.future else last_day
        future = self.future
        day_count = context.day_count

        def read(value: Any) -> Reading:
            if isinstance(value, str):
                text = clean(value)
                if text.casefold() in EMPTY_WORDS:
                    return EMPTY
                reading = parse_date(text, report, future=future, day_count=day_count)
            elif isinstance(value, datetime):
                reading = Reading(value.date())
            elif isinstance(value, date):
                reading = Reading(value)
            elif isinstance(value, float | int) and not isinstance(value, bool) and math.isfinite(value):
                reading = serial(int(value), day_count)
            else:
                reading = bad(Code.DATE)
            if end and reading.value and reading.value > end:
                return Reading(None, (*reading.issues, Issue(Code.DATE_FUTURE)))
            return reading

        return leniently(read, own_word_of(column, *_OWN_WORDS))

    def example_for(self, column: ColumnLike, prefix: str) -> str:
        return "1 Desember 2026" if self.future else "5 November 2026"


def parse_period(value: Any) -> Period | None:
    """The month of a cover's Periode: ``November 2026``, ``11/2026``, ``2026-11`` or a date; None when unreadable."""
    if isinstance(value, date):
        return Period.of(value)
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
    elif not re.fullmatch(r"\d{5}", text, re.A):
        day = parse_date(text).value
        if day:
            month, year = day.month, day.year
    return Period(year, month) if 1 <= month <= 12 and OLDEST <= year <= LATEST else None
