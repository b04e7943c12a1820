"""A plain xlsx of a workbook's cells, at the same addresses: for files that cannot be edited in place (xls, xlsb, ods).

Formats, formulas and pictures are not in it; a cell with an error, or a formula without a result, is one again.
"""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from schemas.grid import FORMULA_WITHOUT_RESULT, Grid
from workbooks.redacted.erasure import Erasure


def rebuild_redacted(erasure: Erasure) -> bytes:
    """The workbook's cells without those that are taken out."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, grid in zip(erasure.names, erasure.grids, strict=True):
        _write(book, name, grid, dict(erasure.sheets.get(grid.name, {})))
    if not any(sheet.sheet_state == "visible" for sheet in book.worksheets):
        book.worksheets[0].sheet_state = "visible"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _write(book: Workbook, name: str, grid: Grid, cells: dict[tuple[int, int], str]) -> None:
    sheet = book.create_sheet(name)
    sheet.sheet_state = "visible" if grid.visible else "hidden"
    for column, values in enumerate(grid.columns):
        for row, value in enumerate(values):
            flag = grid.flags.get((row, column))
            new = cells.get((row, column), value)
            if (row, column) not in cells and flag is not None:
                new = "=NA()" if flag == FORMULA_WITHOUT_RESULT else flag
                sheet.cell(row + 1, column + 1, new)
            elif new != "":
                _set(sheet.cell(row + 1, column + 1), new)
    for top, left, bottom, right in grid.merged:
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)


def _set(cell: Any, value: Any) -> None:
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"  # never a formula
    else:
        cell.value = value
