"""What changed since the month before, by cause: the causes of a figure add up to its difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from reports.partnership.past import Rows
from reports.partnership.reading import ReportSource
from schemas.period import Period
from warehouse.difference import Difference
from warehouse.figure_codes import MART, FigureCode
from warehouse.mart_reading import STAGES

MEASURE = "jumlah_kemitraan"


@dataclass(frozen=True)
class ChangeCause:
    """What brought a part of a difference: as in ``kemitraan diff``."""

    cause: str
    office: str | None
    submission: str | None
    period: Period | None
    rows: int
    delta: int


@dataclass(frozen=True)
class StageChange:
    """Partnerships at a stage, then and now, in all offices together; ``causes`` with the largest first. Each ``receipt``
    leads to the figure of its month.
    """

    mart: str
    measure: str
    tahap: str
    dari: int
    menjadi: int
    selisih: int
    receipt_dari: str
    receipt: str
    causes: tuple[ChangeCause, ...]


def changes(source: ReportSource, zone: ZoneInfo) -> tuple[StageChange, ...]:
    """Counts partnerships by stage, in the stages' order; a stage that nothing entered or left is left out."""
    if source.changed is None or source.month_before is None:
        return ()
    return tuple(_by_stage(source.changed, source.month_before.marts, source.marts, zone))


def _by_stage(
    changed: Difference, before: Mapping[str, Rows], now: Mapping[str, Rows], zone: ZoneInfo
) -> Iterator[StageChange]:
    name = changed.mart.name
    for stage in STAGES:
        causes = _causes(changed, stage)
        if causes:
            was, is_now = (sum(row[MEASURE] for row in marts[name] if row["tahap"] == stage) for marts in (before, now))
            codes = (
                FigureCode(MART + name, point, MEASURE, {"tahap": stage}).text(zone)
                for point in (changed.before, changed.after)
            )
            yield StageChange(name, MEASURE, stage, was, is_now, is_now - was, *codes, causes)


def _causes(changed: Difference, stage: str) -> tuple[ChangeCause, ...]:
    """The causes of a stage's changes in all offices and large businesses, the largest first."""
    totals: dict[tuple[str, str | None, str | None, Period | None], list[int]] = defaultdict(lambda: [0, 0])
    for row in changed.changes:
        if row.measure == MEASURE and row.grain["tahap"] == stage:
            for cause in row.causes:
                total = totals[cause.cause, cause.office, cause.submission, cause.period]
                total[0] += cause.rows
                total[1] += int(cause.delta)
    causes = [ChangeCause(*named, rows=rows, delta=delta) for named, (rows, delta) in totals.items()]
    return tuple(sorted(causes, key=lambda cause: (-abs(cause.delta), repr(cause))))
