"""A believable month in the inboxes of nine offices."""

from __future__ import annotations

import calendar
from datetime import date
from pathlib import Path

from kemitraan.demo.population import Month
from kemitraan.demo.scene import MadeFile, Scene
from kemitraan.demo.stories import STORIES
from schemas.reference import Reference


def make_month(inbox: Path, period: str, seed: int, today: date, reference: Reference) -> list[MadeFile]:
    """Writes what nine offices send for ``period`` (``YYYY-MM``) into ``inbox/<office folder>/``.

    ``today`` says which month is the newest: a period before that month shows the same businesses a month earlier. The
    same arguments give the same content. Raises ValueError for a period after the month of ``today``.
    """
    month = _month(period, today)
    files: list[MadeFile] = []
    for folder, story in STORIES.items():
        files += story(Scene(inbox, folder, month, seed, reference))
    return files


def previous_period(period: str) -> str:
    """``2026-01`` → ``2025-12``."""
    year, month = int(period[:4]), int(period[5:])
    return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02d}"


def _month(period: str, today: date) -> Month:
    first = date(int(period[:4]), int(period[5:]), 1)
    if first > today:
        raise ValueError(f"period {period} lies after {today}: nobody reports a month that has not begun")
    newest = (first.year, first.month) == (today.year, today.month)
    end = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return Month(period, first, min(end, today), newest)
