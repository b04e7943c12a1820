"""The products behind the figures of the report's own parts: what a lighter list opens, what stands in the way, what is
one step away, what fits a demand. ``behind`` finds the same by a figure's code; here all are found at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from reports.partnership.market import Market
from reports.partnership.one_step import OneStep, one_step_away
from reports.partnership.states import Products, Readiness, Retailer
from reports.partnership.unlock import Unlock, unlocks
from reports.partnership.unlock_tables import MOST_PAIRS
from warehouse.figure_codes import MART, REPORT

MOST_STEPS = 40
"""Figures of products one step away that have a list, those that mentoring can mend and those that it cannot each: as
many as a page shows.
"""


@dataclass(frozen=True)
class PartRows:
    """A figure by its name in a code, and the places of its products among ``products``, which stand in order."""

    name: str
    measure: str
    dimensions: Mapping[str, str]
    products: Products
    places: np.ndarray


def part_rows(now: Readiness, market: Market) -> Iterator[PartRows]:
    """Every figure that has a list and is not nothing, what may be proposed first."""
    lists = (*_opened(now), *_near(now), *_lacking(now), *_fitting(market))
    return (entry for entry in lists if len(entry.places))


def _opened(now: Readiness) -> Iterator[PartRows]:
    for retailer, lacks, surely, entry in zip(now.retailers, now.lacks, now.surely, unlocks(now), strict=True):
        pairs = sorted(entry.pasangan, key=lambda pair: (-pair.membuka, -pair.membuka_atas))[:MOST_PAIRS]
        sets = (best.persyaratan for best in (*entry.terbaik_ritel, *entry.terbaik, *pairs))
        for names in dict.fromkeys([*((single.persyaratan,) for single in entry.tanpa), *sets]):
            mask = retailer.mask_of(names)
            dimensions = {"ritel": retailer.name, "persyaratan": ";".join(names)}
            opened = (lacks > 0) & (lacks & ~mask == 0)
            at_most = (lacks > 0) & (surely & ~mask == 0)
            for measure, chosen in (("membuka", opened), ("membuka_atas", at_most)):
                yield PartRows(f"{REPORT}pembukaan", measure, dimensions, now.products, np.flatnonzero(chosen))
        yield from _past_thresholds(now, retailer, lacks, surely, entry)


def _past_thresholds(
    now: Readiness, retailer: Retailer, lacks: np.ndarray, surely: np.ndarray, entry: Unlock
) -> Iterator[PartRows]:
    highest = {requirement.name: requirement.highest for requirement in retailer.requirements}
    for step in entry.ambang:
        mask = retailer.mask_of((step.persyaratan,))
        amounts = now.products.amounts[step.persyaratan]
        meets = amounts <= step.nilai if highest[step.persyaratan] else amounts >= step.nilai
        dimensions = {"ritel": retailer.name, "persyaratan": step.persyaratan, "nilai": str(step.nilai)}
        chosen = np.flatnonzero((lacks == mask) & (surely == mask) & meets)
        yield PartRows(f"{REPORT}ambang", "membuka", dimensions, now.products, chosen)


def _near(now: Readiness) -> Iterator[PartRows]:
    steps = sorted(one_step_away(now), key=lambda step: (-step.jumlah, step.ritel, step.persyaratan, step.office))
    mended, others = ([step for step in steps if bool(step.topik) == has_topic] for has_topic in (True, False))
    for step in (*mended[:MOST_STEPS], *others[:MOST_STEPS]):
        yield from _of_step(now, step)


def _of_step(now: Readiness, step: OneStep) -> Iterator[PartRows]:
    place = next(place for place, retailer in enumerate(now.retailers) if retailer.name == step.ritel)
    mask = now.retailers[place].mask_of((step.persyaratan,))
    alone = np.flatnonzero(now.lacks[place] == mask)
    here = alone[now.products.office[alone] == step.office]
    dimensions = {"ritel": step.ritel, "persyaratan": step.persyaratan, "office": step.office}
    for measure, places in (("jumlah", here), ("tidak_pasti", here[now.surely[place][here] == 0])):
        yield PartRows(f"{REPORT}satu_langkah", measure, dimensions, now.products, places)


def _lacking(now: Readiness) -> Iterator[PartRows]:
    for retailer, lacks in zip(now.retailers, now.lacks, strict=True):
        for number, requirement in enumerate(retailer.requirements):
            bit = retailer.bit(number)
            dimensions = {"ritel": retailer.name, "persyaratan": requirement.name}
            for measure, chosen in (("produk", lacks & bit > 0), ("sendirian", lacks == bit)):
                yield PartRows(f"{REPORT}hambatan", measure, dimensions, now.products, np.flatnonzero(chosen))


def _fitting(market: Market) -> Iterator[PartRows]:
    for demand, (office, code) in enumerate(zip(market.demands.office, market.demands.code, strict=True)):
        places = np.sort(market.product[market.demand == demand])
        dimensions = {"office": office, "kode_permintaan": code}
        yield PartRows(f"{MART}permintaan", "produk_cocok", dimensions, market.products, places)
