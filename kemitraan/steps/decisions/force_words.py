"""What is in force, in words: wholly, or which sheets."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.reading import PeriodStatus
from warehouse.submissions import Submission


def force_words(in_force: bool, part: Sequence[str]) -> str:
    """Whether a submission is in force: ``ya``, ``sebagian: UMKM``, ``tidak``. ``part``: its sheets, where not all are."""
    if part:
        return f"sebagian: {', '.join(part)}"
    return "ya" if in_force else "tidak"


def live_part(known: Submission) -> tuple[str, ...]:
    """The sheets of a submission that are in force; none where all of them are, or none is."""
    return () if known.wholly_in_force else known.live_sheets


def live_words(one: PeriodStatus) -> str:
    """What is in force for an office and period, seen from its newest submission: ``kiriman ini``, ``sebagian: UMKM``,
    ``lama.xlsx``, ``kiriman ini: Produk; umkm.csv: UMKM``, ``tidak ada``.
    """
    if not one.live:
        return "tidak ada"
    alone = one.live[0]
    if len(one.live) == 1 and alone.id == one.newest.id:
        return "kiriman ini" if alone.wholly_in_force else force_words(True, alone.live_sheets)
    if len(one.live) == 1 and alone.wholly_in_force:
        return alone.file_name
    names = {known.id: "kiriman ini" if known.id == one.newest.id else known.file_name for known in one.live}
    return "; ".join(f"{names[known.id]}: {', '.join(known.live_sheets)}" for known in reversed(one.live))
