"""The whole job by the plain functions, in the order of the flow but one thing after another; nothing of Prefect."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kemitraan.config.home import Home
from kemitraan.steps.care.tidying import discard_left_behind
from kemitraan.steps.decisions.reviewing import overtaken_unanswered, settle
from kemitraan.steps.job.answering import answer_submission
from kemitraan.steps.job.collecting import Taken, look_at_source, take
from kemitraan.steps.job.error_words import matter, notices_of, sentence, source_sentence
from kemitraan.steps.job.ordering import in_order
from kemitraan.steps.job.processing import check_submission, load_submission, publish_submission
from kemitraan.steps.job.selecting import mark_failed, reopen, unfinished_of
from kemitraan.steps.job.summary import Notice, RunSummary, summarise
from kemitraan.steps.job.waiting_letters import senders_to_tell, tell_sender_waiting
from kemitraan.steps.workshop import Workshop, open_workshop
from warehouse.awaited import LONGEST_WAIT, take_up_awaited
from warehouse.submissions import get_submission

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
SAMPLES = Path(__file__).parents[1] / "submissions"


@dataclass(frozen=True)
class TimelessWorkshop(Workshop):
    """A workshop in which it is always noon of one day, so that two histories can be compared."""

    noon: datetime = NOON

    def now(self) -> datetime:
        return self.noon.astimezone(self.config.settings.zone)


def workshop_of(home: Home, url: str | None = None, noon: datetime = NOON) -> TimelessWorkshop:
    """The home opened, with another warehouse when a URL is given."""
    opened = open_workshop(home, {"KEMITRAAN_WAREHOUSE": url} if url else {})
    warehouse = replace(opened.warehouse, now=lambda: noon)
    parts = {name: getattr(opened, name) for name in Workshop.__dataclass_fields__}
    return TimelessWorkshop(**{**parts, "warehouse": warehouse}, noon=noon)


def days_later(workshop: TimelessWorkshop, days: int) -> TimelessWorkshop:
    """The same workshop some days later."""
    noon = workshop.noon + timedelta(days=days)
    return replace(workshop, noon=noon, warehouse=replace(workshop.warehouse, now=lambda: noon))


def send(home: Home, slug: str, sample: str | Path | bytes, name: str | None = None) -> Path:
    """Lay a sample, a file or bytes in an office's inbox, as if long ago."""
    if isinstance(sample, bytes):
        data = sample
    else:
        source = SAMPLES / sample
        data, name = source.read_bytes(), name or source.name
    assert name
    target = home.inbox(slug) / name
    target.write_bytes(data)
    os.utime(target, (1_000_000_000, 1_000_000_000))
    return target


def run_job(workshop: Workshop, offices: Sequence[str] = (), *, period: str = "", again: bool = False) -> RunSummary:
    """What the flow does: collect, archive, check, load, publish, answer; one bad thing holds up no other."""
    offices = offices or [office.slug for office in workshop.config.offices]
    notices: list[Notice] = []
    discard_left_behind(workshop)
    settle(workshop, offices)
    taken = [one for slug in offices for one in _bring_in(workshop, slug, notices)]
    if again:
        reopen(workshop, offices, period)
    codes = [workshop.office_of(slug).code for slug in offices]
    take_up_awaited(workshop.warehouse, codes, period)
    submissions = left = unfinished_of(workshop, offices)
    problems, answers = {}, {}
    for _ in range(1 + LONGEST_WAIT):
        for known in in_order(workshop, left):
            try:
                answers[known.id] = process(workshop, known.id)
            except Exception as error:
                problems[known.id] = sentence(error)
                mark_failed(workshop, known.id, error)
        left = take_up_awaited(workshop.warehouse, codes, period)
    for submission in overtaken_unanswered(workshop, submissions):
        answers[submission] = answer_submission(workshop, submission) or ""
    for waiting in senders_to_tell(workshop):
        try:
            tell_sender_waiting(workshop, waiting)
        except Exception as error:
            notices.append(Notice(get_submission(workshop.warehouse, waiting).office, matter(error)))
    seen = list(dict.fromkeys([one.submission for one in taken] + submissions))
    known = {one.submission for one in taken if not one.new}
    return summarise(workshop, seen, offices, notices, problems, answers, known)


def process(workshop: Workshop, submission: str) -> str:
    """Every step of one submission; gives the name of the answer."""
    check_submission(workshop, submission)
    load_submission(workshop, submission)
    publish_submission(workshop, submission)
    return answer_submission(workshop, submission) or ""


def _bring_in(workshop: Workshop, slug: str, notices: list[Notice]) -> list[Taken]:
    taken = []
    for number in range(len(workshop.office_of(slug).sources)):
        try:
            listing = look_at_source(workshop, slug, number)
        except Exception as error:
            notices.append(Notice(slug, source_sentence(error)))
            continue
        notices += notices_of(slug, listing.left)
        for waiting in listing.waiting:
            try:
                one = take(workshop, waiting)
            except Exception as error:
                notices.append(Notice(slug, source_sentence(error)))
                continue
            taken += [one] if one else []
    return taken
