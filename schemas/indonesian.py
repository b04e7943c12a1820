"""Numbers, days and months as Indonesians write them, by the Unicode CLDR (Babel)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, parse_pattern

_INDONESIAN = Locale("id")
_NUMBER = parse_pattern("#,##0.######")
_ONE_DECIMAL = parse_pattern("#,##0.0")


@lru_cache(1024)  # the same limits stand in many findings
def grouped(value: float | Decimal) -> str:
    """A number with at most six decimals: ``1500000`` → ``1.500.000``, ``0.5`` → ``0,5``."""
    return format_decimal(value, format=_NUMBER, locale=_INDONESIAN)


def with_one_decimal(value: float | Decimal) -> str:
    """A number with exactly one decimal: ``77.25`` → ``77,2``."""
    return format_decimal(value, format=_ONE_DECIMAL, locale=_INDONESIAN)


def day_words(day: date) -> str:
    """``5 Desember 2026``."""
    return format_date(day, "d MMMM y", locale=_INDONESIAN)


def month_words(day: date) -> str:
    """The month of a day: ``Desember 2026``."""
    return format_date(day, "MMMM y", locale=_INDONESIAN)
