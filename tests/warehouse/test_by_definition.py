"""Every mart, from any point of view of random worlds, is what its definition says, read literally over what was
sent.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from schemas.period import Period
from tests.warehouse.by_definition import Figures, Seen
from tests.warehouse.random_world import MONTHS, World, moments
from warehouse.engine import Warehouse
from warehouse.mart_reading import at_point, mart_rows
from warehouse.marts import MARTS
from warehouse.marts.description import mart
from warehouse.point_of_view import PointOfView

NAMES = [name for name in MARTS if hasattr(Seen, name)]
STEPS, LOOKS = 14, 4


@pytest.mark.parametrize(
    ("databases", "seed"), [("sqlite", 1), ("sqlite", 2), ("postgresql", 3)], indirect=["databases"]
)
def test_every_mart_is_what_its_definition_says(ticking: Warehouse, seed: int) -> None:
    world, chance = World(ticking, seed, STEPS), random.Random(seed)
    statements, corrections = world.statements(), world.corrections()
    for _ in range(LOOKS):
        period, moment = chance.choice([*MONTHS, "2026-10"]), chance.choice(moments(statements, corrections)[2:])
        seen = Seen(statements, period, moment, corrections)
        with at_point(ticking, period=Period.read(period), known_on=moment) as (connection, point):
            assert point == PointOfView(Period.read(period), moment)
            for name in NAMES:
                described = mart(name)
                expected = getattr(seen, name)()
                got = told(mart_rows(connection, described), described.figures.grain, expected)
                assert got == plain(expected), (name, period, moment)


def told(rows: Iterable[Mapping[str, Any]], grain: Iterable[str], expected: Figures) -> Figures:
    """A mart's rows by grain, with the measures that the definition was asked for."""
    names = next(iter(expected.values()), {})
    return plain({tuple(row[name] for name in grain): {name: row[name] for name in names} for row in rows})


def plain(figures: Figures) -> Figures:
    return {key: {name: _plain(value) for name, value in row.items()} for key, row in figures.items()}


def _plain(value: Any) -> Any:
    return round(float(value), 6) if isinstance(value, Decimal | float | int) and not isinstance(value, bool) else value
