"""Unlock, one step, plan and effect of random worlds are what their definitions say, with every set and plan tried."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from reports.partnership.as_data import report_data
from reports.partnership.parts import Asked
from reports.partnership.reading import read_source
from schemas.period import Period
from tests.reports.partnership.by_definition import ReportSeen
from tests.warehouse.by_definition import Seen
from tests.warehouse.random_world import World, moments
from warehouse.engine import Warehouse

VISITS = 2
ZONE = ZoneInfo("Asia/Makassar")
BESIDE = ("dapat_dinegosiasikan", "tidak_pasti")
"""What the report tells beside the definition."""
BEFORE = {"2026-11": "2026-08", "2025-11": "2025-08", "2026-10": "2026-07"}


@pytest.mark.parametrize(("databases", "seed"), [("sqlite", 4), ("postgresql", 5)], indirect=["databases"])
def test_the_report_is_what_its_definition_says(ticking: Warehouse, seed: int) -> None:
    world, chance = World(ticking, seed, 16), random.Random(seed)
    statements, corrections = world.statements(), world.corrections()
    for period, earlier in BEFORE.items():
        moment = chance.choice(moments(statements, corrections)[-4:])
        source = read_source(ticking, period=Period.read(period), known_on=moment, asked=Asked(VISITS))
        data = report_data(source, ZONE)
        now, before = (ReportSeen(Seen(statements, month, moment, corrections)) for month in (period, earlier))
        assert told(data["pembukaan"]) == told(now.opening())
        assert told(data["satu_langkah"]) == told(now.one_step())
        assert {plan["office"]: plan["nilai_rp"] for plan in data["rencana"]} == {
            office: now.plan(office, VISITS) for office in sorted({product.office for product in now.products})
        }
        assert told(data["dampak"]) == told(now.effect(before))


def told(value: Any) -> Any:
    """What the definition names of a part, lists of rows in an order of their own."""
    if isinstance(value, Mapping):
        return {name: told(part) for name, part in value.items() if name not in BESIDE}
    if isinstance(value, list | tuple):
        parts = [told(part) for part in value]
        return sorted(parts, key=repr) if parts and isinstance(parts[0], dict) else parts
    return round(value, 9) if isinstance(value, float) else value
