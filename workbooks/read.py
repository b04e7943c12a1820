"""From bytes to addressed grids: any of the formats that the contract accepts, within its limits."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from schemas.grid import Grid
from workbooks.inspection.inspection import Inspection
from workbooks.inspection.number_formats import NumberFormat
from workbooks.inspection.ods import inspect_ods
from workbooks.inspection.readable import readable
from workbooks.inspection.sniff import sniff
from workbooks.inspection.sound import sound
from workbooks.inspection.xls import inspect_xls
from workbooks.inspection.xlsb import inspect_xlsb
from workbooks.inspection.xlsx import inspect_xlsx
from workbooks.limits import FileRejectedError, Limits
from workbooks.text_table import read_csv

_INSPECTORS = {"xlsx": inspect_xlsx, "xlsb": inspect_xlsb, "ods": inspect_ods, "xls": inspect_xls}
_LIMITS = Limits()
_HEAD_BYTES = 65_536
Columns = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Workbook:
    """A file as read: its type by content and its worksheets in order. ``lone`` marks a csv: one sheet without a
    name.
    """

    type: str
    grids: tuple[Grid, ...]

    @property
    def lone(self) -> bool:
        """Whether it is one sheet with the cover's labels above the header."""
        return self.type == "csv"


def read_workbook(data: bytes, limits: Limits = _LIMITS) -> Workbook:
    """Read a file by its content.

    Raises FileRejectedError with a ``file.*`` code when it cannot be a submission.
    """
    kind = sniff(data, limits)
    if kind == "csv":
        return Workbook(kind, (read_csv(data, limits),))
    if kind != "xls":
        data = sound(data, limits)
    inspection = _INSPECTORS[kind](data, limits)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(inspection.readable or readable(data, kind, limits)))
        return Workbook(kind, tuple(_grids(workbook, inspection)))
    except (CalamineError, OSError) as error:
        raise FileRejectedError("file.unreadable", f"{kind}: {type(error).__name__}") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        # calamine's own assertions, met with damaged records; it is no Exception and cannot be imported.
        raise FileRejectedError("file.unreadable", f"{kind}: damaged inside") from None


def read_head(data: bytes, limits: Limits = _LIMITS) -> Grid | None:
    """The first lines of a csv, header and some rows; None where the file is none.

    Raises FileRejectedError when the file cannot be a submission, or when a quote is open where the lines are cut.
    """
    if sniff(data, limits) != "csv":
        return None
    head = data[:_HEAD_BYTES]
    return read_csv(head if len(data) <= _HEAD_BYTES else head[: head.rfind(b"\n") + 1], limits)


def _grids(workbook: CalamineWorkbook, inspection: Inspection):
    for meta in workbook.sheets_metadata:
        if meta.typ is not SheetTypeEnum.WorkSheet:
            continue
        if meta.name not in inspection.flags:
            raise FileRejectedError("file.unreadable", "a sheet of another name than the one that was inspected")
        flags = inspection.flags[meta.name]
        yield Grid(
            name=meta.name,
            columns=_as_shown(
                _columns(workbook.get_sheet_by_name(meta.name), flags), inspection.formats.get(meta.name, {})
            ),
            visible=meta.visible is SheetVisibleEnum.Visible,
            merged=inspection.merged.get(meta.name, ()),
            flags=flags,
            day_count=inspection.day_count,
        )


def _as_shown(columns: Columns, formats: Mapping[tuple[int, int], NumberFormat]) -> Columns:
    """The cells, numbers that are shown with more than the number as such."""
    if not formats:
        return columns
    changed: dict[int, list[Any]] = {}
    for (row, at), number_format in formats.items():
        value = columns[at][row] if at < len(columns) and row < len(columns[at]) else ""
        if type(value) is float and (as_shown := number_format.shown(value)):
            changed.setdefault(at, list(columns[at]))[row] = as_shown
    return tuple(tuple(changed[at]) if at in changed else column for at, column in enumerate(columns))


def _columns(sheet: CalamineSheet, flags: dict[tuple[int, int], str]) -> Columns:
    """The cells column by column from A1 on, wide and high enough for every flagged cell (calamine sees it as
    blank).
    """
    rows = sheet.to_python(skip_empty_area=False)
    height = max((row + 1 for row, _ in flags), default=0)
    width = max((column + 1 for _, column in flags), default=0)
    columns = list(zip(*rows, strict=True))
    if height > len(rows):
        columns = [column + ("",) * (height - len(rows)) for column in columns]
    full_height = max(height, len(rows))
    columns += [("",) * full_height for _ in range(width - len(columns))]
    return tuple(columns)
