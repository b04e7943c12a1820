"""The report as an Excel workbook that can be shown to a retailer's manager: a summary, then a sheet for each table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.figures import Figure
from reports.tables import ReportTable, Unit, words
from schemas.messages import date_words

TITLE = "Laporan Kemitraan UMKM Sulawesi Barat"
_INK, _MUTED, _HEAD = "1F2933", "5B6770", "1F4E78"
_FORMATS: dict[Unit, str] = {"text": "@", "number": "#,##0", "rupiah": '"Rp"#,##0', "score": "0.0"}
_WIDEST = 48


def report_workbook(figures: Sequence[Figure], tables: Sequence[ReportTable], today: date) -> bytes:
    """The workbook's bytes. No text begins with a formula; numbers are numbers."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    _summary(first, figures, tables, today)
    for table in tables:
        _table(book.create_sheet(table.title), table)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _summary(sheet: Worksheet, figures: Sequence[Figure], tables: Sequence[ReportTable], today: date) -> None:
    sheet.title = "Ringkasan"
    sheet.sheet_view.showGridLines = False
    _write(sheet, 1, 1, TITLE, size=16, bold=True)
    _write(sheet, 2, 1, f"Keadaan menurut data yang berlaku pada {date_words(today)}.", colour=_MUTED)
    row = 4
    for figure in figures:
        _write(sheet, row, 1, figure.words)
        _write(sheet, row, 2, figure.value, size=14, bold=True).alignment = Alignment(horizontal="right")
        _write(sheet, row, 3, f"kemitraan trace {figure.receipt}", size=9, colour=_MUTED)
        row += 1
    _write(sheet, row, 3, "Perintah di atas menunjukkan sel asal setiap angka.", size=9, colour=_MUTED)
    row += 2
    for table in tables:
        cell = _write(sheet, row, 1, f"Lembar {table.title}: {table.about}", colour=_MUTED)
        cell.hyperlink = f"#'{table.title}'!A1"
        row += 1
    sheet.column_dimensions["A"].width = 64
    sheet.column_dimensions["B"].width = 24
    sheet.column_dimensions["C"].width = 50
    _one_page_wide(sheet)


def _table(sheet: Worksheet, table: ReportTable) -> None:
    _write(sheet, 1, 1, table.title, size=14, bold=True)
    _write(sheet, 2, 1, table.about, colour=_MUTED)
    for place, column in enumerate(table.columns, 1):
        cell = _write(sheet, 4, place, column.heading, bold=True, colour="FFFFFF")
        cell.fill = PatternFill("solid", start_color=_HEAD, end_color=_HEAD)
        right = column.unit != "text"
        cell.alignment = Alignment(horizontal="right" if right else "left", vertical="center", wrap_text=True)
        values = [row[place - 1] for row in table.rows]
        longest = max([len(column.heading), *(len(words(value, column.unit)) for value in values)])
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 3, _WIDEST)
    for number, row in enumerate(table.rows, 5):
        for place, (column, value) in enumerate(zip(table.columns, row, strict=True), 1):
            cell = _write(sheet, number, place, value)
            cell.number_format = _FORMATS[column.unit]
            cell.alignment = Alignment(vertical="top", wrap_text=column.unit == "text")
    if not table.rows:
        _write(sheet, 5, 1, "Belum ada data.", colour=_MUTED)
    sheet.freeze_panes = "B5"
    _one_page_wide(sheet)
    sheet.print_title_rows = "4:4"


def _one_page_wide(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write(sheet: Worksheet, row: int, column: int, value, *, size: int = 11, bold: bool = False, colour: str = _INK):
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"  # what a sender typed is never a formula
    cell.font = Font(name="Calibri", size=size, bold=bold, color=colour)
    return cell
