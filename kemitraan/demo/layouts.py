"""Workbooks as offices lay them out: titles above the header, moved and renamed columns, totals, signatures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from kemitraan.demo.reproducible import make_reproducible
from schemas.kinds import Date, Money
from schemas.model import COVER_TITLE, Column, WorkbookKind

_LINE = Side(style="thin", color="808080")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


@dataclass(frozen=True)
class Layout:
    """One office's layout. ``headers`` is by column name, ``sheet_names`` by title; ``last_columns`` names columns
    moved to the end.
    """

    titles: tuple[str, ...] = ()
    numbered: bool = False
    column_numbers: bool = False
    two_rows: bool = False
    totals: bool = False
    signature: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    sheet_names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    last_columns: tuple[str, ...] = ()
    colour: str = "D9D9D9"


def write_workbook(
    path: Path,
    kind: WorkbookKind,
    cover: Sequence[tuple[str, Any]],
    sheets: Mapping[str, pd.DataFrame],
    layout: Layout,
) -> None:
    """Writes the given sheets, in the contract's order, after Identitas."""
    workbook = Workbook()
    _cover(workbook.active, cover, layout)
    for sheet in kind.sheets:
        if sheet.title in sheets:
            target = workbook.create_sheet(layout.sheet_names.get(sheet.title, sheet.title))
            columns = sorted(sheet.columns, key=lambda column: column.name in layout.last_columns)
            _sheet(target, columns, sheets[sheet.title], layout)
    workbook.save(path)
    make_reproducible(path)


def _cover(target: Worksheet, cover: Sequence[tuple[str, Any]], layout: Layout) -> None:
    target.title = COVER_TITLE
    top = 1
    if layout.titles:
        target.cell(1, 1, layout.titles[0]).font = Font(bold=True, size=13)
        top = 3
    for row, (label, value) in enumerate(cover, start=top):
        target.cell(row, 1, label).font = Font(bold=True)
        target.cell(row, 2, value)
    target.column_dimensions["A"].width, target.column_dimensions["B"].width = 22, 46


def _sheet(target: Worksheet, columns: Sequence[Column], rows: pd.DataFrame, layout: Layout) -> None:
    shift = 1 if layout.numbered else 0
    width = len(columns) + shift
    row = 1
    for text in layout.titles:
        target.merge_cells(start_row=row, start_column=1, end_row=row, end_column=min(width, 10))
        cell = target.cell(row, 1, text)
        cell.font, cell.alignment = Font(bold=True, size=12), Alignment(horizontal="center")
        row += 1
    row = _header(target, columns, layout, row + bool(layout.titles), shift)
    if layout.column_numbers:
        for index in range(1, width + 1):
            target.cell(row, index, f"({index})").alignment = Alignment(horizontal="center")
        row += 1
    names = [column.name for column in columns]
    formats = [*(["General"] if shift else []), *(_format(column) for column in columns)]
    for number, values in enumerate(rows[names].itertuples(index=False), start=1):
        _line(target, row, [*([number] if shift else []), *values], formats, above=row - 1 if number > 1 else None)
        row += 1
    if layout.totals:
        row = _totals(target, columns, rows, row, shift)
    for offset, text in enumerate(layout.signature, start=2):
        target.cell(row + offset, max(1, width - 3), text)


def _header(target: Worksheet, columns: Sequence[Column], layout: Layout, row: int, shift: int) -> int:
    """Writes one or two header rows and gives the row below."""
    bottom = row + 1 if layout.two_rows else row
    if shift:
        _head(target, row, 1, "No", layout.colour, bottom)
    for index, column in enumerate(columns, start=1 + shift):
        if layout.two_rows and column.group:
            upper, lower = column.group
            _head(target, bottom, index, lower, layout.colour)
            group_before = columns[index - 2 - shift].group if index - 2 - shift >= 0 else None
            if group_before is None or group_before[0] != upper:
                members = sum(1 for other_column in columns if other_column.group and other_column.group[0] == upper)
                _head(target, row, index, upper, layout.colour)
                target.merge_cells(start_row=row, start_column=index, end_row=row, end_column=index + members - 1)
        else:
            _head(target, row, index, layout.headers.get(column.name, column.header), layout.colour, bottom)
        target.column_dimensions[get_column_letter(index)].width = max(19, len(column.header) + 3)
    return bottom + 1


def _head(target: Worksheet, row: int, column: int, text: str, colour: str, bottom: int | None = None) -> None:
    cell = target.cell(row, column, text)
    cell.font, cell.fill = Font(bold=True), PatternFill("solid", start_color=colour, end_color=colour)
    cell.alignment, cell.border = Alignment(horizontal="center", vertical="center", wrap_text=True), _BOX
    if bottom is not None and bottom > row:
        target.merge_cells(start_row=row, start_column=column, end_row=bottom, end_column=column)


def _line(target: Worksheet, row: int, values: Sequence[Any], formats: Sequence[str], above: int | None) -> None:
    """Writes one data row. From the second on it copies the look of the row above, which is far cheaper."""
    for index, (value, shape) in enumerate(zip(values, formats, strict=True), start=1):
        cell = target.cell(row, index, value)
        if above is None:
            cell.border, cell.number_format = _BOX, shape
        else:
            cell._style = copy(target.cell(above, index)._style)


def _format(column: Column) -> str:
    if isinstance(column.kind, Date):
        return "dd/mm/yyyy"
    return "#,##0" if isinstance(column.kind, Money) else "General"


def _totals(target: Worksheet, columns: Sequence[Column], rows: pd.DataFrame, row: int, shift: int) -> int:
    target.cell(row, 1, "Jumlah").font = Font(bold=True)
    for index, column in enumerate(columns, start=1 + shift):
        if isinstance(column.kind, Money) and index > 1:
            total = sum(value for value in rows[column.name] if isinstance(value, int))
            target.cell(row, index, total).font = Font(bold=True)
    return row + 1
