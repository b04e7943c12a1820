"""What a decision is about, in rows: how many are in force now, and how many a waiting submission would put in their
place.
"""

from __future__ import annotations

from collections.abc import Callable

from kemitraan.steps.decisions.orphan_words import orphan_count_words
from kemitraan.steps.workshop import Workshop
from schemas.messages import number_words, period_words
from schemas.period import Period
from warehouse.decisions import Choice, Decision
from warehouse.keys import loaded_keys
from warehouse.orphans import would_orphan
from warehouse.reading import live_submissions
from warehouse.replacing import Replacement, SheetReplacement, would_replace
from warehouse.staging import load_checked
from warehouse.submissions import Submission, get_submission


def at_stake_words(workshop: Workshop, decision: Decision) -> str:
    """What is at stake: ``Kini berlaku: 207 baris. Bila dimuat: 32, menggantikan seluruhnya.``; "" where kind or period
    is unknown.
    """
    replacement = replacement_at_stake(workshop, decision.submission)
    period = get_submission(workshop.warehouse, decision.submission).period
    if replacement is None or period is None:
        return ""
    now = in_force_words(replacement, period)
    if Choice.LOAD not in decision.choices:
        return f"{now} Berapa baris yang akan berlaku baru diketahui sesudah kiriman ini diperiksa lagi."
    rows_after = rows_words(replacement, lambda sheet: sheet.after)
    if not replacement.goes:
        return f"{now} Bila dimuat: {rows_after} baris."
    submission = get_submission(workshop.warehouse, decision.submission)
    whole = f"menggantikan seluruhnya{_beside_words(workshop, submission)}"
    return f"{now} Bila dimuat: {rows_after}, {whole}.{_lost_words(replacement)}{_orphan_words(workshop, submission)}"


def _beside_words(workshop: Workshop, submission: Submission) -> str:
    """Names the sheets that a csv leaves unchanged."""
    if submission.only_sheet is None or submission.period is None:
        return ""
    live = live_submissions(workshop.warehouse, offices=[submission.office], periods=[submission.period])
    has_others = any(sheet != submission.only_sheet for live_one in live for sheet in live_one.live_sheets)
    return f" di lembar {submission.only_sheet}; lembar lain tetap berlaku" if has_others else ""


def now_in_force_words(workshop: Workshop, decision: Decision) -> str:
    """The words for what is in force now; "" where kind or period is unknown."""
    submission = get_submission(workshop.warehouse, decision.submission)
    replacement = would_replace(workshop.warehouse, decision.submission)
    return in_force_words(replacement, submission.period) if replacement and submission.period else ""


def replacement_at_stake(workshop: Workshop, submission: str) -> Replacement | None:
    """What a waiting submission would replace. The keys that would be gone are known where its checked rows lie on this
    machine.
    """
    return would_replace(workshop.warehouse, submission, _keys(workshop, submission))


def _keys(workshop: Workshop, submission: str) -> dict[str, set[str]] | None:
    try:
        return loaded_keys(load_checked(workshop.home.work, submission))
    except FileNotFoundError:
        return None


def _orphan_words(workshop: Workshop, submission: Submission) -> str:
    """Rows that would stay in force without the business that they name."""
    keys = _keys(workshop, submission.id)
    return orphan_count_words(would_orphan(workshop.warehouse, submission, keys)) if keys is not None else ""


def in_force_words(replacement: Replacement, period: Period) -> str:
    """What is in force: ``Kini berlaku: 207 baris (UMKM 120, Produk 87).``"""
    if not replacement.goes:
        return f"Untuk {period_words(period)} kini tidak ada yang berlaku."
    return f"Kini berlaku: {rows_words(replacement, lambda sheet: sheet.before, unit=' baris')}."


def rows_words(replacement: Replacement, count: Callable[[SheetReplacement], int], unit: str = "") -> str:
    """Rows in words: ``207 (UMKM 120, Produk 87)``. The sheets are named where there are several."""
    total = f"{number_words(sum(count(sheet) for sheet in replacement.sheets))}{unit}"
    if len(replacement.sheets) < 2:
        return total
    return f"{total} ({', '.join(f'{sheet.sheet} {number_words(count(sheet))}' for sheet in replacement.sheets)})"


def _lost_words(replacement: Replacement) -> str:
    """What happens to the rows in force that do not come back."""
    parts = []
    if replacement.gone:
        parts.append(f"{number_words(replacement.gone)} tidak disebut lagi di kiriman ini")
    if replacement.held:
        parts.append(f"{number_words(replacement.held)} disebut tetapi ditahan")
    return f" Dari yang kini berlaku, {' dan '.join(parts)}." if parts else ""
