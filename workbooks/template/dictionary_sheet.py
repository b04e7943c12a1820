"""Kamus: every column of the workbook, what it means and what is asked."""

from __future__ import annotations

from openpyxl import Workbook

from schemas.model import WorkbookKind
from workbooks.template import style, wording
from workbooks.template.cells import write
from workbooks.template.examples import Setting, example

TITLE = "Kamus"
HEADERS = ("Lembar", "Kolom", "Wajib", "Arti", "Jenis isian", "Pilihan atau rentang", "Contoh")
WIDTHS = (15, 26, 9, 52, 34, 60, 32)


def add_dictionary_sheet(workbook: Workbook, kind: WorkbookKind, setting: Setting, footer: str) -> None:
    """Write the data dictionary of one kind of workbook, one row a column."""
    sheet = workbook.create_sheet(TITLE)
    sheet.sheet_properties.tabColor = "E0A100"
    for index, (text, width) in enumerate(zip(HEADERS, WIDTHS, strict=True), start=1):
        cell = sheet.cell(1, index, text)
        cell.font, cell.fill = style.header(required=True)
        cell.alignment, cell.border = style.CENTRED, style.BOX
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.row_dimensions[1].height = 24
    year, row = int(setting.period[:4]), 1
    for part in kind.sheets:
        for column in part.columns:
            row += 1
            shown = example(part, column, setting)
            line = (
                part.title,
                column.header,
                "Wajib" if column.required else "",
                column.about,
                wording.plain(column.kind),
                wording.bounds(column.kind, year),
                shown if isinstance(shown, str) else f"{shown:.10g}".replace(".", ","),
            )
            for index, text in enumerate(line, start=1):
                cell = sheet.cell(row, index)
                write(cell, text or None)
                cell.number_format = "@"
                cell.font = style.font(bold=index == 2)
                cell.alignment, cell.border = style.WRAPPED, style.BOX
                if column.required and index == 3:
                    cell.font, cell.fill = style.header(required=True)
            longest = max(-(-len(str(text)) // (width + 3)) for text, width in zip(line, WIDTHS, strict=True))
            sheet.row_dimensions[row].height = 4 + 15 * longest
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:G{row}"
    style.set_up_print(sheet, repeat_header=True, footer=footer)
