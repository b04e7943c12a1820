"""Did mentoring help: what was lacking three months ago and is met now, with and without a visit. An observation
only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt

import numpy as np

from reports.partnership.states import Products, Readiness

Z = 1.959963984540054
"""The quantile of 95 % bounds."""

MONTHS = 3
"""How far back it looks."""


@dataclass(frozen=True)
class Visit:
    """A business that was mentored on a topic."""

    office: str
    business: str
    topic: str


@dataclass(frozen=True)
class Effect:
    """How many of ``jumlah`` requirements that products lacked are met now, with Wilson's 95 % bounds of the share."""

    topik: str
    dibantu: int
    jumlah: int
    terpenuhi_kini: int
    bawah: float
    atas: float


@dataclass(frozen=True)
class Triples:
    """One requirement of one retailer in both months, over the products of both: their ``places`` in the later month;
    whether it was ``unmet`` in the earlier one, is ``met`` now, and whether its business was ``helped`` since.
    """

    topic: str
    places: np.ndarray
    unmet: np.ndarray
    met: np.ndarray
    helped: np.ndarray


@dataclass(frozen=True)
class Moved:
    """Of each product of the later month, how many requirements were ``unmet`` in the earlier one, and how many of
    those are ``met`` now.
    """

    unmet: np.ndarray
    met: np.ndarray


ByTopic = Mapping[tuple[str, bool], Moved]
"""By topic, and whether the product's business was helped on it."""


def moved(before: Readiness, now: Readiness, visits: Collection[Visit]) -> ByTopic:
    """What the products of both months lacked and what of that they meet, over retailers and requirements of both,
    without and with a visit since ``before``.
    """
    counts: dict[tuple[str, bool], Moved] = {}
    for triple in triples(before, now, visits):
        for helped in (False, True):
            if (triple.topic, helped) not in counts:
                unmet, met = (np.zeros(len(now.products), dtype=np.int64) for _ in range(2))
                counts[triple.topic, helped] = Moved(unmet, met)
            mine = triple.unmet & (triple.helped == helped)
            counts[triple.topic, helped].unmet[triple.places] += mine
            counts[triple.topic, helped].met[triple.places] += mine & triple.met
    return {key: counts[key] for key in sorted(counts)}


def effects(moved: ByTopic) -> tuple[Effect, ...]:
    """The effect by topic, without and with a visit, where anything was unmet."""
    sums = {key: (int(each.unmet.sum()), int(each.met.sum())) for key, each in moved.items()}
    return tuple(
        Effect(topic, int(helped), count, met, *wilson(met, count))
        for (topic, helped), (count, met) in sums.items()
        if count
    )


def triples(before: Readiness, now: Readiness, visits: Collection[Visit]) -> Iterator[Triples]:
    """Every requirement that some mentoring mends and that a retailer has in both months."""
    place_before, place_now = _in_both(before.products, now.products)
    helped_by_topic: dict[str, np.ndarray] = {}
    places = {retailer.name: place for place, retailer in enumerate(before.retailers)}
    for retailer, lacks in zip(now.retailers, now.lacks, strict=True):
        if retailer.name not in places:
            continue
        former = before.retailers[places[retailer.name]]
        lacked, still = before.lacks[places[retailer.name]][place_before], lacks[place_now]
        bits = {requirement.name: former.bit(at) for at, requirement in enumerate(former.requirements)}
        for at, requirement in enumerate(retailer.requirements):
            topic = requirement.topic
            if topic is None or requirement.name not in bits:
                continue
            if topic not in helped_by_topic:
                helped_by_topic[topic] = _helped(now.products, place_now, visits, topic)
            unmet, met = lacked & bits[requirement.name] > 0, still & retailer.bit(at) == 0
            yield Triples(topic, place_now, unmet, met, helped_by_topic[topic])


def wilson(successes: int, count: int) -> tuple[float, float]:
    """Wilson's 95 % bounds of a share, without correction of continuity."""
    share, square = successes / count, Z * Z
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = Z * sqrt(share * (1 - share) / count + square / (4 * count * count)) / (1 + square / count)
    return max(0.0, middle - half), min(1.0, middle + half)


def _in_both(before: Products, now: Products) -> tuple[np.ndarray, np.ndarray]:
    """The places of the products that both months count, in each."""
    place_now = now.places(before.office, before.key)
    both = place_now >= 0
    return both.nonzero()[0], place_now[both]


def _helped(products: Products, places: np.ndarray, visits: Collection[Visit], topic: str) -> np.ndarray:
    """Whether each product's business was visited on the topic."""
    visited = {(visit.office, visit.business) for visit in visits if visit.topic == topic}
    owners = zip(products.office[places].tolist(), products.business[places].tolist(), strict=True)
    return np.array([owner in visited for owner in owners], dtype=bool)
