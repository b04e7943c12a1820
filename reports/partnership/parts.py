"""The report's own parts, computed once from what was read: its data, its forms and its lists of rows all take them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.partnership.ageing import Ageing, ageing
from reports.partnership.carried import USUAL_ASSUMPTIONS, Assumptions, Carried, carried
from reports.partnership.effect import ByTopic, Effect, effects, moved
from reports.partnership.in_process import Accepted, accepted
from reports.partnership.market import Flows, flows
from reports.partnership.mentoring import USUAL_VISITS, Mentoring, Plan
from reports.partnership.not_known import NotKnown, not_known
from reports.partnership.obstacles import Obstacles, obstacles
from reports.partnership.one_step import OneStep, one_step_away
from reports.partnership.pooled import PooledOrder, pooled_orders
from reports.partnership.unlock import Unlock, unlocks

if TYPE_CHECKING:
    from reports.partnership.reading import ReportSource


@dataclass(frozen=True)
class Asked:
    """What a report is asked for beside its month: how many visits each regency can make, and what no workbook says."""

    visits: int = USUAL_VISITS
    assumptions: Assumptions = USUAL_ASSUMPTIONS


USUALLY_ASKED = Asked()


@dataclass(frozen=True)
class Parts:
    """Every part of the report, as it was asked for. ``sold`` is what flows in the best assignment of the market,
    ``moved`` what the effect counts, and ``mentoring`` what the plans choose from.
    """

    asked: Asked
    opening: tuple[Unlock, ...]
    near: tuple[OneStep, ...]
    obstacles: tuple[Obstacles, ...]
    accepted: tuple[Accepted, ...]
    carried: tuple[Carried, ...]
    mentoring: Mentoring
    plans: tuple[Plan, ...]
    moved: ByTopic
    effects: tuple[Effect, ...]
    sold: Flows
    pooled: tuple[PooledOrder, ...]
    not_known: tuple[NotKnown, ...]
    ageing: tuple[Ageing, ...]


def computed(source: ReportSource, asked: Asked) -> Parts:
    """Every part of a report that is asked for so."""
    now, point = source.now, source.point
    opening, sold, mentoring = unlocks(now), flows(source.market), Mentoring.of(now)
    came = moved(source.before, now, source.visits) if source.before else {}
    return Parts(
        asked=asked,
        opening=opening,
        near=one_step_away(now),
        obstacles=obstacles(now),
        accepted=accepted(now, source.in_process, point.period, asked.assumptions.bulan_proses) if point else (),
        carried=carried(now, opening, asked.assumptions),
        mentoring=mentoring,
        plans=mentoring.plans(asked.visits),
        moved=came,
        effects=effects(came),
        sold=sold,
        pooled=pooled_orders(source.market, sold),
        not_known=not_known(now),
        ageing=ageing(source.standing, point.period) if point else (),
    )
