"""Marks the sender's own workbook: colours, notes and two sheets. Everything else stays as it was, byte for byte."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from schemas.finding import Severity
from schemas.grid import parse_address
from schemas.text import clean
from workbooks.returned import baca_dulu, perbaikan
from workbooks.returned.book import Book, BookSheet
from workbooks.returned.cells import paint
from workbooks.returned.earlier import erase_marks
from workbooks.returned.look import Look
from workbooks.returned.notes import MOST_NOTES, write_notes
from workbooks.returned.package import Package, UnmarkableError
from workbooks.returned.palette import ORDER, worst
from workbooks.returned.regular import IrregularSheetError
from workbooks.returned.report import MarkedFinding, Report
from workbooks.returned.sheets import unselect
from workbooks.returned.styles import Styles
from workbooks.returned.values import put_values
from workbooks.returned.xml_text import MalformedXmlError


def mark_up(original: bytes, report: Report) -> bytes:
    """The xlsx or xlsm ``original`` with the report's marks, without those of an earlier answer.

    Suggestions that the sender accepted are written into their cells (``report.applied_suggestions``). The contract's
    limits are the reader's concern: nothing is marked up that was not read before. Raises UnmarkableError when it is no
    such package, or a damaged one; use ``rebuild`` then.
    """
    try:
        return _marked(Book(Package(original)), report)
    except (MalformedXmlError, IrregularSheetError, UnicodeDecodeError) as error:
        raise UnmarkableError("the package's XML is damaged") from error


def _marked(book: Book, report: Report) -> bytes:
    package = book.package
    styles_part = book.styles_part()
    styles = Styles(package.text(styles_part))
    erase_marks(book, styles)
    sheets = book.sheets
    by_cell = _findings_by_cell(report)
    applied_values, given_keys = _applied_values(report), _given_keys(report)
    unnoted = {}
    for sheet in sheets:
        cells = by_cell.get(sheet.name)
        values = applied_values.get(clean(sheet.name).casefold())
        if sheet.part and values:
            package.write(sheet.part, put_values(package.xml(sheet.part), values))
        if sheet.part and (keys := given_keys.get(clean(sheet.name).casefold())):
            package.write(sheet.part, _with_keys(package.xml(sheet.part), keys, styles))
        if sheet.part and cells:
            unnoted_count = _mark_sheet(package, sheet.part, cells, styles)
            if unnoted_count:
                unnoted[sheet.name] = unnoted_count
        if sheet.part:
            unselect(package, sheet.part)
    look = Look.of(styles)
    package.write(styles_part, styles.to_xml())
    _put_our_sheets(book, sheets, report, look, unnoted)
    return package.save()


def _mark_sheet(package: Package, part: str, cells: dict[str, list[MarkedFinding]], styles: Styles) -> int:
    """Colours and notes one sheet's cells. Gives how many got no note because there are too many."""
    severities = {
        cell: worst([marked_finding.finding.severity for marked_finding in cell_findings])
        for cell, cell_findings in cells.items()
    }
    targets = {parse_address(cell): severity for cell, severity in severities.items()}
    package.write(part, paint(package.xml(part), targets, styles.marked))
    noted = sorted(cells, key=lambda cell: (ORDER.index(severities[cell]), parse_address(cell)))[:MOST_NOTES]
    write_notes(package, part, {cell: _note(cells[cell]) for cell in noted})
    return len(cells) - len(noted)


def _note(findings: Sequence[MarkedFinding]) -> str:
    """One note for everything that is said of a cell, worst first, nothing twice."""
    ordered = sorted(findings, key=lambda marked_finding: ORDER.index(marked_finding.finding.severity))
    return "\n\n".join(dict.fromkeys(marked_finding.message for marked_finding in ordered))


def _findings_by_cell(report: Report) -> dict[str, dict[str, list[MarkedFinding]]]:
    """Sheet as sent → cell → its findings."""
    by_cell: dict[str, dict[str, list[MarkedFinding]]] = defaultdict(lambda: defaultdict(list))
    for marked_finding in report.findings:
        sheet = report.sheet_as_sent(marked_finding.finding.sheet)
        if sheet and marked_finding.finding.cell:
            by_cell[sheet][marked_finding.finding.cell].append(marked_finding)
    return by_cell


def _applied_values(report: Report) -> dict[str, dict[tuple[int, int], str]]:
    """Sheet as sent, cleaned and folded → cell → the suggestion that the sender accepted."""
    by_sheet: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for answer in report.applied_suggestions:
        if answer.applied:
            by_sheet[clean(answer.sheet).casefold()][parse_address(answer.cell)] = answer.value
    return by_sheet


def _with_keys(xml: bytes, keys: Mapping[tuple[int, int], str], styles: Styles) -> bytes:
    """The keys that we gave, in cells of their own, coloured as what is worth a look."""
    return put_values(paint(xml, dict.fromkeys(keys, Severity.WARNING), styles.marked), keys)


def _given_keys(report: Report) -> dict[str, dict[tuple[int, int], str]]:
    """Sheet as sent, cleaned and folded → cell → the key that we gave there."""
    by_sheet: dict[str, dict[tuple[int, int], str]] = defaultdict(dict)
    for given_key in report.given_keys:
        by_sheet[clean(given_key.sheet).casefold()][parse_address(given_key.cell)] = given_key.key
    return by_sheet


def _put_our_sheets(book: Book, sheets: list[BookSheet], report: Report, look: Look, unnoted: dict[str, int]) -> None:
    names = [sheet.name for sheet in sheets]
    corrections, guide = _free_name(perbaikan.NAME, names), _free_name(baca_dulu.NAME, names)
    active = 0 if report.findings else 1
    book.put_first(
        [
            perbaikan.perbaikan(report, names, look, corrections),
            baca_dulu.baca_dulu(report, look, guide, unnoted, selected=active == 1),
        ],
        active,
    )


def _free_name(name: str, taken_names: Sequence[str]) -> str:
    """The name, with a number in brackets when the sender has such a sheet. The contract ignores that number."""
    folded_names = {taken_name.casefold() for taken_name in taken_names}
    number = 2
    free = name
    while free.casefold() in folded_names:
        free = f"{name} ({number})"
        number += 1
    return free
