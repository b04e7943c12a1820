"""Kamus: every column of the workbook, its meaning and what it expects."""

from __future__ import annotations

from openpyxl import Workbook

from schemas.dictionary import dictionary
from schemas.messages import expected_text
from schemas.model import Contract, WorkbookKind
from workbooks.template import style
from workbooks.template.cells import write
from workbooks.template.examples import Setting, example_in_words

TITLE = "Kamus"
HEADERS = ("Lembar", "Kolom", "Wajib", "Arti", "Jenis isian", "Yang diminta", "Contoh")
WIDTHS = (15, 26, 9, 52, 18, 66, 34)


def add_dictionary_sheet(
    workbook: Workbook, contract: Contract, kind: WorkbookKind, setting: Setting, footer: str
) -> None:
    """Writes the data dictionary of one kind of workbook, one row a column."""
    sheet = workbook.create_sheet(TITLE)
    sheet.sheet_properties.tabColor = style.GUIDE
    for index, (text, width) in enumerate(zip(HEADERS, WIDTHS, strict=True), start=1):
        cell = sheet.cell(1, index, text)
        cell.font, cell.fill = style.header(required=True)
        cell.alignment, cell.border = style.CENTRED, style.BOX
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.row_dimensions[1].height = 24
    entries = [entry for entry in dictionary(contract) if entry.workbook == kind.name]
    for row, entry in enumerate(entries, start=2):
        column = kind.sheet(entry.sheet)[entry.column]
        expectation = expected_text(column, setting.prefix).split(", misalnya ")[0]
        line = (
            entry.sheet,
            entry.header,
            "Wajib" if entry.required else "",
            entry.about,
            entry.form,
            expectation[0].upper() + expectation[1:],
            example_in_words(column, setting),
        )
        for index, text in enumerate(line, start=1):
            cell = sheet.cell(row, index)
            write(cell, text or None)
            cell.number_format = "@"
            cell.font = style.font(bold=index == 2)
            cell.alignment, cell.border = style.WRAPPED, style.BOX
            if entry.required and index == 3:
                cell.font, cell.fill = style.header(required=True)
        longest = max(-(-len(text) // (width + 3)) for text, width in zip(line, WIDTHS, strict=True))
        sheet.row_dimensions[row].height = 4 + 15 * longest
    sheet.freeze_panes = "C2"
    sheet.auto_filter.ref = f"A1:G{len(entries) + 1}"
    style.set_up_print(sheet, repeat_header=True, footer=footer)
