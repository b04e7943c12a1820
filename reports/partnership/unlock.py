"""What a lighter list of requirements would open, over every set of them: exact, by one sum over subsets."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from reports.partnership.states import RETAILER, Readiness, Retailer, grouped


@dataclass(frozen=True)
class Where:
    """How many products are opened in one office and category."""

    office: str
    kategori: str
    membuka: int


@dataclass(frozen=True)
class Single:
    """What dropping one requirement opens; ``membuka_atas`` takes what is not known as met."""

    persyaratan: str
    golongan: str
    dapat_dinegosiasikan: int
    membuka: int
    membuka_atas: int
    menurut: tuple[Where, ...]


@dataclass(frozen=True)
class Pair:
    """What dropping two requirements opens."""

    persyaratan: tuple[str, ...]
    membuka: int
    membuka_atas: int


@dataclass(frozen=True)
class Best:
    """The set of ``k`` requirements that opens most; ``pilihan_setara`` counts the sets of ``k`` that open as many."""

    k: int
    persyaratan: tuple[str, ...]
    membuka: int
    membuka_atas: int
    pilihan_setara: int


@dataclass(frozen=True)
class Step:
    """What a threshold opens when it is moved to this value."""

    persyaratan: str
    nilai: int | float
    membuka: int


@dataclass(frozen=True)
class Unlock:
    """Everything that a retailer's lighter list would open."""

    ritel: str
    tanpa: tuple[Single, ...]
    pasangan: tuple[Pair, ...]
    terbaik: tuple[Best, ...]
    terbaik_ritel: tuple[Best, ...]
    ambang: tuple[Step, ...]


def unlocks(readiness: Readiness) -> tuple[Unlock, ...]:
    """What each retailer's list would open, in the order of the retailers."""
    return tuple(_unlock(readiness, place) for place in range(len(readiness.retailers)))


def _unlock(readiness: Readiness, place: int) -> Unlock:
    retailer, lacks, surely = readiness.retailers[place], readiness.lacks[place], readiness.surely[place]
    size = len(retailer.requirements)
    lacking = lacks > 0
    opens = sums_over_subsets(np.bincount(lacks[lacking], minlength=1 << size), size)
    opens_above = sums_over_subsets(np.bincount(surely[lacking], minlength=1 << size), size)
    sets = _Sets(retailer, opens, opens_above)
    return Unlock(
        ritel=retailer.name,
        tanpa=tuple(
            Single(
                one.name,
                one.group,
                int(one.negotiable),
                int(opens[retailer.bit(at)]),
                int(opens_above[retailer.bit(at)]),
                _where(readiness, lacks == retailer.bit(at)),
            )
            for at, one in enumerate(retailer.requirements)
        ),
        pasangan=sets.pairs(),
        terbaik=sets.best_of((1 << size) - 1),
        terbaik_ritel=sets.best_of(retailer.mask(group=RETAILER)),
        ambang=tuple(step for at in range(size) for step in _steps(readiness, place, at)),
    )


def sums_over_subsets(counts: np.ndarray, size: int) -> np.ndarray:
    """Sums, for each mask, the counts of all its subsets, itself included: the zeta transform, a bit at a time."""
    sums = counts.astype(np.int64)
    for bit in range(size):
        halves = sums.reshape(-1, 2, 1 << bit)
        halves[:, 1] += halves[:, 0]
    return sums


@dataclass(frozen=True)
class _Sets:
    """All sets of a retailer's requirements with what they open, by mask."""

    retailer: Retailer
    opens: np.ndarray
    opens_above: np.ndarray

    def pairs(self) -> tuple[Pair, ...]:
        places = range(len(self.retailer.requirements))
        masks = [self.retailer.bit(first) | self.retailer.bit(second) for first, second in combinations(places, 2)]
        return tuple(
            Pair(self.retailer.names(mask), int(self.opens[mask]), int(self.opens_above[mask])) for mask in masks
        )

    def best_of(self, allowed: int) -> tuple[Best, ...]:
        """The best set of each size among the allowed requirements. Of equal ones the highest mask is the first by code
        point, because the first name has the highest bit.
        """
        masks = np.arange(len(self.opens))
        masks = masks[masks & ~allowed == 0]
        sizes = np.bitwise_count(masks)
        best = []
        for size in range(1, allowed.bit_count() + 1):
            of_size = masks[sizes == size]
            equal = of_size[self.opens[of_size] == self.opens[of_size].max()]
            mask = int(equal.max())
            names = self.retailer.names(mask)
            best.append(Best(size, names, int(self.opens[mask]), int(self.opens_above[mask]), len(equal)))
        return tuple(best)


def _where(readiness: Readiness, opened: np.ndarray) -> tuple[Where, ...]:
    products = readiness.products
    groups = grouped(products.office[opened], products.category[opened])
    return tuple(Where(office, category, len(places)) for (office, category), places in groups)


def _steps(readiness: Readiness, place: int, at: int) -> list[Step]:
    """Values at which the number grows, from the present threshold outwards."""
    requirement = readiness.retailers[place].requirements[at]
    name, bit = requirement.name, readiness.retailers[place].bit(at)
    if name not in readiness.products.amounts:
        return []
    amounts = readiness.products.amounts[name]
    alone = (readiness.lacks[place] == bit) & (readiness.surely[place] == bit)
    values, counts = np.unique(amounts[alone], return_counts=True)
    if not requirement.highest:
        values, counts = values[::-1], counts[::-1]
    reached = zip(values.tolist(), np.cumsum(counts).tolist(), strict=True)
    return [Step(name, int(value) if value.is_integer() else value, opened) for value, opened in reached]
