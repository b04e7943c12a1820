"""The first products behind a figure, in their order, with what each adds to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from reports.partnership.states import Products
from warehouse.figure_rows import MOST_ROWS, KeyedRow, KeyedRows

DIGITS = 6
"""Decimals of what a product adds."""


@dataclass(frozen=True)
class ProductRows:
    """Lists of these products, which stand by office and key."""

    products: Products

    def counted(
        self, name: str, dimensions: Mapping[str, str], chosen: Mapping[str, np.ndarray]
    ) -> Iterator[KeyedRows]:
        """Figures that count products: by measure whether each product is one of them."""
        for measure, mine in chosen.items():
            yield self.at(name, measure, dimensions, np.flatnonzero(mine))

    def summed(self, name: str, measure: str, dimensions: Mapping[str, str], adds: np.ndarray) -> KeyedRows:
        """A figure to which each product adds so much; those that add nothing are none of its rows."""
        places = np.flatnonzero(adds)
        return self.at(name, measure, dimensions, places, adds[places])

    def at(
        self,
        name: str,
        measure: str,
        dimensions: Mapping[str, str],
        places: np.ndarray,
        adds: np.ndarray | None = None,
    ) -> KeyedRows:
        """A figure of the products at these places, which stand in order; each adds one where nothing else is said."""
        first = places[:MOST_ROWS]
        amounts = [1] * len(first) if adds is None else [_plain(amount) for amount in adds[:MOST_ROWS].tolist()]
        offices, keys = self.products.office[first].tolist(), self.products.key[first].tolist()
        rows = [
            KeyedRow("dim_produk", (office, key), amount)
            for office, key, amount in zip(offices, keys, amounts, strict=True)
        ]
        return KeyedRows(name, measure, dimensions, len(places), rows)


def _plain(amount: float) -> int | float:
    rounded = round(amount, DIGITS)
    return int(rounded) if float(rounded).is_integer() else rounded
