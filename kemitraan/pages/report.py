"""The partnership report as a page."""

from __future__ import annotations

from kemitraan.pages.template import rendered
from kemitraan.steps.views.reporting import PartnershipReport


def report_page(report: PartnershipReport) -> str:
    """Headline figures, links to the tables, and the place of the workbook."""
    return rendered("laporan", laporan=report)
