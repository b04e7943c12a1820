"""Numbers and dates as people write them, and the contract's English words in Indonesian."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from schemas.finding import Outcome, Severity
from schemas.indonesian import day_words, grouped, month_words
from schemas.messages.catalogue import catalogue
from schemas.period import Period

_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")

MOST_KEYS = 10
"""How many keys are named; the others are counted."""


def number_words(value: float) -> str:
    """``1500000`` → ``1.500.000``, ``0.5`` → ``0,5``."""
    return grouped(value)


def key_words(keys: Sequence[str]) -> str:
    """Keys in words: ``MJN-0001, MJN-0002, …, dan 12 lagi``. The first are named, the others counted."""
    shown = ", ".join(keys[:MOST_KEYS])
    return f"{shown}, dan {number_words(len(keys) - MOST_KEYS)} lagi" if len(keys) > MOST_KEYS else shown


def date_words(day: date) -> str:
    """``5 Desember 2026``."""
    return day_words(day)


def time_words(moment: datetime) -> str:
    """``24 November 2026 pukul 06.00 WITA``, in the moment's own time zone."""
    return f"{date_words(moment.date())} pukul {moment:%H.%M} {moment:%Z}".rstrip()


def period_words(period: Period) -> str:
    """``2026-11`` → ``November 2026``."""
    return month_words(period.first_day)


def any_period_words(period: Period | None) -> str:
    """A period in words; for a submission without one, the words that it could not be read."""
    return period_words(period) if period else "bulan tak terbaca"


def value_words(value: str | float) -> str:
    """A suggestion as people write it: numbers grouped, ISO dates with the month's name, other text unchanged."""
    if not isinstance(value, str):
        return number_words(value)
    if _ISO_DATE.fullmatch(value):
        return date_words(date.fromisoformat(value))
    return value


def outcome_words(outcome: Outcome | str) -> str:
    """``accepted_with_notes`` → ``Diterima dengan catatan``."""
    return catalogue().names["outcome"][str(outcome)]


def result_words(outcome: Outcome | str | None, state: str) -> str:
    """The result of a submission so far: its outcome. Before the check, and while a person has to decide, that stands
    in its place: the check's outcome is nobody's verdict yet.
    """
    if state == "waiting":
        return catalogue().names["result"]["waiting"]
    return outcome_words(outcome) if outcome else catalogue().names["result"]["unchecked"]


def superseded_words() -> str:
    """The result of a submission that waited until a later one took its place."""
    return catalogue().names["result"]["superseded"]


def severity_words(severity: Severity | str) -> str:
    """The effect of a severity, in a word or two: ``withheld`` → ``Nilai dikosongkan``."""
    return catalogue().names["severity"][str(severity)]


def state_words(state: str) -> str:
    """The words for a state: ``published`` → ``Berlaku``."""
    return catalogue().names["state"][state]


def kind_words(kind: str) -> str:
    """The kind of a workbook: ``regency`` → ``Laporan bulanan kabupaten``."""
    return catalogue().names["kind"][kind]
