"""Who could supply whom in South Sulawesi: the assignment of capacity to demand that sells most, by linear programs.

One program a category. Products that fit the same demands, with the same yields up to a factor, flow through one node:
so a program has a column a product and a column for each pair of node and demand, not one for each pair of product and
demand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from reports.partnership.states import Products

DIGITS = 6
"""Decimals of quantities, in product and in demand units."""

_SAME = 12
"""Digits to which yields are one."""


@dataclass(frozen=True)
class Demands:
    """Demands by office and code; every array has one value a demand. ``volume`` is in the demand's own unit."""

    office: np.ndarray
    code: np.ndarray
    category: np.ndarray
    volume: np.ndarray


@dataclass(frozen=True)
class Market:
    """Which product fits which demand: by pair the places of ``product`` and ``demand``, in this order, and ``gives``,
    the demand units that one product unit gives.
    """

    products: Products
    demands: Demands
    product: np.ndarray
    demand: np.ndarray
    gives: np.ndarray


@dataclass(frozen=True)
class Served:
    """What a demand gets, in its own unit."""

    office: str
    kode_permintaan: str
    volume: int
    terpasok: float


@dataclass(frozen=True)
class Supply:
    """What a product gives to a demand, in product units."""

    office: str
    kode_produk: str
    kode_permintaan: str
    jumlah: float


@dataclass(frozen=True)
class Assignment:
    """The assignment that sells most."""

    nilai_rp: int
    terpenuhi: tuple[Served, ...]
    pasokan: tuple[Supply, ...]


@dataclass(frozen=True)
class Flows:
    """What the best assignment lets flow: by pair the places of ``product`` and ``demand``, ``amount`` in product
    units, and ``gives``, the demand units that one product unit gives.
    """

    product: np.ndarray
    demand: np.ndarray
    amount: np.ndarray
    gives: np.ndarray

    @property
    def supplied(self) -> np.ndarray:
        """What each of them supplies, in demand units."""
        return self.amount * self.gives


def assign(market: Market) -> Assignment:
    """The best assignment; every demand is named, also one that gets nothing."""
    return assignment(market, flows(market))


def flows(market: Market) -> Flows:
    """The best assignment as what flows between products and demands, by product and demand."""
    quantity = np.zeros(len(market.demand))
    categories = market.demands.category[market.demand]
    for category in np.unique(categories):
        places = (categories == category).nonzero()[0]
        quantity[places] = _best(market, places)
    quantity = np.round(quantity, DIGITS)
    sold = quantity > 0
    return Flows(market.product[sold], market.demand[sold], quantity[sold], market.gives[sold])


def assignment(market: Market, sold: Flows) -> Assignment:
    """What flows, told by demand and by product; every demand is named, also one that gets nothing."""
    products, demands = market.products, market.demands
    given = np.minimum(np.bincount(sold.demand, sold.supplied, len(demands.code)), demands.volume)
    return Assignment(
        round(float((sold.amount * products.price[sold.product]).sum())),
        tuple(
            Served(office, code, volume, round(got, DIGITS))
            for office, code, volume, got in zip(
                demands.office, demands.code, demands.volume.tolist(), given.tolist(), strict=True
            )
        ),
        tuple(
            Supply(office, key, code, each)
            for office, key, code, each in zip(
                products.office[sold.product],
                products.key[sold.product],
                demands.code[sold.demand],
                sold.amount.tolist(),
                strict=True,
            )
        ),
    )


def _best(market: Market, places: np.ndarray) -> np.ndarray:
    """Product units for each of these pairs, which are those of one category."""
    nodes = _Nodes.of(market, places)
    sold, flows = _solved(nodes)
    quantity = np.zeros(len(places))
    for pair, amount in _handed_out(nodes, sold, flows):
        quantity[pair] = amount
    return quantity


@dataclass(frozen=True)
class _Nodes:
    """The program of a category. Products are measured in what they give to their first demand.

    ``node``, ``first`` (its yield there), ``most`` (its capacity so measured), ``gain`` (rupiah for one of it): a value
    a product. ``edge_node``, ``edge_demand``, ``edge_yield``: a value a pair of node and demand, by node. ``volume``: a
    value a demand. ``start``: where the pairs of each product begin.
    """

    node: np.ndarray
    first: np.ndarray
    most: np.ndarray
    gain: np.ndarray
    edge_node: np.ndarray
    edge_demand: np.ndarray
    edge_yield: np.ndarray
    volume: np.ndarray
    start: np.ndarray

    @classmethod
    def of(cls, market: Market, places: np.ndarray) -> _Nodes:
        product, gives = market.product[places], market.gives[places]
        asked, demand = np.unique(market.demand[places], return_inverse=True)
        chosen, start, count = np.unique(product, return_index=True, return_counts=True)
        first = gives[start]
        ratios = _rounded(gives / np.repeat(first, count))
        node, ends = cls._alike(demand, ratios, start, start + count)
        edges = np.concatenate([np.arange(*end) for end in ends])
        return cls(
            node=node,
            first=first,
            most=market.products.capacity[chosen] * first,
            gain=market.products.price[chosen] / first,
            edge_node=np.repeat(np.arange(len(ends)), [end - begin for begin, end in ends]),
            edge_demand=demand[edges],
            edge_yield=ratios[edges],
            volume=market.demands.volume[asked].astype(float),
            start=start,
        )

    @staticmethod
    def _alike(
        demand: np.ndarray, ratios: np.ndarray, start: np.ndarray, end: np.ndarray
    ) -> tuple[np.ndarray, list[tuple[int, int]]]:
        """The node of each product: those with the same demands and ratios share one. For each node the pairs of its
        first product, from and to.
        """
        known: dict[tuple[bytes, bytes], int] = {}
        ends: list[tuple[int, int]] = []
        places = np.empty(len(start), dtype=np.int64)
        wide, narrow = ratios.tobytes(), demand.astype(np.int32).tobytes()
        for at, (begin, after) in enumerate(zip(start.tolist(), end.tolist(), strict=True)):
            place = known.setdefault((narrow[4 * begin : 4 * after], wide[8 * begin : 8 * after]), len(ends))
            if place == len(ends):
                ends.append((begin, after))
            places[at] = place
        return places, ends


def _rounded(ratios: np.ndarray) -> np.ndarray:
    """Rounds to so many digits, so that yields that differ by the last bit of a division are one."""
    scale = 10.0 ** (_SAME - 1 - np.floor(np.log10(ratios)))
    return np.round(ratios * scale) / scale


def _solved(nodes: _Nodes) -> tuple[np.ndarray, np.ndarray]:
    """What each product sells and what flows along each pair of node and demand, both in the product's measure.

    Raises RuntimeError where the solver does not end with an optimum: nothing may be told then.
    """
    import highspy

    class Solver(highspy.Highs):
        """One that says nothing: else making it already writes to standard output, where the report goes."""

        def enableCallbacks(self) -> None:
            self.silent()
            super().enableCallbacks()

    products, edges = len(nodes.node), len(nodes.edge_node)
    count = int(nodes.node.max()) + 1
    rows = count + len(nodes.volume)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = products + edges, rows
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.concatenate([nodes.gain, np.zeros(edges)])
    lp.col_lower_ = np.zeros(products + edges)
    lp.col_upper_ = np.concatenate([nodes.most, np.full(edges, highspy.kHighsInf)])
    lp.row_lower_ = np.concatenate([np.zeros(count), np.full(len(nodes.volume), -highspy.kHighsInf)])
    lp.row_upper_ = np.concatenate([np.zeros(count), nodes.volume])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = np.concatenate([np.arange(products), products + 2 * np.arange(edges + 1)]).astype(np.int32)
    flows = np.column_stack([nodes.edge_node, count + nodes.edge_demand]).ravel()
    lp.a_matrix_.index_ = np.concatenate([nodes.node, flows]).astype(np.int32)
    along = np.column_stack([np.full(edges, -1.0), nodes.edge_yield]).ravel()
    lp.a_matrix_.value_ = np.concatenate([np.ones(products), along])
    solver = Solver()
    for option, value in {"threads": 1, "random_seed": 0, "parallel": "off"}.items():
        solver.setOptionValue(option, value)
    solver.passModel(lp)
    solver.run()
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"the market's program has no optimum: {solver.modelStatusToString(status)}")
    solution = np.array(solver.getSolution().col_value)
    return np.clip(solution[:products], 0, nodes.most), np.maximum(solution[products:], 0)


def _handed_out(nodes: _Nodes, sold: np.ndarray, flows: np.ndarray) -> Iterator[tuple[int, float]]:
    """Each node's flows shared out to its products, in their order: which row of the pairs gets how many product
    units.
    """
    edges = np.searchsorted(nodes.edge_node, np.arange(nodes.edge_node[-1] + 2))
    left, node_before, at = [], -1, 0
    for product in np.argsort(nodes.node, kind="stable").tolist():
        node = int(nodes.node[product])
        if node != node_before:
            left, node_before, at = flows[edges[node] : edges[node + 1]].tolist(), node, 0
        rest = float(sold[product])
        while rest > 0 and at < len(left):
            amount = min(rest, left[at])
            if amount > 0:
                yield int(nodes.start[product]) + at, amount / float(nodes.first[product])
            rest -= amount
            left[at] -= amount
            at += left[at] <= 0
