"""Identitas: who sends this workbook, for which month, by which contract version."""

from __future__ import annotations

from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.datavalidation import DataValidation

from schemas.model import COVER_TITLE, CoverField, WorkbookKind
from workbooks.template import style
from workbooks.template.cells import write

FIRST_ROW = 3
_PROMPTS = {
    "office": "Sudah terisi. Jangan diganti: kiriman hanya diterima untuk pengirim ini.",
    "period": "Bulan laporan, misalnya November 2026. Ganti bila templat dipakai untuk bulan lain.",
    "version": "Sudah terisi. Jangan diganti.",
}
_TEXT_PROMPTS = {
    "petugas": "Nama lengkap petugas yang mengisi. Wajib diisi.",
    "jabatan": "Jabatan petugas.",
    "telepon": "Nomor telepon petugas, agar kami dapat bertanya.",
    "tanggal_kirim": "Tanggal buku kerja ini dikirim, misalnya 28/11/2026.",
    "instansi": "Nama dinas, lembaga, atau usaha yang mengirim. Wajib diisi.",
}


def add_cover_sheet(workbook: Workbook, kind: WorkbookKind, values: Mapping[str, str], footer: str) -> None:
    """Writes Identitas: a label in A, its value in B. Nothing stands right of a value, so that it is not read as
    one.
    """
    sheet = workbook.create_sheet(COVER_TITLE)
    sheet.sheet_properties.tabColor = style.REQUIRED
    sheet.sheet_view.showGridLines = False
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 52
    sheet["A1"] = "Identitas kiriman"
    sheet["A1"].font = style.font(bold=True, size=16, colour=style.REQUIRED)
    sheet.row_dimensions[1].height = 28
    for row, field in enumerate(kind.cover, start=FIRST_ROW):
        _field(sheet, row, field, values.get(field.name))
    style.set_up_print(sheet, repeat_header=False, footer=footer)


def _field(sheet, row: int, field: CoverField, value: str | None) -> None:
    label, cell = sheet.cell(row, 1, field.label), sheet.cell(row, 2)
    label.font, label.fill = style.header(field.required)
    label.number_format = '@" *"' if field.required else "@"
    write(cell, value)
    cell.number_format = "@"
    cell.font = style.font(bold=value is not None)
    cell.fill = style.fill(style.FILLED_IN if field.role in ("office", "version") else "FFFFFF")
    for part in (label, cell):
        part.border = style.BOX
        part.alignment = Alignment(horizontal="left", vertical="center", indent=1)
    sheet.row_dimensions[row].height = 24
    note = DataValidation(allow_blank=True, showInputMessage=True)
    note.promptTitle, note.prompt = field.label, _PROMPTS.get(field.role) or _TEXT_PROMPTS[field.name]
    note.add(cell.coordinate)
    sheet.add_data_validation(note)
