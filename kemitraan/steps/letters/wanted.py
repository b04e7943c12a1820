"""Which letters a day needs: reminders before the due day, complaints and one digest after it. Pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kemitraan.steps.dues import Due, Standing
from schemas.office import PROVINCE
from schemas.period import Period

CATCH_UP_DAYS = 7
"""How many days after the due day complaints and the digest still go out, where nothing ran on the day itself."""


class LetterKind(StrEnum):
    """What a letter is for."""

    REMINDER = "reminder"
    LATE = "late"
    DIGEST = "digest"


class Fate(StrEnum):
    """The fate of a wanted letter."""

    PLANNED = "planned"
    SENT = "sent"
    BEFORE = "before"
    NO_ADDRESS = "no_address"
    FAILED = "failed"


@dataclass(frozen=True)
class Wanted:
    """A letter that should go out. ``office`` is its recipient; 76 for the digest, which is for the province's staff.
    ``about`` holds one due, or for the digest all of the period.
    """

    kind: LetterKind
    office: str
    period: Period
    about: tuple[Due, ...]

    @property
    def key(self) -> tuple[str, str, Period]:
        """The key under which a sent letter is recorded."""
        return self.kind.value, self.office, self.period


def letters_wanted(upcoming: Sequence[Due], past: Sequence[Due], today: date, remind_days: int) -> list[Wanted]:
    """The letters of this day: about the period that is due next, and about the one that was due last."""
    letters = [
        Wanted(LetterKind.REMINDER, due.office, due.period, (due,))
        for due in upcoming
        if due.due - today <= timedelta(days=remind_days) and _needs_word(due, Standing.DUE_SOON, today)
    ]
    if past and today - past[0].due <= timedelta(days=CATCH_UP_DAYS):
        letters += [
            Wanted(LetterKind.LATE, due.office, due.period, (due,))
            for due in past
            if _needs_word(due, Standing.LATE, today)
        ]
        letters.append(Wanted(LetterKind.DIGEST, PROVINCE, past[0].period, tuple(past)))
    return letters


def _needs_word(due: Due, standing: Standing, today: date) -> bool:
    """Whether nothing came, or what came was refused in an earlier month: our answer of this month said it already."""
    if due.standing is Standing.REFUSED:
        return due.told_on is not None and (due.told_on.year, due.told_on.month) != (today.year, today.month)
    return due.standing is standing
