"""The assignment against every whole assignment tried one by one, and against a program with a column for every
pair.
"""

from __future__ import annotations

from collections import Counter
from itertools import product

import highspy
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.partnership.market import Assignment, Demands, Market, assign
from reports.partnership.states import Products


def market(volumes: list[tuple[str, int]], pairs: list[tuple[int, str, float, int, int]]) -> Market:
    """Demands by category and volume, and pairs of demand, product, yield, capacity and price."""
    keys = sorted({key for _, key, *_ in pairs})
    offers = {key: (capacity, price) for _, key, _, capacity, price in pairs}
    texts = [np.array([value] * len(keys), dtype=object) for value in ("76.05", "MJN-0001", "Makanan")]
    capacity, price = (np.array([offers[key][at] for key in keys], dtype=np.int64) for at in (0, 1))
    office, business, category = texts
    products = Products(office, np.array(keys, dtype=object), business, category, price, capacity, {})
    demands = Demands(
        np.array(["73.71"] * len(volumes), dtype=object),
        np.array([f"D-{at}" for at in range(len(volumes))], dtype=object),
        np.array([category for category, _ in volumes], dtype=object),
        np.array([volume for _, volume in volumes], dtype=np.int64),
    )
    rows = sorted((keys.index(key), demand, gives) for demand, key, gives, *_ in pairs)
    product, demand, gives = (np.array([row[at] for row in rows]) for at in range(3))
    return Market(products, demands, product.astype(np.int64), demand.astype(np.int64), gives.astype(float))


def rows_of(market: Market) -> list[tuple[int, int, float, int, int]]:
    """Every pair as product, demand, yield, capacity, price."""
    capacity, price = market.products.capacity[market.product], market.products.price[market.product]
    columns = (market.product, market.demand, market.gives, capacity, price)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def holds(market: Market, assignment: Assignment) -> None:
    """Nothing is sold twice, to whom it does not fit, or beyond what is asked; and the value is that of what is
    sold.
    """
    pairs = {
        (f"D-{demand}", market.products.key[at]): (gives, price) for at, demand, gives, _, price in rows_of(market)
    }
    sold, given_, value = Counter(), Counter(), 0.0
    for supply in assignment.pasokan:
        gives, price = pairs[supply.kode_permintaan, supply.kode_produk]
        sold[supply.kode_produk] += supply.jumlah
        given_[supply.kode_permintaan] += supply.jumlah * gives
        value += supply.jumlah * price
    for at, _, _, capacity, _ in rows_of(market):
        assert sold[market.products.key[at]] <= capacity + 1e-5
    for served in assignment.terpenuhi:
        assert served.terpasok == pytest.approx(given_[served.kode_permintaan], abs=1e-4)
        assert served.terpasok <= served.volume
    assert assignment.nilai_rp == round(value)
    assert len(assignment.terpenuhi) == len(market.demands.code)


@st.composite
def small_markets(draw: st.DrawFn) -> Market:
    """Up to three products and two demands of one unit, in small whole numbers: some best assignment is whole, too."""
    volumes = [("Makanan", draw(st.integers(1, 4))) for _ in range(2)]
    pairs = []
    for number in range(draw(st.integers(0, 3))):
        capacity, price = draw(st.integers(1, 3)), draw(st.integers(1, 9))
        fitting = draw(st.sets(st.integers(0, 1)))
        pairs += [(demand, f"K-{number}", 1.0, capacity, price) for demand in sorted(fitting)]
    return market(volumes, pairs)


@settings(deadline=None)
@given(small_markets())
def test_no_whole_assignment_sells_more(market: Market) -> None:
    rows, best = rows_of(market), 0
    for quantities in product(*(range(capacity + 1) for _, _, _, capacity, _ in rows)):
        sold, bought = Counter(), Counter()
        for (at, demand, *_), quantity in zip(rows, quantities, strict=True):
            sold[at] += quantity
            bought[demand] += quantity
        fits = all(sold[at] <= capacity for at, _, _, capacity, _ in rows)
        if fits and all(bought[at] <= market.demands.volume[at] for at in bought):
            best = max(best, sum(price * quantity for (*_, price), quantity in zip(rows, quantities, strict=True)))
    assignment = assign(market)
    assert assignment.nilai_rp == best
    holds(market, assignment)


def pair_by_pair(market: Market) -> float:
    """The program as figures.md says it, by the interior point method."""
    lp = highspy.HighsLp()
    products, pairs = len(market.products), len(market.product)
    lp.num_col_, lp.num_row_ = pairs, products + len(market.demands.code)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = market.products.price[market.product].astype(float)
    lp.col_lower_, lp.col_upper_ = np.zeros(pairs), np.full(pairs, highspy.kHighsInf)
    lp.row_lower_ = np.full(lp.num_row_, -highspy.kHighsInf)
    lp.row_upper_ = np.concatenate([market.products.capacity, market.demands.volume]).astype(float)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = (2 * np.arange(pairs + 1)).astype(np.int32)
    lp.a_matrix_.index_ = np.column_stack([market.product, products + market.demand]).ravel().astype(np.int32)
    lp.a_matrix_.value_ = np.column_stack([np.ones(pairs), market.gives]).ravel()
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("solver", "ipm")
    solver.setOptionValue("threads", 1)  # the first solver of a process says how many for all of them
    solver.passModel(lp)
    solver.run()
    return solver.getObjectiveValue()


@pytest.mark.parametrize("seed", range(8))
def test_the_program_by_nodes_sells_what_the_program_by_pairs_sells(seed: int) -> None:
    chance = np.random.default_rng(seed)
    volumes = [(str(chance.choice(["Makanan", "Kriya"])), int(chance.integers(50, 4000))) for _ in range(12)]
    pairs = []
    for number in range(150):
        category, size = chance.choice(["Makanan", "Kriya"]), float(chance.choice([0.1, 0.25, 1.0]))
        capacity, price, limit = int(chance.integers(1, 300)), int(chance.integers(1, 90)), int(chance.integers(1, 13))
        for demand, (volume, _) in enumerate(volumes[:limit]):
            if volume == category:  # every third demand counts pieces, the others weight
                pairs.append((demand, f"K-{number:03}", 1.0 if demand % 3 == 0 else size, capacity, price))
    made = market(volumes, pairs)
    assignment = assign(made)
    assert assignment.nilai_rp == pytest.approx(pair_by_pair(made), rel=1e-6)
    holds(made, assignment)
    assert assign(made) == assignment


def test_a_demand_that_nothing_fits_is_named_with_nothing() -> None:
    assignment = assign(market([("Makanan", 5)], []))
    assert [(served.kode_permintaan, served.terpasok) for served in assignment.terpenuhi] == [("D-0", 0)]
    assert (assignment.nilai_rp, assignment.pasokan) == (0, ())


def test_making_the_solver_writes_nothing_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    assign(market([("Makanan", 5)], [(0, "K-1", 1.0, 3, 10)]))
    assert capfd.readouterr() == ("", "")
