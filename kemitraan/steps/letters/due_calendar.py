"""The calendar of dues on a day: who has sent, who has not, and what was written to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from kemitraan.steps.dues import Due, Rhythm, Standing, due_date, dues, next_due_period
from kemitraan.steps.letters.wanted import LetterKind
from kemitraan.steps.workshop import Workshop
from schemas.period import Period
from warehouse.letters import SentLetter, sent_letters
from warehouse.sendings import in_use_since, sendings


@dataclass(frozen=True)
class Calendar:
    """A day's dues: for the period that was due last and the one that is due next, and the letters about them."""

    today: date
    past: tuple[Due, ...]
    upcoming: tuple[Due, ...]
    letters_sent: dict[tuple[str, str, Period], SentLetter]


def calendar(workshop: Workshop, today: date, period: Period | None = None) -> Calendar:
    """The calendar on a day, or for one period alone when one is named. Reports that were due before the home was in
    use are nobody's debt, and left out.
    """
    if period is not None:
        return Calendar(today, tuple(dues_of(workshop, period, today)), (), sent_letters(workshop.warehouse, [period]))
    following = next_due_period(today, workshop.config.settings.due_day)
    last_period = following.before()
    return Calendar(
        today,
        tuple(dues_of(workshop, last_period, today)) if _was_in_use(workshop, last_period) else (),
        tuple(dues_of(workshop, following, today)),
        sent_letters(workshop.warehouse, [last_period, following]),
    )


def _was_in_use(workshop: Workshop, period: Period) -> bool:
    since, settings = in_use_since(workshop.warehouse), workshop.config.settings
    return since is not None and since.astimezone(settings.zone).date() <= due_date(period, settings.due_day)


def dues_of(workshop: Workshop, period: Period, today: date) -> list[Due]:
    """The standing of every office that owes a report for one period."""
    settings = workshop.config.settings
    rhythm = Rhythm(settings.due_day, settings.remind_days_before, settings.zone)
    since = datetime.combine(period.first_day, time(), settings.zone)
    sendings_of_period = sendings(workshop.warehouse, [period], since)
    offices = [office.code for office in workshop.config.offices if office.owes_reports]
    return dues(offices, period, sendings_of_period, today, rhythm)


@dataclass(frozen=True)
class CalendarRow:
    """One office and period for people and programs. ``reminded_on`` and ``complained_on`` say when a letter
    went out.
    """

    office: str
    name: str
    period: Period
    due: date
    standing: Standing
    came_on: date | None
    told_on: date | None
    reminded_on: date | None
    complained_on: date | None


def calendar_rows(workshop: Workshop, due_calendar: Calendar) -> list[CalendarRow]:
    """Every row: the earlier period first, and in it those first who most need a person."""
    order = list(Standing)
    return [
        _row(workshop, due_calendar, due)
        for part in (due_calendar.past, due_calendar.upcoming)
        for due in sorted(part, key=lambda due: order.index(due.standing))
    ]


def _row(workshop: Workshop, due_calendar: Calendar, due: Due) -> CalendarRow:
    office, zone = workshop.config.office(due.office), workshop.config.settings.zone

    def sent_on(kind: LetterKind) -> date | None:
        letter = due_calendar.letters_sent.get((kind.value, due.office, due.period))
        return letter.sent_at.astimezone(zone).date() if letter else None

    return CalendarRow(
        office=office.slug,
        name=office.name,
        period=due.period,
        due=due.due,
        standing=due.standing,
        came_on=due.came_on,
        told_on=due.told_on,
        reminded_on=sent_on(LetterKind.REMINDER),
        complained_on=sent_on(LetterKind.LATE),
    )
