"""The number behind a number cell that is formatted as a date or a time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LEAP = date(1900, 3, 1)
"""Spreadsheet programs count a 29 February 1900: days before it are counted one lower."""
_TWICE = date(1900, 2, 28)
"""What our reader shows for 59 and for 60."""
_DAY = 86400


def as_number(value: Any, *, from_1904: bool = False) -> float | int | None:
    """The number in a cell; None when it holds none, or one of two."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float | int):
        return value
    if isinstance(value, timedelta):
        return _whole(value.total_seconds() / _DAY)
    if isinstance(value, time):
        return 0.0 if value == time(0) else None
    if isinstance(value, datetime):
        days = as_number(value.date(), from_1904=from_1904)
        seconds = (value - datetime.combine(value.date(), time(0), value.tzinfo)).total_seconds()
        return None if days is None else _whole(days + seconds / _DAY)
    if isinstance(value, date):
        if from_1904:
            return float((value - _EPOCH_1904).days)
        return None if value == _TWICE else float((value - _EPOCH).days - (value < _LEAP))
    return None


def _whole(number: float) -> float:
    """A number without the digits that its conversion to a time has added."""
    return round(number, 6)
