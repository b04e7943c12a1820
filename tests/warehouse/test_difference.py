"""Whatever happened between two points of view: the causes of each difference sum to it."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from schemas.period import Period
from tests.warehouse.factory import RECEIVED
from tests.warehouse.histories import MONTHS, play
from warehouse.difference import difference
from warehouse.engine import Warehouse
from warehouse.mart_reading import read_mart_at
from warehouse.marts import MARTS
from warehouse.marts.description import mart
from warehouse.point_of_view import PointOfView

ADDITIVE = [name for name in MARTS if mart(name).measures]


@pytest.mark.parametrize("seed", range(3))
def test_the_causes_of_every_difference_sum_to_it(ticking: Warehouse, seed: int) -> None:
    play(ticking, seed, 14)
    chance = random.Random(seed)
    told = 0
    for name in ADDITIVE:
        ends = [
            PointOfView(
                Period.read(chance.choice(MONTHS)), RECEIVED + timedelta(hours=chance.choice([0, 10, 30, 60, 90]))
            )
            for _ in range(2)
        ]
        found = difference(ticking, name, *ends)
        before, after = (totals(ticking, name, point) for point in ends)
        for measure in mart(name).measures:
            changes = [change for change in found.changes if change.measure == measure]
            assert sum(change.after - change.before for change in changes) == after[measure] - before[measure]
            for change in changes:
                assert sum(cause.delta for cause in change.causes) == change.after - change.before
                assert all(cause.rows > 0 for cause in change.causes)
                told += 1
    assert told


def totals(warehouse: Warehouse, name: str, point: PointOfView) -> dict[str, float]:
    """The sum of each additive measure over all rows of a mart."""
    rows = read_mart_at(warehouse, name, period=point.period, known_on=point.known_on).rows
    return {measure: sum(row[measure] or 0 for row in rows) for measure in mart(name).measures}
