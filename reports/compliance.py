"""Compliance: what each office sent for each of the last twelve periods, in words for people."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from schemas.finding import Outcome
from schemas.messages import number_words, period_words, result_words
from schemas.office import OfficeCode
from schemas.period import Period
from warehouse.decisions import open_decisions
from warehouse.engine import Warehouse
from warehouse.reading import PeriodStatus, office_names, status
from warehouse.state import State

MONTHS = 12
NOTHING = "–"
NOT_SENT = "Belum mengirim"


@dataclass(frozen=True)
class ComplianceTable:
    """A table of words: what it is about, headings, and rows."""

    about: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def by_heading(self) -> list[dict[str, str]]:
        """The rows with each cell under its heading."""
        return [dict(zip(self.headings, row, strict=True)) for row in self.rows]


def not_sent(_office: str, _period: Period) -> str:
    """The cell for an office that owes a report and sent nothing."""
    return NOT_SENT


def compliance_table(
    warehouse: Warehouse,
    names: Mapping[str, str],
    owing: Collection[str],
    missing: Callable[[str, Period], str] = not_sent,
) -> ComplianceTable:
    """What each office sent for each of the last twelve periods: offices down, months across, newest first.

    ``owing`` holds the codes of the offices that owe reports; those appear even if they never sent, others only if they
    did. ``names`` gives the offices' names by code; without one, the mart's name stands. ``missing`` gives the words
    for an office that owes and a period for which nothing came.
    """
    sent = {(row.office, row.period): row for row in status(warehouse) if row.period and not row.newest.belongs_to}
    periods = sorted({period for _, period in sent}, reverse=True)[:MONTHS]
    waiting = {decision.submission for decision in open_decisions(warehouse)}
    cells = {place: _compliance(row, row.newest.id in waiting) for place, row in sent.items()}
    called = office_names(warehouse) | dict(names)
    listed = {office for office, _ in sent} | set(owing) if periods else set()

    def cell(office: str, period: Period) -> str:
        if (office, period) in cells:
            return cells[office, period]
        return missing(office, period) if office in owing else NOTHING

    return ComplianceTable(
        "Hasil kiriman terakhir setiap kantor dan bulan: baris yang diterima dari yang dikirim.",
        ("Kantor", *(period_words(period) for period in periods)),
        tuple(
            (called.get(office, office), *(cell(office, period) for period in periods))
            for office in sorted(listed, key=lambda office: (not OfficeCode(office).is_regency, office))
        ),
    )


def _compliance(row: PeriodStatus, waits: bool) -> str:
    """A submission's result in words: ``Diterima sebagian: 40 dari 42``; for one that is refused or waits, also whether
    an earlier one still stands.
    """
    outcome = row.newest.outcome
    sentence = result_words(outcome, State.WAITING if waits else State.CHECKED)
    if outcome is not None and not waits:
        accepted = 0 if outcome == Outcome.REJECTED else sum(sheet.accepted for sheet in row.counts)
        sentence += f": {number_words(accepted)} dari {number_words(sum(sheet.rows for sheet in row.counts))}"
    stands = (waits or outcome == Outcome.REJECTED) and bool(row.live)
    return f"{sentence} (kiriman sebelumnya tetap berlaku)" if stands else sentence
