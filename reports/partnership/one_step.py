"""Products that lack one requirement of a retailer and no more."""

from __future__ import annotations

from dataclasses import dataclass

from reports.partnership.states import Readiness, grouped, whole_sum


@dataclass(frozen=True)
class OneStep:
    """The products of an office that lack this requirement alone. ``topik`` mends it (None: no mentoring does);
    ``tidak_pasti`` of them may meet it already: it is not known, or withheld.
    """

    ritel: str
    persyaratan: str
    office: str
    jumlah: int
    nilai_rp: int
    topik: str | None
    tidak_pasti: int


def one_step_away(readiness: Readiness) -> tuple[OneStep, ...]:
    """The products by retailer, requirement and office, where there are any."""
    products, value = readiness.products, readiness.products.value
    steps = []
    for retailer, lacks, surely in zip(readiness.retailers, readiness.lacks, readiness.surely, strict=True):
        for place, requirement in enumerate(retailer.requirements):
            alone = (lacks == retailer.bit(place)).nonzero()[0]
            for (office,), places in grouped(products.office[alone]):
                mine = alone[places]
                steps.append(
                    OneStep(
                        retailer.name,
                        requirement.name,
                        office,
                        len(mine),
                        whole_sum(value[mine]),
                        requirement.topic,
                        int((surely[mine] == 0).sum()),
                    )
                )
    return tuple(steps)
