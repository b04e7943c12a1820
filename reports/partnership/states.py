"""What each counted product lacks for each retailer, as bit masks: one integer a product, one bit a requirement."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

RETAILER = "ritel"
"""The group of requirements that the retailer itself can change."""


@dataclass(frozen=True)
class Requirement:
    """A compulsory requirement that the workbooks tell something about. ``group`` says who can change it, ``topic``
    which mentoring mends it (None: none does), ``threshold`` the value that it asks for, ``negotiable`` whether its
    list says that it may be talked about.
    """

    name: str
    group: str
    topic: str | None = None
    threshold: float | None = None
    negotiable: bool = False

    @property
    def highest(self) -> bool:
        """Whether a product must stay under the threshold; over the others it must come."""
        return self.name == "Harga Maksimal"


@dataclass(frozen=True)
class Retailer:
    """A retailer and its compulsory requirements by code point of their names. The first has the highest bit."""

    name: str
    requirements: tuple[Requirement, ...]

    def bit(self, place: int) -> int:
        """The bit of the requirement at this place."""
        return 1 << (len(self.requirements) - 1 - place)

    def names(self, mask: int) -> tuple[str, ...]:
        """The names of the requirements in a mask, by code point."""
        return tuple(entry.name for place, entry in enumerate(self.requirements) if mask & self.bit(place))

    def mask_of(self, names: Collection[str]) -> int:
        """The requirements of these names, as far as the retailer has them."""
        return sum(self.bit(place) for place, entry in enumerate(self.requirements) if entry.name in names)

    def mask(self, *, group: str) -> int:
        """All requirements of a group."""
        return sum(self.bit(place) for place, entry in enumerate(self.requirements) if entry.group == group)


@dataclass(frozen=True)
class Products:
    """Counted products by office and key; every array has one value a product.

    ``office``, ``key``, ``business`` (the owner's code) and ``category`` are text. ``price`` is in rupiah, ``capacity``
    in product units a month (0 where it is not told), ``value`` their product in rupiah. ``amounts`` gives, by
    requirement with a threshold, what is compared with it (NaN where it is not told).
    """

    office: np.ndarray
    key: np.ndarray
    business: np.ndarray
    category: np.ndarray
    price: np.ndarray
    capacity: np.ndarray
    amounts: Mapping[str, np.ndarray]

    @property
    def value(self) -> np.ndarray:
        """What a product is worth a month, in rupiah."""
        return self.price * self.capacity

    def places(self, office: np.ndarray, key: np.ndarray) -> np.ndarray:
        """The places of the products of these offices and keys; −1 for one that is not here."""
        places = np.full(len(key), -1, dtype=np.int64)
        for name in pd.unique(office):
            rows, start = (office == name).nonzero()[0], np.searchsorted(self.office, name)
            here = pd.Index(self.key[start : np.searchsorted(self.office, name, side="right")])
            within = here.get_indexer(key[rows])
            places[rows] = np.where(within < 0, -1, start + within)
        return places

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True)
class Readiness:
    """What the products lack: by place of the retailer, a mask a product. ``surely`` leaves out what is only not known
    or withheld.
    """

    retailers: tuple[Retailer, ...]
    products: Products
    lacks: tuple[np.ndarray, ...]
    surely: tuple[np.ndarray, ...]


def whole_sum(values: np.ndarray) -> int:
    """The sum of whole numbers, however large: 64 bits do not hold the money of many large products."""
    return sum(values.tolist())


def grouped(*columns: np.ndarray) -> list[tuple[tuple, np.ndarray]]:
    """The places of rows by their values in these columns, in the order of the values."""
    places: dict[tuple, list[int]] = {}
    for place, values in enumerate(zip(*columns, strict=True)):
        places.setdefault(values, []).append(place)
    return [(values, np.array(places[values])) for values in sorted(places)]
