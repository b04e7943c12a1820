"""What is in force, in words: the whole submission, or which sheets."""

from __future__ import annotations

from collections.abc import Sequence

from warehouse.reading import PeriodStatus
from warehouse.submissions import Submission


def force_words(in_force: bool, part: Sequence[str]) -> str:
    """Whether a submission is in force: ``ya``, ``sebagian: UMKM``, ``tidak``. ``part`` holds its sheets where not all
    are.
    """
    if part:
        return f"sebagian: {', '.join(part)}"
    return "ya" if in_force else "tidak"


def live_part(submission: Submission) -> tuple[str, ...]:
    """The sheets of a submission that are in force; empty where all of them are, or none is."""
    return () if submission.wholly_in_force else submission.live_sheets


def live_words(period_status: PeriodStatus) -> str:
    """What is in force for an office and period, seen from its newest submission: ``kiriman ini``, ``sebagian: UMKM``,
    ``76.05_2026-11_1a2b3c4d.xlsx``, ``kiriman ini: Produk; 76.05_….csv: UMKM``, ``tidak ada``.
    """
    if not period_status.live:
        return "tidak ada"
    alone = period_status.live[0]
    if len(period_status.live) == 1 and alone.id == period_status.newest.id:
        return "kiriman ini" if alone.wholly_in_force else force_words(True, alone.live_sheets)
    if len(period_status.live) == 1 and alone.wholly_in_force:
        return alone.short_name
    names = {
        submission.id: "kiriman ini" if submission.id == period_status.newest.id else submission.short_name
        for submission in period_status.live
    }
    return "; ".join(
        f"{names[submission.id]}: {', '.join(submission.live_sheets)}" for submission in reversed(period_status.live)
    )
