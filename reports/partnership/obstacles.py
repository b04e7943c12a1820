"""Each requirement's share of what stands in the way of a retailer's shelf."""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

import numpy as np

from reports.partnership.states import Readiness


@dataclass(frozen=True)
class Obstacle:
    """A requirement: the products that lack it, those that lack nothing else, and its share of the obstacle. A product
    that lacks n requirements counts 1/n for each of them; ``pembilang`` is the sum in parts of the whole's
    ``penyebut``.
    """

    persyaratan: str
    golongan: str
    produk: int
    sendirian: int
    pembilang: int
    bagian: float


@dataclass(frozen=True)
class Obstacles:
    """A retailer's requirements, the largest share first. Their ``pembilang`` add up to ``belum_siap`` times
    ``penyebut``: every product that is not ready counts once.
    """

    ritel: str
    belum_siap: int
    penyebut: int
    persyaratan: tuple[Obstacle, ...]


def obstacles(readiness: Readiness) -> tuple[Obstacles, ...]:
    """Those of each retailer."""
    parts = []
    for retailer, lacks in zip(readiness.retailers, readiness.lacks, strict=True):
        whole = lcm(*range(1, len(retailer.requirements) + 1))
        numbers = np.bitwise_count(lacks).astype(np.int64)
        rows = []
        for place, requirement in enumerate(retailer.requirements):
            sizes = np.bincount(numbers[lacks & retailer.bit(place) > 0], minlength=2).tolist()
            share = sum(count * (whole // size) for size, count in enumerate(sizes) if count)
            rows.append(
                Obstacle(
                    requirement.name, requirement.group, sum(sizes), sizes[1], share, float(f"{share / whole:.12g}")
                )
            )
        rows.sort(key=lambda row: (-row.pembilang, row.persyaratan))
        parts.append(Obstacles(retailer.name, int((lacks > 0).sum()), whole, tuple(rows)))
    return tuple(parts)
