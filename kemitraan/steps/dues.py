"""The calendar of dues, as pure functions of today and of what was sent. Weekends and holidays count as other days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from schemas.period import Period
from warehouse.sendings import Sending
from warehouse.state import State


class Standing(StrEnum):
    """Where an office stands for a period; the standing that most needs a person comes first."""

    LATE = "late"
    REFUSED = "refused"
    UNDECIDED = "undecided"
    DUE_SOON = "due_soon"
    IN_WORK = "in_work"
    NOT_DUE = "not_due"
    RECEIVED_LATE = "received_late"
    RECEIVED = "received"


@dataclass(frozen=True)
class Rhythm:
    """The settings: the day of the following month by which a report is due, and how many days before it we remind."""

    due_day: int
    remind_days: int
    zone: ZoneInfo


@dataclass(frozen=True)
class Due:
    """One office and period. ``office`` is its code. ``came_on`` is the day on which the counting submission was sent,
    ``told_on`` the day of our last answer that refused something not mended yet.
    """

    office: str
    period: Period
    due: date
    standing: Standing
    came_on: date | None = None
    told_on: date | None = None


def due_date(period: Period, due_day: int) -> date:
    """December 2026 → 5 January 2027, for a due day of 5."""
    return period.after().first_day.replace(day=due_day)


def next_due_period(today: date, due_day: int) -> Period:
    """The period that is due next: last month's up to and on the due day, afterwards this month's."""
    this_month = Period.of(today)
    return this_month.before() if today.day <= due_day else this_month


def taken_on(sending: Sending, zone: ZoneInfo) -> date:
    """The day on which we took the file."""
    return sending.received_at.astimezone(zone).date()


def came_on(sending: Sending, due: date, zone: ZoneInfo) -> date:
    """The day that counts: the day on which we took it. We look once a day, so a file taken on the day after the due
    day counts as on time when its source dates it earlier. For later days the date is not believed, because a copied
    file can have any date.
    """
    day_taken = taken_on(sending, zone)
    in_time = sending.sent_at is not None and sending.sent_at.astimezone(zone).date() <= due
    return due if in_time and day_taken == due + timedelta(days=1) else day_taken


def dues(offices: Sequence[str], period: Period, sendings: Iterable[Sending], today: date, rhythm: Rhythm) -> list[Due]:
    """Where each of these offices (codes), all of which owe a report, stands for the period."""
    by_office: dict[str, list[Sending]] = {}
    for sending in sendings:
        by_office.setdefault(sending.office, []).append(sending)
    return [_due(office, period, by_office.get(office, []), today, rhythm) for office in offices]


def _due(office: str, period: Period, sendings: Sequence[Sending], today: date, rhythm: Rhythm) -> Due:
    due = due_date(period, rhythm.due_day)
    counted_sendings = [sending for sending in sendings if sending.period == period and not sending.refused]
    loaded_sendings = [sending for sending in counted_sendings if sending.state in (State.PUBLISHED, State.ANSWERED)]
    if any(sending.in_force for sending in loaded_sendings):
        day_received = min(came_on(sending, due, rhythm.zone) for sending in loaded_sendings)
        return Due(
            office, period, due, Standing.RECEIVED if day_received <= due else Standing.RECEIVED_LATE, day_received
        )
    work = [sending for sending in sendings if _is_in_work(sending) and _may_be_for(sending, period, rhythm)]
    if work:
        undecided = any(sending.state is State.WAITING for sending in work)
        standing = Standing.UNDECIDED if undecided else Standing.IN_WORK
        return Due(office, period, due, standing, min(came_on(sending, due, rhythm.zone) for sending in work))
    last_good_at = max((sending.received_at for sending in sendings if not sending.refused), default=None)
    refused_sendings = [
        sending
        for sending in sendings
        if sending.refused and _is_refused_for(sending, period, due, last_good_at, rhythm)
    ]
    if refused_sendings:
        answers = [
            sending.answered_at.astimezone(rhythm.zone).date() for sending in refused_sendings if sending.answered_at
        ]
        return Due(office, period, due, Standing.REFUSED, told_on=max(answers, default=None))
    if today > due:
        return Due(office, period, due, Standing.LATE)
    soon = due - today <= timedelta(days=rhythm.remind_days)
    return Due(office, period, due, Standing.DUE_SOON if soon else Standing.NOT_DUE)


def _is_in_work(sending: Sending) -> bool:
    """Whether we have received it. Then its office need not hear that it is missing, whatever the result."""
    return not sending.refused and sending.state not in (State.PUBLISHED, State.ANSWERED)


def _may_be_for(sending: Sending, period: Period, rhythm: Rhythm) -> bool:
    """Whether a file that is not read yet may be for this period: for any month that was over or under way when it
    came.
    """
    return sending.period == period or (sending.period is None and taken_on(sending, rhythm.zone) >= period.first_day)


def _is_refused_for(sending: Sending, period: Period, due: date, last_good_at: datetime | None, rhythm: Rhythm) -> bool:
    """Whether a refused file counts for this period. An unreadable file has no period: up to a due day it counts for
    the period due then, later for that one or for the one under way, until the office sent something good.
    """
    if sending.period is not None:
        return sending.period == period
    if last_good_at is not None and last_good_at >= sending.received_at:
        return False
    day_taken = taken_on(sending, rhythm.zone)
    one_before = due_date(period.before(), rhythm.due_day)
    return one_before < day_taken and (day_taken.year, day_taken.month) <= (due.year, due.month)
