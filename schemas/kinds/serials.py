"""The number behind a number cell that is formatted as a date or a time."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from schemas.day_count import FROM_1900, DayCount

_DAY = 86400


def as_number(value: Any, day_count: DayCount = FROM_1900) -> float | int | None:
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
        days = day_count.number_of(value.date())
        seconds = (value - datetime.combine(value.date(), time(0), value.tzinfo)).total_seconds()
        return None if days is None else _whole(days + seconds / _DAY)
    return day_count.number_of(value) if isinstance(value, date) else None


def _whole(number: float) -> float:
    """A number without the digits that its conversion to a time has added."""
    return round(number, 6)
