"""A person exempts an office from a rule, and what its sender reads of it."""

from __future__ import annotations

from kemitraan.steps.corrections.exporting import keep_dated
from kemitraan.steps.workshop import Workshop
from schemas.messages import period_words, title
from schemas.period import Period
from warehouse.exemptions import Exemption, all_exemptions, end_exemption, enter_exemption, exemptions_of


def exempt(
    workshop: Workshop, office: str, code: str, since: Period, until: Period | None, *, who: str, why: str
) -> Exemption:
    """Enters an exemption. Raises WarehouseError with a sentence for what there cannot be, OutsideError when the
    archive cannot be written to.
    """
    entered = enter_exemption(workshop.warehouse, office, code, since, until, who=who, why=why)
    keep_dated(workshop)
    return entered


def end(workshop: Workshop, number: int, *, who: str, why: str) -> Exemption:
    """Ends an exemption. Raises WarehouseError for one that does not hold, OutsideError as ``exempt``."""
    ended = end_exemption(workshop.warehouse, number, who=who, why=why)
    keep_dated(workshop)
    return ended


def months_words(entry: Exemption) -> str:
    """``sejak laporan Oktober 2026 sampai Desember 2026``, ``untuk laporan Oktober 2026``."""
    if entry.since == entry.until:
        return f"untuk laporan {period_words(entry.since)}"
    until = f" sampai {period_words(entry.until)}" if entry.until else ""
    return f"sejak laporan {period_words(entry.since)}{until}"


def list_words(entry: Exemption) -> str:
    """An exemption in one sentence: its number, the rule, the months, who and why."""
    return (
        f"Pengecualian nomor {entry.id}, {title(entry.code)} ({entry.code}), {months_words(entry)}. Oleh {entry.who}: "
        f"{entry.why.rstrip('.')}."
    )


def exemptions_holding(workshop: Workshop) -> list[Exemption]:
    """The exemptions that were not ended, without those whose last month lies two months back: its reports are
    there.
    """
    oldest = Period.of(workshop.now().date()).before().before()
    return [
        entry
        for entry in all_exemptions(workshop.warehouse)
        if entry.ended_at is None and (entry.until is None or entry.until >= oldest)
    ]


def exempt_words(workshop: Workshop, office: str, period: Period | None) -> tuple[str, ...]:
    """What an office is exempt from in the report of a month, a sentence each, for its answer."""
    if period is None:
        return ()
    return tuple(
        f"Kantor Anda dikecualikan {months_words(entry)} dari aturan ini: {title(entry.code)}. Oleh {entry.who}: "
        f"{entry.why.rstrip('.')}."
        for entry in exemptions_of(workshop.warehouse, office)
        if entry.waiver.holds_for(period)
    )
