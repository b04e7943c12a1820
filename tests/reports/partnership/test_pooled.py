"""Pooled orders against the assignment counted business by business."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.partnership.market import Market, assignment, flows
from reports.partnership.pooled import pooled_orders
from tests.reports.partnership.test_market import market


@st.composite
def shared_markets(draw: st.DrawFn) -> Market:
    """Up to eight products of a few businesses in two regencies, where the same code is another business in the
    other.
    """
    volumes = [("Makanan", draw(st.integers(1, 9))) for _ in range(3)]
    pairs, owners = [], []
    for number in range(draw(st.integers(1, 8))):
        capacity, price = draw(st.integers(1, 5)), draw(st.integers(1, 9))
        gives = draw(st.sampled_from([1.0, 0.5, 3.0]))
        fitting = draw(st.sets(st.integers(0, 2), min_size=1))
        pairs += [(demand, f"K-{number}", gives, capacity, price) for demand in sorted(fitting)]
        owners.append((draw(st.sampled_from(["76.01", "76.05"])), draw(st.sampled_from(["U-1", "U-2"]))))
    made = market(volumes, pairs)
    columns = [np.array([owner[at] for owner in owners], dtype=object) for at in (0, 1)]
    return replace(made, products=replace(made.products, office=columns[0], business=columns[1]))


@settings(deadline=None)
@given(shared_markets())
def test_an_order_is_pooled_where_several_businesses_supply_it(market: Market) -> None:
    sold = flows(market)
    products = market.products
    hands: dict[str, dict[tuple[str, str], float]] = defaultdict(lambda: defaultdict(float))
    for at, demand, supplied in zip(sold.product, sold.demand, sold.supplied, strict=True):
        hands[market.demands.code[demand]][products.office[at], products.business[at]] += supplied
    could: dict[str, dict[tuple[str, str], float]] = defaultdict(lambda: defaultdict(float))
    for at, demand, gives in zip(market.product, market.demand, market.gives, strict=True):
        could[market.demands.code[demand]][products.office[at], products.business[at]] += products.capacity[at] * gives
    served = {row.kode_permintaan: row for row in assignment(market, sold).terpenuhi}
    orders = pooled_orders(market, sold)
    assert {order.kode_permintaan for order in orders} == {code for code, mine in hands.items() if len(mine) > 1}
    for order in orders:
        mine, demand = hands[order.kode_permintaan], served[order.kode_permintaan]
        assert (order.terpasok, order.volume, order.usaha) == (demand.terpasok, demand.volume, len(mine))
        assert order.sendiri == pytest.approx(min(order.volume, max(could[order.kode_permintaan].values())))
        for part in order.bagian:
            amounts = [amount for (office, _), amount in mine.items() if office == part.office]
            assert (part.usaha, part.terpasok) == (len(amounts), pytest.approx(sum(amounts), abs=1e-6))
        assert {part.office for part in order.bagian} == {office for office, _ in mine}
        assert len(order.bagian) == order.kabupaten
        assert sum(part.terpasok for part in order.bagian) == pytest.approx(order.terpasok, abs=1e-5)
        assert sum(part.persen for part in order.bagian) == pytest.approx(100, abs=1e-4)


def test_what_two_businesses_serve_together_is_told_with_what_one_alone_could() -> None:
    """Ten are asked; U-1 has six, U-2 five, and U-2 of the other regency nothing that fits this demand."""
    pairs = [(0, "K-0", 1.0, 6, 9), (0, "K-1", 1.0, 5, 5), (1, "K-2", 1.0, 8, 1)]
    made = market([("Makanan", 10), ("Kriya", 8)], pairs)
    columns = [np.array(values, dtype=object) for values in (["76.05", "76.05", "76.01"], ["U-1", "U-2", "U-2"])]
    made = replace(made, products=replace(made.products, office=columns[0], business=columns[1]))
    [order] = pooled_orders(made, flows(made))
    assert (order.kode_permintaan, order.terpasok, order.sendiri, order.nilai_rp) == ("D-0", 10.0, 6.0, 6 * 9 + 4 * 5)
    [part] = order.bagian
    assert (part.office, part.usaha, part.terpasok, part.persen) == ("76.05", 2, 10.0, 100.0)
