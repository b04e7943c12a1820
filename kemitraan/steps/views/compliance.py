"""Who sent what for which month, with the offices of the settings."""

from __future__ import annotations

from functools import cache

from kemitraan.steps.dues import Standing
from kemitraan.steps.letters.due_calendar import dues_of
from kemitraan.steps.workshop import Workshop
from reports.compliance import NOT_SENT, ComplianceTable, compliance_table
from schemas.finding import Outcome
from schemas.messages import outcome_words, result_words
from schemas.period import Period
from warehouse.state import State

_MONTHLESS = {
    Standing.REFUSED: f"{outcome_words(Outcome.REJECTED)} (bulannya tidak terbaca)",
    Standing.UNDECIDED: result_words(None, State.WAITING),
    Standing.IN_WORK: "Sedang diproses",
}


def compliance(workshop: Workshop) -> ComplianceTable:
    """Offices over months: those that owe reports, and those that ever sent, with their names in the settings. A file
    without a month counts for the month that the calendar of dues gives it.
    """
    offices = workshop.config.offices
    owing = [office.code for office in offices if office.owes_reports]
    today = workshop.now().date()

    @cache
    def standings(period: Period) -> dict[str, Standing]:
        return {due.office: due.standing for due in dues_of(workshop, period, today)}

    def missing(office: str, period: Period) -> str:
        return _MONTHLESS.get(standings(period)[office], NOT_SENT)

    return compliance_table(workshop.warehouse, {office.code: office.name for office in offices}, owing, missing)
