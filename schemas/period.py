"""A month of which offices report."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

_TEXT = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class Period(str):
    """A month: ``Period(2026, 11)``. It is its own text, ``2026-11``, so SQL, JSON and Prefect take it as it is, and
    months sort as their texts do.
    """

    __slots__ = ()

    def __new__(cls, year: int, month: int) -> Period:
        """Raises ValueError for what is no month."""
        first_day = date(year, month, 1)
        return super().__new__(cls, f"{first_day.year:04d}-{first_day.month:02d}")

    def __getnewargs__(self) -> tuple[int, int]:  # type: ignore[override]
        return self.year, self.month

    @classmethod
    def read(cls, text: str) -> Period:
        """The month of its text. Raises ValueError for any other text."""
        match = _TEXT.fullmatch(text)
        if match is None:
            raise ValueError(f"no month: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def read_any(cls, text: str | None) -> Period | None:
        """The same of a text that may be missing or empty."""
        return cls.read(text) if text else None

    @classmethod
    def of(cls, day: date) -> Period:
        """The month in which a day lies."""
        return cls(day.year, day.month)

    @property
    def year(self) -> int:
        """Its year."""
        return int(self[:4])

    @property
    def month(self) -> int:
        """Its number in the year, from 1."""
        return int(self[5:])

    @property
    def first_day(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """Its last day."""
        return self.first_day.replace(day=calendar.monthrange(self.year, self.month)[1])

    def before(self) -> Period:
        """The month before it."""
        return Period.of(self.first_day - timedelta(days=1))

    def and_before(self, count: int) -> list[Period]:
        """The ``count`` months that end with this one, newest first."""
        months = [self]
        while len(months) < count:
            months.append(months[-1].before())
        return months

    def after(self) -> Period:
        """The month after it."""
        return Period.of(self.last_day + timedelta(days=1))
