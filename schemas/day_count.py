"""How a workbook counts its days: the day that a bare number stands for, and the number behind a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_AFTER_FALSE_LEAP_DAY = date(1900, 3, 1)
_TWICE = date(1900, 2, 28)
"""The day that our reader of values gives for 59 and for 60."""


@dataclass(frozen=True)
class DayCount:
    """``day_zero`` is the day of number 0. ``false_leap_day``: a 29 February 1900 is counted, as Excel does, so that
    days before it are counted one lower. ``early_days``: whether the numbers of days before March 1900 are certain.
    """

    day_zero: date
    false_leap_day: bool = False
    early_days: bool = True

    def day_of(self, number: int) -> date:
        """The day of a number behind that false leap day. Raises OverflowError beyond what dates hold."""
        return self.day_zero + timedelta(days=number)

    def number_of(self, day: date) -> float | None:
        """The number of a day; None for a day that may have two."""
        number = float((day - self.day_zero).days)
        if day >= _AFTER_FALSE_LEAP_DAY:
            return number
        if not self.early_days or (self.false_leap_day and day == _TWICE):
            return None
        return number - 1 if self.false_leap_day else number


FROM_1900 = DayCount(date(1899, 12, 30), false_leap_day=True)
FROM_1904 = DayCount(date(1904, 1, 1))
"""Excel's two ways; the second is that of a Macintosh."""
