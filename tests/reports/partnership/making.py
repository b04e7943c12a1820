"""Small states made up by chance, and what figures.md says of them in the plainest way: sets and loops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import strategies as st

from reports.partnership.lists import Lists
from reports.partnership.states import Products, Readiness, Requirement, Retailer
from schemas.period import Period
from warehouse.point_of_view import PointOfView

REQUIREMENTS = (
    Requirement("Halal", "hukum", "Halal"),
    Requirement("Harga Maksimal", "ritel", "Keuangan", 50.0),
    Requirement("Kapasitas Minimal", "ritel", "Produksi", 100.0),
    Requirement("Lolos Kurasi", "kita", None),
    Requirement("Merek Terdaftar", "ritel", "Legalitas"),
    Requirement("NIB", "hukum", "Legalitas"),
)
RETAILERS = ("PT A", "PT B")
ZONE = ZoneInfo("Asia/Makassar")
EVERY_LIST = Lists(
    ready=frozenset({"ritel"}),
    visits=frozenset({"kantor", "kabupaten"}),
    rows=frozenset({"kantor", "forum"}),
    supplies=frozenset({"kantor", "forum"}),
    businesses=frozenset({"kantor"}),
    partners=frozenset({"kantor", "forum"}),
    names=frozenset({"kantor", "kabupaten"}),
)
"""Everything that the settings can give to anybody."""
NO_LIST = Lists(**{field.name: frozenset() for field in fields(Lists)})
POINT = PointOfView(Period(2026, 9), datetime(2026, 10, 10, 7, tzinfo=ZONE))


@dataclass(frozen=True)
class Item:
    """A product: what it lacks for each retailer, and which of that is sure."""

    office: str
    key: str
    business: str
    category: str
    price: int
    capacity: int
    lacks: tuple[frozenset[str], ...]
    surely: tuple[frozenset[str], ...]

    @property
    def value(self) -> int:
        return self.price * self.capacity


def readiness(retailers: Sequence[Retailer], items: Sequence[Item]) -> Readiness:
    """The same as arrays."""

    def text(name: str) -> np.ndarray:
        return np.array([getattr(item, name) for item in items], dtype=object)

    def masks(name: str) -> tuple[np.ndarray, ...]:
        return tuple(
            np.array([mask_of(retailer, getattr(item, name)[place]) for item in items], dtype=np.int64)
            for place, retailer in enumerate(retailers)
        )

    price, capacity = (
        np.array([getattr(item, name) for item in items], dtype=np.int64) for name in ("price", "capacity")
    )
    amounts = {"Harga Maksimal": price.astype(float), "Kapasitas Minimal": capacity.astype(float)}
    products = Products(
        text("office"), text("key"), text("business"), text("category"), price=price, capacity=capacity, amounts=amounts
    )
    return Readiness(tuple(retailers), products, masks("lacks"), masks("surely"))


def mask_of(retailer: Retailer, names: frozenset[str]) -> int:
    """A set of requirements as a mask."""
    return sum(retailer.bit(at) for at, requirement in enumerate(retailer.requirements) if requirement.name in names)


@st.composite
def worlds(draw: st.DrawFn, offices: int = 2) -> tuple[list[Retailer], list[Item]]:
    """Two retailers with some of the requirements each, and up to twelve products of a few businesses."""
    retailers = [
        Retailer(name, tuple(draw(st.lists(st.sampled_from(REQUIREMENTS), max_size=6, unique=True).map(_by_name))))
        for name in RETAILERS
    ]
    items = []
    for number in range(draw(st.integers(0, 12))):
        lacks = [draw(_subset([requirement.name for requirement in retailer.requirements])) for retailer in retailers]
        office = f"76.0{draw(st.integers(1, offices))}"
        items.append(
            Item(
                office,
                f"K-{number:02}",
                f"U-{draw(st.integers(1, 3))}",
                draw(st.sampled_from(["Makanan", "Kriya"])),
                draw(st.integers(1, 5)) * 20,
                draw(st.integers(0, 4)) * 30,
                tuple(lacks),
                tuple(draw(_subset(sorted(names))) for names in lacks),
            )
        )
    return retailers, sorted(items, key=lambda item: (item.office, item.key))


def _by_name(requirements: list[Requirement]) -> list[Requirement]:
    return sorted(requirements, key=lambda requirement: requirement.name)


def _subset(names: Sequence[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.sets(st.sampled_from(names)).map(frozenset) if names else st.just(frozenset())
