"""The sheet Perbaikan: one row a finding, to be sorted, filtered, followed by its link, and answered with ya."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.finding import Suggestion
from workbooks.returned.book import NewSheet, quoted_sheet
from workbooks.returned.look import Look
from workbooks.returned.page import LINE_HEIGHT, Cell, Choice, Link, Page, Row, lines_of
from workbooks.returned.palette import MARKS, NAVY, ORDER
from workbooks.returned.report import MarkedFinding, Report

NAME = "Perbaikan"
SEVERITY, SHEET, CELL, KEY, COLUMN, MESSAGE, GOT, EXPECTED, SUGGESTION, ACCEPT = HEADERS = (
    "Tingkat",
    "Lembar",
    "Sel",
    "Kunci",
    "Kolom",
    "Pesan",
    "Isi sekarang",
    "Seharusnya",
    "Saran",
    "Terima saran (ya)",
)
_WIDTHS = (21, 16, 8, 15, 19, 62, 22, 34, 20, 13)
USED = "sudah dipakai"
RIGHT = "memang benar"
_NOTHING = "–"
_MOST_LINKS = 60_000
"""Excel opens no sheet with more than 65,530 links."""


def perbaikan(report: Report, order: Sequence[str], look: Look, name: str) -> NewSheet:
    """Makes the sheet. ``order`` gives the names of the sender's sheets in order, ``look`` the formats."""
    findings = sorted_findings(report, order)
    last_row = len(findings) + 1
    area = f"A1:J{last_row}"
    sheet_names = set(order)
    page = Page(
        rows=[Row(tuple(Cell(header, look.header) for header in HEADERS), height=33)]
        + [
            _row(marked_finding, report, look, has_link=_leads_somewhere(marked_finding, report, sheet_names))
            for marked_finding in findings
        ],
        widths=_WIDTHS,
        tab_colour=NAVY,
        selected=bool(findings),
        landscape=True,
        frozen_header=True,
        filter_area=area,
        links=[
            _link(number, marked_finding, report)
            for number, marked_finding in enumerate(findings[:_MOST_LINKS], start=2)
            if _leads_somewhere(marked_finding, report, sheet_names)
        ],
        choices=_choices(findings) if report.may_be_sent else [],
    )
    absolute = f"$A$1:$J${last_row}"
    return NewSheet(name, page.to_xml(), (("_xlnm._FilterDatabase", absolute), ("_xlnm.Print_Titles", "$1:$1")))


def sorted_findings(report: Report, order: Sequence[str]) -> list[MarkedFinding]:
    """The findings sorted worst first, then by sheet as in the workbook, then by row. Findings without a cell lead
    their sheet.
    """
    places = {name: place for place, name in enumerate(order)}

    def place(marked_finding: MarkedFinding) -> tuple[int, int, int, int, str]:
        finding = marked_finding.finding
        sheet = report.sheet_as_sent(finding.sheet)
        cell = finding.cell or ""
        return (
            ORDER.index(finding.severity),
            -1 if sheet is None else places.get(sheet, len(places)),
            finding.row or 0,
            len(cell),
            cell,
        )

    return sorted(report.findings, key=place)


def _row(marked_finding: MarkedFinding, report: Report, look: Look, *, has_link: bool) -> Row:
    finding = marked_finding.finding
    suggestion = finding.suggestion
    cells = (
        Cell(MARKS[finding.severity].label, look.severity[finding.severity]),
        Cell(report.sheet_as_sent(finding.sheet) or _NOTHING, look.text),
        Cell(finding.cell or _NOTHING, look.link if has_link else look.text),
        Cell(finding.key, look.text),
        Cell(finding.label or finding.column, look.text),
        Cell(marked_finding.message, look.text),
        Cell(finding.got, look.text),
        Cell(finding.expected, look.text),
        Cell(suggestion, _suggestion_style(suggestion, look)),
        _accept_cell(marked_finding, look, may_answer=report.may_be_sent),
    )
    lines = max(lines_of(cell.value, width) for cell, width in zip(cells, _WIDTHS, strict=True))
    return Row(cells, height=LINE_HEIGHT * min(lines, 20) + 4)


def _suggestion_style(suggestion: Suggestion, look: Look) -> int:
    if isinstance(suggestion, int | float):
        return look.whole if float(suggestion).is_integer() else look.decimal
    return look.text


def _accept_cell(marked_finding: MarkedFinding, look: Look, *, may_answer: bool) -> Cell:
    if marked_finding.is_open and may_answer:
        return Cell(None, look.accept)
    if may_answer and marked_finding.may_be_right:
        return Cell(USED if marked_finding.is_used else None, look.accept)
    return Cell(USED if marked_finding.is_used else None, look.quiet)


def _leads_somewhere(marked_finding: MarkedFinding, report: Report, sheet_names: set[str]) -> bool:
    return marked_finding.finding.cell is not None and report.sheet_as_sent(marked_finding.finding.sheet) in sheet_names


def _link(number: int, marked_finding: MarkedFinding, report: Report) -> Link:
    finding = marked_finding.finding
    sheet = report.sheet_as_sent(finding.sheet) or ""
    return Link(f"C{number}", f"{quoted_sheet(sheet)}!{finding.cell}", f"Buka {sheet} sel {finding.cell}"[:255])


def _choices(findings: Sequence[MarkedFinding]) -> list[Choice]:
    """The possible replies, one list for all rows: they may be sorted."""
    has_suggestions, has_right_values = (
        any(marked_finding.is_open for marked_finding in findings),
        any(marked_finding.may_be_right for marked_finding in findings),
    )
    if not (has_suggestions or has_right_values):
        return []
    words = [*(("ya", "tidak") if has_suggestions else ()), *((RIGHT,) if has_right_values else ())]
    prompt_start = "Pilih ya bila saran di kolom Saran benar; saran itu dipakai saat berkas ini dikirim kembali. "
    noted = "Untuk catatan: pilih memang benar bila isinya sudah benar; selama isinya sama tidak kami tanyakan lagi."
    prompt = (prompt_start if has_suggestions else "") + (noted if has_right_values else "")
    return [Choice(f"J2:J{len(findings) + 1}", tuple(words), "Terima saran", prompt.strip())]
