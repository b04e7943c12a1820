"""The partnership report as a page."""

from __future__ import annotations

from kemitraan.pages.markdown import file_link, page_link, plain, table
from kemitraan.steps.views.reporting import Report


def report_page(report: Report) -> str:
    """Headline figures, links to the tables, where the workbook lies."""
    figures = [(plain(figure.words), f"**{plain(figure.value)}**") for figure in report.figures]
    links = [f"- {page_link(one.title, one.key)}: {plain(one.about)}" for one in report.tables]
    return "\n".join(
        [
            "## Laporan kemitraan",
            "",
            *table(("Angka", "Nilai"), figures, right=("Nilai",)),
            *links,
            "",
            f"{file_link('Unduh buku kerjanya', f'laporan/{report.path.name}')} (`laporan/{report.path.name}` di dalam rumah).",
        ]
    )
