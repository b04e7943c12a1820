"""A believable month in the inboxes of nine offices."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kemitraan.demo.population import Month
from kemitraan.demo.scene import MadeFile, Scene
from kemitraan.demo.stories import STORIES
from schemas.period import Period
from schemas.reference import Reference


def make_month(inbox: Path, period: Period, seed: int, today: date, reference: Reference) -> list[MadeFile]:
    """Writes what nine offices send for ``period`` (``YYYY-MM``) into ``inbox/<office folder>/``.

    ``today`` says which month is the newest: a period before that month shows the same businesses a month earlier. The
    same arguments give the same content. Raises ValueError for a period after the month of ``today``.
    """
    month = _month(period, today)
    files: list[MadeFile] = []
    for folder, story in STORIES.items():
        files += story(Scene(inbox, folder, month, seed, reference))
    return files


def _month(period: Period, today: date) -> Month:
    first_day = period.first_day
    if first_day > today:
        raise ValueError(f"period {period} lies after {today}: nobody reports a month that has not begun")
    return Month(period, first_day, min(period.last_day, today), period == Period.of(today))
