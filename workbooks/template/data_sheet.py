"""A data sheet: header, CONTOH row, the office's known rows, and the rules of input for new rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from schemas.grid import column_letter
from schemas.model import Sheet
from workbooks.template import style
from workbooks.template.cells import as_cell, write
from workbooks.template.examples import Setting, example
from workbooks.template.lists import Lists
from workbooks.template.validation import Cells, list_name, rule_for

HEADER_ROW, EXAMPLE_ROW, FIRST_ROW = 1, 2, 3
ROWS = 2000
IN_PROGRESS = "dalam proses"
HEADER_HEIGHT = 46


@dataclass(frozen=True)
class Context:
    """What all data sheets of one workbook share."""

    setting: Setting
    names: Mapping[str, str]
    partners: Sequence[str]
    regions: Sequence[str]
    footer: str


def add_data_sheet(
    workbook: Workbook,
    sheet: Sheet,
    lists: Lists,
    context: Context,
    rows: pd.DataFrame | None,
    held_rows: Sequence[Mapping[str, str]] = (),
) -> None:
    """Writes one data sheet of the contract at the end of the workbook. ``held_rows`` are rows to be mended, below the
    others.
    """
    target = workbook.create_sheet(sheet.title)
    target.sheet_properties.tabColor = style.REQUIRED if sheet.required else style.LINE
    _columns(target, sheet)
    _example(target, sheet, context.setting)
    if rows is not None:
        _known_rows(target, sheet, rows, context.names)
    row_count = 0 if rows is None else len(rows)
    _held_rows(target, sheet, held_rows, FIRST_ROW + row_count)
    last_row = FIRST_ROW + max(ROWS, row_count + len(held_rows) + ROWS // 4) - 1
    _lists(lists, sheet, context)
    _rules(target, sheet, context, last_row)
    _missing_cells(target, sheet, last_row)
    target.freeze_panes = "B2"
    target.sheet_view.zoomScale = 90
    total = sum(target.column_dimensions[column_letter(i)].width for i in range(len(sheet.columns)))
    style.set_up_print(target, repeat_header=True, footer=context.footer, pages_wide=max(1, round(total / 170)))
    target.print_title_cols = "A:A"


def _columns(target: Worksheet, sheet: Sheet) -> None:
    target.row_dimensions[HEADER_ROW].height = HEADER_HEIGHT
    for index, column in enumerate(sheet.columns):
        cell = target.cell(HEADER_ROW, index + 1, column.header)
        cell.font, cell.fill = style.header(column.required)
        cell.alignment = Alignment(vertical="center", horizontal="center", wrap_text=True)
        cell.border = style.BOX
        # The star is shown by the format: the header's text stays what the contract knows.
        cell.number_format = '@" *"' if column.required else "@"
        dimension = target.column_dimensions[column_letter(index)]
        dimension.width = style.width(column.kind, column.header)
        dimension.number_format = style.number_format(column.kind)


def _example(target: Worksheet, sheet: Sheet, setting: Setting) -> None:
    for index, column in enumerate(sheet.columns):
        value = example(column, setting)
        cell = target.cell(EXAMPLE_ROW, index + 1)
        write(cell, f"CONTOH {value}" if index == 0 else value or None)
        cell.font = style.font(italic=True, colour=style.MUTED)
        cell.fill = style.fill(style.EXAMPLE)
        cell.border = style.BOX
        cell.number_format = style.number_format(column.kind)


def _known_rows(target: Worksheet, sheet: Sheet, rows: pd.DataFrame, names: Mapping[str, str]) -> None:
    """Writes the rows that the warehouse knows. A licence that is applied for stands as words."""
    for index, column in enumerate(sheet.columns):
        if column.name not in rows:
            continue
        cells = [as_cell(value, column.kind, names) for value in rows[column.name]]
        if column.has_status and f"{column.name}_status" in rows:
            pending = (rows[f"{column.name}_status"] == "proses").fillna(False)
            cells = [
                value or (IN_PROGRESS if is_pending else None) for value, is_pending in zip(cells, pending, strict=True)
            ]
        number_format = style.number_format(column.kind)
        for row, value in enumerate(cells, start=FIRST_ROW):
            if value is not None:
                cell = target.cell(row, index + 1)
                write(cell, value)
                cell.number_format = number_format


def _held_rows(target: Worksheet, sheet: Sheet, held_rows: Sequence[Mapping[str, str]], first_row: int) -> None:
    """Writes the rows that were held back, as they were typed, in a colour of their own."""
    for row, cells in enumerate(held_rows, start=first_row):
        for index, column in enumerate(sheet.columns):
            cell = target.cell(row, index + 1)
            cell.fill = style.fill(style.HELD)
            cell.number_format = style.number_format(column.kind)
            if text := cells.get(column.name):
                write(cell, ILLEGAL_CHARACTERS_RE.sub("", text))


def _lists(lists: Lists, sheet: Sheet, context: Context) -> None:
    words = {"partners": context.partners, "regions": context.regions}
    for column in sheet.columns:
        if column.kind.validation in ("one_of", "some_of"):
            lists.add(list_name(sheet, column), words.get(column.kind.offers) or column.kind.offered())


def _rules(target: Worksheet, sheet: Sheet, context: Context, last_row: int) -> None:
    for index, column in enumerate(sheet.columns):
        cells = Cells(column_letter(index), FIRST_ROW, last_row)
        target.add_data_validation(rule_for(sheet, column, cells, context.setting))


def _missing_cells(target: Worksheet, sheet: Sheet, last_row: int) -> None:
    """Colours a required cell that is still empty in a row that has begun."""
    end = column_letter(len(sheet.columns) - 1)
    for index, column in enumerate(sheet.columns):
        if column.required:
            letter = column_letter(index)
            row_has_begun = f"COUNTA($A{FIRST_ROW}:${end}{FIRST_ROW})>0"
            rule = FormulaRule(
                formula=[f"AND({row_has_begun},LEN(TRIM({letter}{FIRST_ROW}))=0)"], fill=style.fill(style.MISSING)
            )
            target.conditional_formatting.add(f"{letter}{FIRST_ROW}:{letter}{last_row}", rule)
