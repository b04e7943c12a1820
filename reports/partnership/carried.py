"""What a retailer would carry of the products that a lighter list opens: what they still lack, how long they keep once
they have arrived, how many outlets they can serve.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from reports.partnership.states import RETAILER, Products, Readiness, Retailer
from reports.partnership.unlock import Best, Unlock

MOST_REQUIREMENTS = 3
"""Larger proposals are no proposal."""


@dataclass(frozen=True)
class Assumptions:
    """Assumptions for what no workbook says: days from a producer to the shelf, and units of a product that one outlet
    sells in a month; and for how many months after the report's a retailer is asked to accept products whose duty of
    law is in process. They are told beside every figure that uses them, and stand in its code.
    """

    hari_jalan: int = 7
    unit_per_gerai: int = 30
    bulan_proses: int = 6


USUAL_ASSUMPTIONS = Assumptions()


@dataclass(frozen=True)
class Lacking:
    """Opened products that lack a requirement: surely, and perhaps (it is not known, or withheld)."""

    persyaratan: str
    tidak: int
    belum_pasti: int


@dataclass(frozen=True)
class Keeps:
    """Opened products by the days that they keep once they have arrived."""

    habis: int
    hari_1_29: int
    hari_30_89: int
    hari_90_lebih: int
    tidak_diketahui: int


@dataclass(frozen=True)
class Carried:
    """The opened products of a set of requirements that the retailer itself can change. ``gerai``: outlets that all of
    them together can serve, each product for itself rounded down; ``tanpa_kapasitas`` of them tell none.
    """

    ritel: str
    persyaratan: tuple[str, ...]
    membuka: int
    kurang: tuple[Lacking, ...]
    masa_simpan: Keeps
    gerai: int
    tanpa_kapasitas: int
    anggapan: Assumptions


def carried(readiness: Readiness, unlocked: tuple[Unlock, ...], assumptions: Assumptions) -> tuple[Carried, ...]:
    """For each retailer the best sets of up to three requirements of its own, where they open anything."""
    loads = loads_of(readiness.products, assumptions)
    return tuple(
        _carried(readiness, place, best, loads)
        for place, entry in enumerate(unlocked)
        for best in entry.terbaik_ritel
        if best.k <= MOST_REQUIREMENTS and best.membuka
    )


@dataclass(frozen=True)
class Loads:
    """What each product would be to a retailer: in which of the bands of :class:`Keeps` it stands once it has arrived,
    how many outlets it serves in a month, and whether its capacity is not told.
    """

    assumptions: Assumptions
    bands: Mapping[str, np.ndarray]
    outlets: np.ndarray
    untold: np.ndarray


def loads_of(products: Products, assumptions: Assumptions) -> Loads:
    """That of every product."""
    left = products.amounts["Masa Simpan Minimal"] - assumptions.hari_jalan
    bands = (left <= 0, (left > 0) & (left < 30), (left >= 30) & (left < 90), left >= 90, np.isnan(left))
    capacity = products.amounts["Kapasitas Minimal"]
    return Loads(
        assumptions,
        dict(zip((field.name for field in fields(Keeps)), bands, strict=True)),
        np.nan_to_num(capacity).astype(np.int64) // assumptions.unit_per_gerai,
        np.isnan(capacity),
    )


def opened(retailer: Retailer, lacks: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    """Whether each product lacks something, and nothing but these requirements."""
    mask = retailer.mask_of(names)
    return (lacks > 0) & (lacks & ~mask == 0)


def _carried(readiness: Readiness, place: int, best: Best, loads: Loads) -> Carried:
    retailer = readiness.retailers[place]
    lacks, surely = readiness.lacks[place], readiness.surely[place]
    mine = opened(retailer, lacks, best.persyaratan)
    lacking = []
    for at, requirement in enumerate(retailer.requirements):
        if requirement.name in best.persyaratan and requirement.group == RETAILER:
            bit = retailer.bit(at)
            sure = int((surely[mine] & bit > 0).sum())
            lacking.append(Lacking(requirement.name, sure, int((lacks[mine] & bit > 0).sum()) - sure))
    return Carried(
        retailer.name,
        best.persyaratan,
        int(mine.sum()),
        tuple(lacking),
        Keeps(**{name: int((band & mine).sum()) for name, band in loads.bands.items()}),
        int(loads.outlets[mine].sum()),
        int((loads.untold & mine).sum()),
        loads.assumptions,
    )
