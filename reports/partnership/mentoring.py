"""The mentoring plan of a regency: at most so many visits, and the greatest value that they can open. Exact.

What visits to one business open does not depend on other businesses. So each has a frontier, the most that one visit,
two visits and so on open there; and a knapsack over the businesses shares the visits out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from reports.partnership.states import Readiness, grouped

USUAL_VISITS = 20
MOST_VISITS = 1000
"""More than any office makes in a month; the plan's time grows with the square of it."""


@dataclass(frozen=True, order=True)
class PlannedVisit:
    """One business on one topic. What it is called is told with the report's data."""

    kode_umkm: str
    topik: str
    nama_usaha: str | None = None


@dataclass(frozen=True)
class CurvePoint:
    """What the best plan of so many visits opens."""

    kunjungan: int
    nilai_rp: int
    produk: int


@dataclass(frozen=True)
class Plan:
    """The best plan of a regency, with as few visits as reach its value; ``kurva`` from no visit to all of them."""

    office: str
    kunjungan: int
    nilai_rp: int
    produk: int
    visits: tuple[PlannedVisit, ...]
    kurva: tuple[CurvePoint, ...]


@dataclass(frozen=True)
class Frontier:
    """For each business (rows) and number of visits from 0 (columns): the most that they open, how many products that
    is, and the set of topics that does it, as a mask. ``values`` hold whole rupiah, in 64 bits where those suffice.
    """

    businesses: tuple[str, ...]
    topics: tuple[str, ...]
    values: np.ndarray
    products: np.ndarray
    sets: np.ndarray


@dataclass(frozen=True)
class Mentoring:
    """What visits can open, by office: the places of its products, and the frontier of its businesses. ``ways`` are
    those of :func:`_ways`, ``mendable`` says which products are ready nowhere now and could be somewhere.
    """

    readiness: Readiness
    topics: tuple[str, ...]
    ways: np.ndarray
    mendable: np.ndarray
    places: Mapping[str, np.ndarray]
    frontiers: Mapping[str, Frontier]

    @classmethod
    def of(cls, readiness: Readiness) -> Mentoring:
        """That of every office with counted products."""
        topics, products = topics_of(readiness), readiness.products
        ways = _ways(readiness, topics)
        mendable = _mendable(readiness, ways)
        worth = np.where(mendable, products.value, -1)
        places = {office: those for (office,), those in grouped(products.office)}
        frontiers = {
            office: _frontier(products.business[those], worth[those], ways[:, those], topics)
            for office, those in places.items()
        }
        return cls(readiness, topics, ways, mendable, places, frontiers)

    def plans(self, visits: int) -> tuple[Plan, ...]:
        """The plan of each office, by code point."""
        return tuple(_plan(office, frontier, visits) for office, frontier in self.frontiers.items())

    def opened_by(self, plan: Plan) -> np.ndarray:
        """The places of the products that a plan opens."""
        done: dict[str, int] = {}
        for visit in plan.visits:
            done[visit.kode_umkm] = done.get(visit.kode_umkm, 0) | 1 << self.topics.index(visit.topik)
        mine = self.places[plan.office]
        mine = mine[self.mendable[mine]]
        made = np.array([done.get(business, 0) for business in self.readiness.products.business[mine]], dtype=np.int64)
        ways = self.ways[:, mine]
        return mine[np.any((ways >= 0) & (ways & ~made == 0), axis=0)]


def plans(readiness: Readiness, visits: int) -> tuple[Plan, ...]:
    """The plan of each office with counted products, by code point."""
    return Mentoring.of(readiness).plans(visits)


def _mendable(readiness: Readiness, ways: np.ndarray) -> np.ndarray:
    """Whether a product is ready nowhere now, and mentoring could open it somewhere."""
    if not readiness.retailers:
        return np.zeros(len(readiness.products), dtype=bool)
    return np.all([lacks > 0 for lacks in readiness.lacks], axis=0) & np.any(ways >= 0, axis=0)


def topics_of(readiness: Readiness) -> tuple[str, ...]:
    """Every topic that mends a requirement of some retailer, by code point."""
    named = {entry.topic for retailer in readiness.retailers for entry in retailer.requirements if entry.topic}
    return tuple(sorted(named))


def _ways(readiness: Readiness, topics: tuple[str, ...]) -> np.ndarray:
    """For each retailer and product the topics that open it there, as a mask; −1 where mentoring cannot."""
    ways = np.zeros((len(readiness.retailers), len(readiness.products)), dtype=np.int64)
    for place, (retailer, lacks) in enumerate(zip(readiness.retailers, readiness.lacks, strict=True)):
        for at, requirement in enumerate(retailer.requirements):
            lacking = lacks & retailer.bit(at) > 0
            if requirement.topic is None:
                ways[place, lacking] = -1
            else:
                ways[place, lacking & (ways[place] >= 0)] |= 1 << topics.index(requirement.topic)
    return ways


def _frontier(businesses: np.ndarray, worth: np.ndarray, ways: np.ndarray, topics: tuple[str, ...]) -> Frontier:
    """The frontier of each business of one office. ``worth`` is −1 where nothing can be opened."""
    mine = (worth >= 0).nonzero()[0]
    mine = mine[np.argsort(businesses[mine], kind="stable")]
    names, starts = np.unique(businesses[mine], return_index=True)
    amounts = worth[mine]
    amounts = amounts if sum(amounts.tolist()) < 1 << 62 else amounts.astype(object)
    shape = (len(names), len(topics) + 1)
    values, products = np.zeros(shape, dtype=amounts.dtype), np.zeros(shape, dtype=np.int64)
    sets = np.zeros(shape, dtype=np.int64)
    if not len(names):
        return Frontier((), topics, values, products, sets)
    for size in range(1, len(topics) + 1):
        values[:, size] = -1
        for chosen in combinations(range(len(topics)), size):
            mask = sum(1 << place for place in chosen)
            opened = np.any((ways[:, mine] >= 0) & (ways[:, mine] & ~mask == 0), axis=0)
            opens = np.add.reduceat(np.where(opened, amounts, 0), starts)
            better = (opens > values[:, size]).astype(bool)
            values[better, size] = opens[better]
            products[better, size] = np.add.reduceat(opened.astype(np.int64), starts)[better]
            sets[better, size] = mask
    return Frontier(tuple(names.tolist()), topics, values, products, sets)


def _plan(office: str, frontier: Frontier, visits: int) -> Plan:
    rows = _worth_asking(frontier.values, visits)
    value, products, chosen = _shared_out(frontier.values[rows], frontier.products[rows], visits)
    used = next(count for count in range(visits + 1) if value[count] == value[visits])
    curve = [CurvePoint(count, int(value[count]), int(products[count])) for count in range(visits + 1)]
    planned = sorted(
        PlannedVisit(frontier.businesses[rows[at]], topic)
        for at, size in _walk_back(chosen, used)
        for place, topic in enumerate(frontier.topics)
        if frontier.sets[rows[at], size] >> place & 1
    )
    return Plan(office, visits, int(value[used]), int(products[used]), tuple(planned), tuple(curve))


def _worth_asking(values: np.ndarray, visits: int) -> np.ndarray:
    """The rows of businesses that some best plan needs no other than: of each number of visits those that open most.

    A plan names at most ``visits`` businesses. If it gives one of them a number of visits at which as many others open
    at least as much, then one of those is not in the plan and can take its place.
    """
    best = [np.argsort(-values[:, size], kind="stable")[:visits] for size in range(1, values.shape[1])]
    return np.unique(np.concatenate(best)) if best else np.array([], dtype=np.int64)


def _shared_out(values: np.ndarray, products: np.ndarray, visits: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The knapsack: by number of visits the greatest value and its products; and how many visits each business takes
    there. A business takes more only where that opens more.
    """
    value = np.zeros(visits + 1, dtype=values.dtype)
    opened = np.zeros(visits + 1, dtype=np.int64)
    chosen = np.zeros((len(values), visits + 1), dtype=np.int8)
    for row in range(len(values)):
        before, opened_before = value.copy(), opened.copy()
        for size in range(1, min(values.shape[1] - 1, visits) + 1):
            offered = before[: visits + 1 - size] + values[row, size]
            better = (offered > value[size:]).nonzero()[0]
            value[better + size] = offered[better]
            opened[better + size] = opened_before[better] + products[row, size]
            chosen[row, better + size] = size
    return value, opened, chosen


def _walk_back(chosen: np.ndarray, visits: int) -> Iterator[tuple[int, int]]:
    """The businesses of the plan of so many visits, with the visits of each."""
    for row in range(len(chosen) - 1, -1, -1):
        size = int(chosen[row, visits])
        if size:
            yield row, size
            visits -= size
