"""The rows of a mart as files: CSV for programs, Excel for people, Parquet for analysts."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from pyarrow import parquet

from warehouse.mart_reading import DEFINITION, MartReading
from warehouse.marts.description import MartColumn, MartView

_ARROW: Mapping[str, pa.DataType] = {
    "date": pa.date32(),
    "moment": pa.timestamp("us", tz="UTC"),
    "flag": pa.int8(),
    "integer": pa.int64(),
    "rupiah": pa.int64(),
    "number": pa.float64(),
}
"""Types of columns; all others are text."""

_FORMATS = {
    "integer": "#,##0",
    "rupiah": '"Rp"#,##0',
    "number": "#,##0.##",
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
}
_HEAD = PatternFill("solid", start_color="1F4E78", end_color="1F4E78")
_WIDEST = 48


def as_csv(reading: MartReading) -> bytes:
    """RFC 4180 in UTF-8, the header first; decimal points, ISO dates, nothing between commas where a value is
    missing.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    names = list(reading.mart.figures.columns)
    writer.writerow(names)
    writer.writerows([_word(row[name]) for name in names] for row in reading.rows)
    return text.getvalue().encode()


def as_parquet(reading: MartReading) -> bytes:
    """Parquet, compressed by zstd; the file's metadata say the point of view, a column's its meaning."""
    buffer = io.BytesIO()
    parquet.write_table(as_arrow(reading.mart.figures, reading.rows, said_of(reading)), buffer, compression="zstd")
    return buffer.getvalue()


def as_xlsx(reading: MartReading) -> bytes:
    """A workbook of two sheets: the rows, and what the columns mean."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = reading.mart.name
    view = reading.mart.figures
    _heading(sheet, list(view.columns))
    for number, row in enumerate(reading.rows, 2):
        for place, (name, column) in enumerate(view.columns.items(), 1):
            _write(sheet, number, place, row[name], column.type)
    for place, name in enumerate(view.columns, 1):
        longest = max([len(name), *(len(str(row[name])) for row in reading.rows)])
        sheet.column_dimensions[get_column_letter(place)].width = min(longest + 3, _WIDEST)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    _meanings(book.create_sheet("Keterangan"), reading)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


FILES: dict[str, Callable[[MartReading], bytes]] = {"csv": as_csv, "xlsx": as_xlsx, "parquet": as_parquet}
"""By the name's ending."""


def as_arrow(view: MartView, rows: Sequence[Mapping[str, Any]], metadata: Mapping[str, str]) -> pa.Table:
    """The rows as an Arrow table with the view's columns, nothing but these."""
    schema = pa.schema(
        [
            pa.field(name, _ARROW.get(column.type, pa.string()), metadata={"about": meaning(column)})
            for name, column in view.columns.items()
        ],
        metadata=metadata,
    )
    return pa.Table.from_pylist([dict(row) for row in rows], schema=schema)


def said_of(reading: MartReading) -> dict[str, str]:
    """The lines that name the mart and its point of view."""
    point = reading.point
    fields = {"period": point.period, "known_on": point.known_on.astimezone(UTC).isoformat()} if point else {}
    return {"mart": reading.mart.name, "definition": DEFINITION, **fields}


def meaning(column: MartColumn) -> str:
    """The meaning of a column, its unit, and the meaning of an empty cell."""
    unit = column.unit or ("Rp" if column.type == "rupiah" else None)
    about = f"{column.about} ({unit})" if unit else column.about
    return f"{about}." + (f" Kosong: {column.empty}." if column.empty else "")


def _word(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _heading(sheet: Worksheet, names: Sequence[str]) -> None:
    for place, name in enumerate(names, 1):
        cell = sheet.cell(1, place, name)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = _HEAD


def _write(sheet: Worksheet, row: int, place: int, value: Any, kind: str) -> None:
    """Text is text, whatever it begins with; Excel knows no zones, so a moment is written in UTC."""
    cell = sheet.cell(row, place)
    cell.value = value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) else value
    if isinstance(value, str):
        cell.data_type = "s"
    if kind in _FORMATS:
        cell.number_format = _FORMATS[kind]


def _meanings(sheet: Worksheet, reading: MartReading) -> None:
    view = reading.mart.figures
    _heading(sheet, ("Kolom", "Arti"))
    rows = [(name, meaning(column)) for name, column in view.columns.items()]
    rows += [("", view.about), *said_of(reading).items()]
    for number, pair in enumerate(rows, 2):
        for place, words in enumerate(pair, 1):
            _write(sheet, number, place, words, "text")
            sheet.cell(number, place).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 90
