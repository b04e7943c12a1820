"""The partnership report: its tables, and the workbook in the home's ``laporan/`` folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

from connectors.local_files import make_private_folder, write_atomically
from kemitraan.steps.dues import Standing
from kemitraan.steps.letters.due_calendar import dues_of
from kemitraan.steps.workshop import Workshop
from reports.figures import Figure, headline_figures
from reports.tables import (
    NOT_SENT,
    ReportTable,
    compliance_table,
    curation_table,
    partnership_table,
    retailer_table,
)
from reports.workbook import report_workbook
from schemas.finding import Outcome
from schemas.messages import outcome_words, result_words
from schemas.period import Period
from warehouse.state import State

_NAME = "laporan-kemitraan_"
_OURS = re.compile(rf"{_NAME}(\d{{4}}-\d{{2}}-\d{{2}})\.xlsx")
_MONTHLESS = {
    Standing.REFUSED: f"{outcome_words(Outcome.REJECTED)} (bulannya tidak terbaca)",
    Standing.UNDECIDED: result_words(None, State.WAITING),
    Standing.IN_WORK: "Sedang diproses",
}


@dataclass(frozen=True)
class PartnershipReport:
    """The report as it stands: headline figures, tables, and the place of its workbook."""

    figures: tuple[Figure, ...]
    tables: tuple[ReportTable, ...]
    path: Path


def compliance(workshop: Workshop) -> ReportTable:
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


def make_partnership_report(workshop: Workshop) -> PartnershipReport:
    """Makes the report of today. A second one on the same day replaces the first.

    Raises OSError when the folder cannot be written.
    """
    today = workshop.now().date()
    warehouse = workshop.warehouse
    tables = (
        retailer_table(warehouse),
        partnership_table(warehouse),
        curation_table(warehouse),
        compliance(workshop),
    )
    figures = headline_figures(warehouse)
    folder = workshop.home.reports
    make_private_folder(folder)
    path = folder / f"{_NAME}{today:%Y-%m-%d}.xlsx"
    write_atomically(path, report_workbook(figures, tables, today), mode=0o600)
    return PartnershipReport(figures, tables, path)


def report_files(workshop: Workshop) -> list[Path]:
    """The workbooks of reports, oldest first."""
    folder = workshop.home.reports
    return sorted(path for path in folder.glob(f"{_NAME}*") if _OURS.fullmatch(path.name)) if folder.is_dir() else []


def remove_old_reports(workshop: Workshop, days: int) -> int:
    """Removes the workbooks of reports that are older than so many days, never the newest one, and gives how many.
    Other files in the folder are left alone.

    Raises OSError when the folder cannot be written.
    """
    files = report_files(workshop)
    oldest = f"{_NAME}{workshop.now().date() - timedelta(days=days):%Y-%m-%d}.xlsx"
    old_paths = [path for path in files[:-1] if path.name < oldest]
    for path in old_paths:
        path.unlink()
    return len(old_paths)
