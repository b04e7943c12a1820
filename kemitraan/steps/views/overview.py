"""The standing of every office now, from the warehouse alone. It does not depend on who asks or which run has just
ended.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from kemitraan.steps.corrections.exempting import exemptions_holding, list_words
from kemitraan.steps.corrections.words import idle_corrections, idle_words
from kemitraan.steps.dues import Due, Standing
from kemitraan.steps.job.summary import Undecided, counts_for_something, undecided
from kemitraan.steps.letters.due_calendar import calendar
from kemitraan.steps.workshop import Workshop
from schemas.messages import result_words
from schemas.period import Period
from warehouse.deliveries import answers_of
from warehouse.reading import PeriodStatus, SheetCounts, misplaced_submissions, sheet_counts, status
from warehouse.state import State
from warehouse.submissions import Submission

CAME = (Standing.RECEIVED, Standing.RECEIVED_LATE)


@dataclass(frozen=True)
class Sent:
    """The newest submission of an office and period. ``accepted`` counts rows, ``answered`` says whether the sender has
    its answer, ``received`` is in the office's time zone.
    """

    submission: str
    office: str
    period: Period | None
    result: str
    received: datetime
    rows: int
    accepted: int
    in_force: bool
    answered: bool


@dataclass(frozen=True)
class OfficeRow:
    """An office: where it stands (None: it owes nothing), and its last submission."""

    office: str
    name: str
    standing: Standing | None
    sent: Sent | None


@dataclass(frozen=True)
class Month:
    """A due period, and every office that owes it, those first who most need a person."""

    period: Period
    due: date
    rows: tuple[OfficeRow, ...]

    def count(self, *standings: Standing) -> int:
        """How many offices have this standing."""
        return sum(row.standing in standings for row in self.rows)


@dataclass(frozen=True)
class Overview:
    """All offices at a moment (in the office's time zone). ``failed`` holds what still lies through a program error,
    ``misplaced`` workbooks in another's inbox (office that has it, office that it belongs to, submission).
    ``idle_corrections``: the office and a sentence for each correction that does not act any more; ``exemptions``:
    likewise for each that holds.
    """

    at: datetime
    undecided: tuple[Undecided, ...]
    failed: tuple[OfficeRow, ...]
    misplaced: tuple[tuple[str, str, Sent], ...]
    months: tuple[Month, ...]
    others: tuple[OfficeRow, ...]
    idle_corrections: tuple[tuple[str, str], ...]
    exemptions: tuple[tuple[str, str], ...]


def overview(workshop: Workshop) -> Overview:
    """The state of every office in the settings."""
    now = workshop.now()
    offices = workshop.config.offices
    statuses = [
        period_status
        for period_status in status(workshop.warehouse)
        if period_status.office in {office.code for office in offices}
    ]
    newest = {
        (period_status.office, period_status.period): period_status
        for period_status in statuses
        if period_status.newest.belongs_to is None
    }
    dues = calendar(workshop, now.date())
    months = [
        _month(workshop, list(part), newest)
        for dues_of_month in (dues.past, dues.upcoming)
        for _, part in groupby(dues_of_month, key=lambda due: due.period)
    ]
    return Overview(
        at=now,
        undecided=undecided(workshop, [office.slug for office in offices]),
        failed=tuple(
            OfficeRow(sent.office, workshop.name_of(period_status.office), None, sent)
            for period_status in statuses
            if period_status.newest.state is State.FAILED and (sent := _sent(workshop, period_status))
        ),
        misplaced=tuple(_misplaced(workshop, newest)),
        months=tuple(months),
        others=tuple(
            OfficeRow(office.slug, office.name, None, _newest_of(workshop, office.code, newest))
            for office in offices
            if not office.owes_reports
        ),
        idle_corrections=tuple(
            (workshop.name_of(state.correction.office), idle_words(state)) for state in idle_corrections(workshop)
        ),
        exemptions=tuple((workshop.name_of(entry.office), list_words(entry)) for entry in exemptions_holding(workshop)),
    )


def _month(workshop: Workshop, dues: list[Due], newest: dict[tuple[str, Period | None], PeriodStatus]) -> Month:
    order = list(Standing)
    rows = [
        OfficeRow(office.slug, office.name, due.standing, _sent_for(workshop, due, newest))
        for due in sorted(dues, key=lambda due: order.index(due.standing))
        for office in [workshop.office_of(due.office)]
    ]
    return Month(dues[0].period, dues[0].due, tuple(rows))


def _sent_for(workshop: Workshop, due: Due, newest: dict[tuple[str, Period | None], PeriodStatus]) -> Sent | None:
    """The office's submission for the month; one without a month, where that is the reason for the office's
    standing.
    """
    period_status = newest.get((due.office, due.period))
    if period_status is None and due.standing in (Standing.REFUSED, Standing.UNDECIDED, Standing.IN_WORK):
        period_status = newest.get((due.office, None))
    return _sent(workshop, period_status) if period_status else None


def _newest_of(workshop: Workshop, code: str, newest: dict[tuple[str, Period | None], PeriodStatus]) -> Sent | None:
    statuses = [period_status for (office, _), period_status in newest.items() if office == code]
    last_status = max(statuses, key=lambda period_status: period_status.newest.received_at, default=None)
    return _sent(workshop, last_status) if last_status else None


def _sent(workshop: Workshop, period_status: PeriodStatus) -> Sent:
    return _told(workshop, period_status.newest, period_status.counts)


def _told(workshop: Workshop, submission: Submission, counts: Sequence[SheetCounts]) -> Sent:
    return Sent(
        submission=submission.id,
        office=workshop.office_of(submission.office).slug,
        period=submission.period,
        result=result_words(submission.outcome, submission.state),
        received=submission.received_at.astimezone(workshop.config.settings.zone),
        rows=sum(count.rows for count in counts),
        accepted=sum(count.accepted for count in counts) if counts_for_something(submission) else 0,
        in_force=submission.in_force,
        answered=bool(answers_of(workshop.warehouse, submission.id)),
    )


def _misplaced(
    workshop: Workshop, newest: dict[tuple[str, Period | None], PeriodStatus]
) -> Iterator[tuple[str, str, Sent]]:
    """Misplaced workbooks, each until the office to which it belongs has sent something for that month itself."""
    codes = {office.code for office in workshop.config.offices}
    for submission in misplaced_submissions(workshop.warehouse):
        owner = submission.belongs_to or ""
        if submission.office in codes and (owner, submission.period) not in newest:
            counts = sheet_counts(workshop.warehouse, submission.id)
            yield workshop.name_of(submission.office), workshop.name_of(owner), _told(workshop, submission, counts)
