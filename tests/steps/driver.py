"""The whole job in this process, one thing after another; nothing of Prefect."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kemitraan.config.home import Home
from kemitraan.steps.job.collecting import Taken
from kemitraan.steps.job.execution import Here
from kemitraan.steps.job.order import Job, Wish, do_job
from kemitraan.steps.job.summary import RunSummary, SubmissionLine
from kemitraan.steps.workshop import Workshop, open_workshop
from schemas.period import Period
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
    workshop = open_workshop(home, {"KEMITRAAN_WAREHOUSE": url} if url else {})
    warehouse = replace(workshop.warehouse, now=lambda: noon)
    parts = {name: getattr(workshop, name) for name in Workshop.__dataclass_fields__}
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
    """What the flow does, in this process: every office, when none is named (by slug)."""
    slugs = offices or [office.slug for office in workshop.config.offices]
    return do_job(workshop, Here(workshop), Wish(slugs, Period.read_any(period), again))


def by_name(workshop: Workshop, lines: Iterable[SubmissionLine]) -> dict[str, SubmissionLine]:
    """Submissions by what their senders call their files."""
    return {get_submission(workshop.warehouse, line.submission).file_name: line for line in lines}


def bring_in(workshop: Workshop, slug: str) -> list[Taken]:
    """What waits at the office's sources, taken in; nothing may stand in the way."""
    job = Job(workshop, Here(workshop))
    job.bring_in([slug])
    assert not [notice for notice in job.notices if not notice.calm]
    return job.items_taken


def process(workshop: Workshop, submission: str) -> str:
    """Every step of one submission and of no other; gives the name of the answer. Raises what stops it."""
    job = Job(workshop, Here(workshop))
    job.do_steps([submission])
    for error in job.errors.values():
        raise error
    return job.answers[submission]
