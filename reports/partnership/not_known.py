"""Of how many products it is not known whether they meet what is required: the share not known of each regency."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reports.partnership.states import Readiness, grouped

CURATION = "Lolos Kurasi"
DIGITS = 6
"""Decimals of a share in percent."""


@dataclass(frozen=True)
class NotKnown:
    """A regency's counted products, and those of them of which some compulsory requirement of some retailer is
    ``tidak_diketahui`` or ``ditahan``. A curation that has not been done is no missing statement of the regency, so it
    is counted apart. ``persen`` is ``tidak_diketahui`` of ``produk``.
    """

    office: str
    produk: int
    tidak_diketahui: int
    persen: float
    belum_dikurasi: int


def not_known(readiness: Readiness) -> tuple[NotKnown, ...]:
    """By office; none where no retailer requires anything."""
    if not readiness.retailers:
        return ()
    unsure, uncurated = in_doubt(readiness, curation=False), in_doubt(readiness, curation=True)
    rows = []
    for (office,), places in grouped(readiness.products.office):
        number = int(unsure[places].sum())
        share = round(100 * number / len(places), DIGITS)
        rows.append(NotKnown(office, len(places), number, share, int(uncurated[places].sum())))
    return tuple(rows)


def in_doubt(readiness: Readiness, *, curation: bool) -> np.ndarray:
    """Whether it is not known of each product, or withheld, if it meets some compulsory requirement of some retailer:
    of all requirements but the curation, or of the ``curation`` alone.
    """
    doubt = np.zeros(len(readiness.products), dtype=bool)
    for retailer, lacks, surely in zip(readiness.retailers, readiness.lacks, readiness.surely, strict=True):
        asked_of_curation = retailer.mask_of((CURATION,))
        looked_at = asked_of_curation if curation else ~asked_of_curation
        doubt |= lacks & ~surely & looked_at > 0
    return doubt
