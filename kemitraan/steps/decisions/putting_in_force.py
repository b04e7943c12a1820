"""A person takes a submission out of force, or puts one back. Gives what was in force before, and what is
afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from kemitraan.steps.archive_notes import NoteKind, keep_note
from kemitraan.steps.decisions.orphan_words import orphan_count_words
from kemitraan.steps.workshop import Workshop
from schemas.masking import mask_strays
from schemas.messages import number_words
from warehouse.engine import Warehouse
from warehouse.force_plan import ForcePlan, LiveSheet, change_force, try_out
from warehouse.publishing import restore, withdraw
from warehouse.submissions import get_submission


class ForceAct(StrEnum):
    """What a person does."""

    WITHDRAW = "withdraw"
    RESTORE = "restore"


def put_in_force(
    workshop: Workshop, submission: str, act: ForceAct, *, who: str, why: str, trial: bool = False
) -> ForcePlan:
    """Withdraws or restores a submission, kept with name and reason (possible telephone numbers and NIKs in them
    masked). A ``trial`` only tells what would happen. Raises WarehouseError with words for the person when it is
    impossible.
    """
    signed = {"who": mask_strays(who.strip()), "why": mask_strays(" ".join(why.split()))}

    def change(warehouse: Warehouse) -> object:
        if act is ForceAct.WITHDRAW:
            return withdraw(warehouse, submission, **signed)
        return restore(warehouse, submission, **signed)

    if trial:
        return try_out(workshop.warehouse, submission, change)
    at = workshop.warehouse.now()
    plan = change_force(workshop.warehouse, submission, change)
    keep_note(workshop.archive, _NOTES[act], get_submission(workshop.warehouse, submission), at, **signed)
    return plan


_NOTES = {ForceAct.WITHDRAW: NoteKind.WITHDRAW, ForceAct.RESTORE: NoteKind.RESTORE}


_WOULD = {ForceAct.WITHDRAW: "Bila dicabut", ForceAct.RESTORE: "Bila diberlakukan lagi"}


def plan_words(plan: ForcePlan, would: ForceAct | None = None) -> str:
    """The change in words: ``Tadinya berlaku: 12 baris (kiriman 1a2b3c4d). Kini berlaku: 7 baris (kiriman 5e6f7a8b).``
    A trial (of what ``would`` be done) tells what is and what would be. Rows that lose what they name are counted.
    """
    if plan.before == plan.after:
        return f"Tidak ada yang berubah. Kini berlaku: {live_words(plan.after)}."
    label_before, label_after = ("Kini berlaku", _WOULD[would]) if would else ("Tadinya berlaku", "Kini berlaku")
    return f"{label_before}: {live_words(plan.before)}. {label_after}: {live_words(plan.after)}.{orphan_count_words(plan.orphans)}"


def live_words(sheets: Sequence[LiveSheet]) -> str:
    """Rows in force: ``207 baris (UMKM 120, Produk 87 dari kiriman 1a2b3c4d)``; ``tidak ada`` where nothing is in
    force.
    """
    if not sheets:
        return "tidak ada"
    sheets_by_submission: dict[str, list[LiveSheet]] = {}
    for sheet in sheets:
        sheets_by_submission.setdefault(sheet.submission, []).append(sheet)
    parts = [
        f"{', '.join(f'{sheet.sheet} {number_words(sheet.rows)}' for sheet in part)} dari kiriman {submission[:8]}"
        for submission, part in sheets_by_submission.items()
    ]
    return f"{number_words(sum(sheet.rows for sheet in sheets))} baris ({'; '.join(parts)})"
