"""Pooled orders: demands of South Sulawesi that the best assignment lets several businesses serve together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reports.partnership.market import DIGITS, Flows, Market


@dataclass(frozen=True)
class Part:
    """What the businesses of one regency give to a pooled order: how many they are, the amount in the demand's unit,
    and that in percent of all that the order gets.
    """

    office: str
    usaha: int
    terpasok: float
    persen: float


@dataclass(frozen=True)
class PooledOrder:
    """A demand that more than one business serves. ``usaha`` counts the hands, as records of their regencies;
    ``sendiri`` is the most that one of them could give with all its fitting products, were they for this demand alone.
    ``nilai_rp`` is what is sold by it.
    """

    office: str
    kode_permintaan: str
    volume: int
    terpasok: float
    usaha: int
    kabupaten: int
    sendiri: float
    nilai_rp: int
    bagian: tuple[Part, ...]


def pooled_orders(market: Market, sold: Flows) -> tuple[PooledOrder, ...]:
    """By office and code of the demand; the regencies of each by code."""
    businesses = _businesses(market)
    order = np.argsort(sold.demand, kind="stable")
    starts = np.searchsorted(sold.demand[order], np.arange(len(market.demands.code) + 1))
    shared = {}
    for demand, (begin, end) in enumerate(zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)):
        places = order[begin:end]
        if len(np.unique(businesses[sold.product[places]])) > 1:
            shared[demand] = places
    alone = dict(_most_of_one(market, businesses, list(shared)))
    return tuple(_order(market, sold, businesses, demand, places, alone[demand]) for demand, places in shared.items())


def _order(
    market: Market, sold: Flows, businesses: np.ndarray, demand: int, places: np.ndarray, alone: float
) -> PooledOrder:
    products, demands, volume = market.products, market.demands, int(market.demands.volume[demand])
    product, supplied = sold.product[places], sold.supplied[places]
    got, offices = min(float(supplied.sum()), float(volume)), products.office[product]
    parts = []
    for office in sorted(set(offices.tolist())):
        mine = offices == office
        amount = float(supplied[mine].sum())
        hands = len(np.unique(businesses[product[mine]]))
        share = 100 * amount / float(supplied.sum())
        parts.append(Part(office, hands, round(amount, DIGITS), round(share, DIGITS)))
    return PooledOrder(
        demands.office[demand],
        demands.code[demand],
        volume,
        round(got, DIGITS),
        sum(part.usaha for part in parts),
        len(parts),
        round(min(alone, float(volume)), DIGITS),
        round(float((sold.amount[places] * products.price[product]).sum())),
        tuple(parts),
    )


def _businesses(market: Market) -> np.ndarray:
    """A number for each product's business, which its office and code name."""
    offices, _ = pd.factorize(market.products.office)
    codes, names = pd.factorize(market.products.business)
    return offices.astype(np.int64) * (len(names) + 1) + codes


def _most_of_one(market: Market, businesses: np.ndarray, demands: list[int]) -> Iterator[tuple[int, float]]:
    """The most of each of these demands that one business alone could give."""
    order = np.argsort(market.demand, kind="stable")
    starts = np.searchsorted(market.demand[order], [demands, [demand + 1 for demand in demands]])
    for demand, begin, end in zip(demands, *starts.tolist(), strict=True):
        places = order[begin:end]
        product = market.product[places]
        could = market.products.capacity[product] * market.gives[places]
        _, place = np.unique(businesses[product], return_inverse=True)
        yield demand, float(np.bincount(place, could).max())
