"""The assignment against every whole assignment tried one by one, and against a program with a column for every pair."""

from __future__ import annotations

from itertools import product

import highspy
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.partnership.market import Assignment, Market, assign

COLUMNS = ["demand", "office", "kode_produk", "isi", "capacity", "price"]


def market(volumes: list[tuple[str, int]], pairs: list[tuple[int, str, float, int, int]]) -> Market:
    """Demands by category and volume, and pairs of demand, product, yield, capacity and price."""
    demands = pd.DataFrame(
        [("73.71", f"D-{at}", category, "kg", volume) for at, (category, volume) in enumerate(volumes)],
        columns=["office", "kode_permintaan", "kategori", "satuan", "volume"],
    )
    rows = [(demand, "76.05", *rest) for demand, *rest in pairs]
    return Market(
        demands, pd.DataFrame(rows, columns=COLUMNS).sort_values(["kode_produk", "demand"], ignore_index=True)
    )


def holds(made: Market, assignment: Assignment) -> None:
    """Nothing is sold twice, to whom it does not fit, or beyond what is asked; and the value is that of what is sold."""
    pairs = {(f"D-{row.demand}", row.kode_produk): row for row in made.fits.itertuples()}
    sold, given_, value = {}, {}, 0.0
    for supply in assignment.pasokan:
        row = pairs[supply.kode_permintaan, supply.kode_produk]
        sold[supply.kode_produk] = sold.get(supply.kode_produk, 0) + supply.jumlah
        given_[supply.kode_permintaan] = given_.get(supply.kode_permintaan, 0) + supply.jumlah * row.isi
        value += supply.jumlah * row.price
    for row in made.fits.itertuples():
        assert sold.get(row.kode_produk, 0) <= row.capacity + 1e-5
    for served in assignment.terpenuhi:
        assert served.terpasok == pytest.approx(given_.get(served.kode_permintaan, 0), abs=1e-4)
        assert served.terpasok <= served.volume
    assert assignment.nilai_rp == round(value)
    assert len(assignment.terpenuhi) == len(made.demands)


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


@given(small_markets())
def test_no_whole_assignment_sells_more(made: Market) -> None:
    rows = list(made.fits.itertuples())
    best = 0
    for quantities in product(*(range(row.capacity + 1) for row in rows)):
        sold, asked = {}, {}
        for row, quantity in zip(rows, quantities, strict=True):
            sold[row.kode_produk] = sold.get(row.kode_produk, 0) + quantity
            asked[row.demand] = asked.get(row.demand, 0) + quantity
        fits = all(sold[row.kode_produk] <= row.capacity for row in rows)
        if fits and all(asked[at] <= made.demands["volume"][at] for at in asked):
            best = max(best, sum(row.price * quantity for row, quantity in zip(rows, quantities, strict=True)))
    assignment = assign(made)
    assert assignment.nilai_rp == best
    holds(made, assignment)


def pair_by_pair(made: Market) -> float:
    """The program as figures.md says it, by the interior point method."""
    fits = made.fits
    lp = highspy.HighsLp()
    products, place = np.unique(fits["kode_produk"], return_inverse=True)
    lp.num_col_, lp.num_row_ = len(fits), len(products) + len(made.demands)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = fits["price"].to_numpy(dtype=float)
    lp.col_lower_, lp.col_upper_ = np.zeros(len(fits)), np.full(len(fits), highspy.kHighsInf)
    capacity = fits.groupby("kode_produk")["capacity"].first()[products].to_numpy(dtype=float)
    lp.row_lower_ = np.full(lp.num_row_, -highspy.kHighsInf)
    lp.row_upper_ = np.concatenate([capacity, made.demands["volume"].to_numpy(dtype=float)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = (2 * np.arange(len(fits) + 1)).astype(np.int32)
    rows = np.column_stack([place, len(products) + fits["demand"].to_numpy()])
    lp.a_matrix_.index_ = rows.ravel().astype(np.int32)
    lp.a_matrix_.value_ = np.column_stack([np.ones(len(fits)), fits["isi"].to_numpy()]).ravel()
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("solver", "ipm")
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
        for demand, (asked, _) in enumerate(volumes[:limit]):
            if asked == category:  # every third demand counts pieces, the others weight
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
