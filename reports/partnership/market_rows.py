"""The rows behind the figures of the market: the products that fit a demand or serve it, and the demand itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from reports.partnership.market import Flows, Market
from reports.partnership.part_rows import shown_of
from reports.partnership.parts import Parts
from reports.partnership.pooled import PooledOrder
from reports.partnership.product_rows import ProductRows
from warehouse.figure_codes import MART, REPORT
from warehouse.figure_rows import KeyedRow, KeyedRows


def market_rows(market: Market, parts: Parts) -> Iterator[KeyedRows]:
    """Every figure that has rows behind it, as far as a page shows it."""
    of_products, demands, sold = ProductRows(market.products), market.demands, parts.sold
    grain = list(zip(demands.office.tolist(), demands.code.tolist(), strict=True))
    for at in shown_of(sorted(range(len(grain)), key=grain.__getitem__), lambda place: grain[place][1]):
        office, code = grain[at]
        fitting = np.sort(market.product[market.demand == at])
        yield of_products.at(f"{MART}permintaan", "produk_cocok", {"office": office, "kode_permintaan": code}, fitting)
        asked = {"kode_permintaan": code}
        yield _demand(f"{REPORT}pasar", asked, grain[at], int(demands.volume[at]))
        yield of_products.summed(f"{REPORT}pasar", "terpasok", asked, _given(market, sold, at, sold.supplied))
    for order in shown_of(parts.pooled, lambda order: order.kode_permintaan):
        yield from _pooled(market, sold, order, grain, of_products)
    yield from _parts_of_orders(market, sold, parts.pooled, grain, of_products)


def _pooled(
    market: Market, sold: Flows, order: PooledOrder, grain: list[tuple[str, str]], of_products: ProductRows
) -> Iterator[KeyedRows]:
    name, key = f"{REPORT}pesanan_bersama", (order.office, order.kode_permintaan)
    dimensions, at = {"pemesan": key[0], "kode_permintaan": key[1]}, grain.index(key)
    supplied = _given(market, sold, at, sold.supplied)
    yield _demand(name, dimensions, key, order.volume)
    yield of_products.summed(name, "terpasok", dimensions, supplied)
    yield from of_products.counted(name, dimensions, dict.fromkeys(("usaha", "kabupaten", "sendiri"), supplied > 0))
    worth = _given(market, sold, at, sold.amount * market.products.price[sold.product])
    yield of_products.summed(name, "nilai_rp", dimensions, worth)


def _parts_of_orders(
    market: Market,
    sold: Flows,
    orders: tuple[PooledOrder, ...],
    grain: list[tuple[str, str]],
    of_products: ProductRows,
) -> Iterator[KeyedRows]:
    """What each regency gives to an order."""
    name, offices = f"{REPORT}pesanan_bersama", market.products.office
    parts = [(order, part) for order in orders for part in order.bagian]
    for order, part in shown_of(parts, lambda row: row[0].kode_permintaan):
        key = order.office, order.kode_permintaan
        dimensions = {"pemesan": key[0], "kode_permintaan": key[1], "office": part.office}
        supplied = np.where(offices == part.office, _given(market, sold, grain.index(key), sold.supplied), 0)
        yield of_products.summed(name, "terpasok", dimensions, supplied)
        yield from of_products.counted(name, dimensions, dict.fromkeys(("usaha", "persen"), supplied > 0))


def _demand(name: str, dimensions: Mapping[str, str], key: tuple[str, str], volume: int) -> KeyedRows:
    """What was asked, which the demand itself says."""
    return KeyedRows(name, "volume", dimensions, 1, [KeyedRow("fct_permintaan", key, volume)])


def _given(market: Market, sold: Flows, at: int, amounts: np.ndarray) -> np.ndarray:
    """What each product gives to a demand, of the amounts that flow."""
    mine = sold.demand == at
    return np.bincount(sold.product[mine], amounts[mine], len(market.products))
