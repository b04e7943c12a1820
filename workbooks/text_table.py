"""Tables of text: csv with comma, semicolon or tab, UTF-8 or Windows-1252, as one grid."""

from __future__ import annotations

import csv
import io
import re
from itertools import zip_longest

from schemas.grid import Grid
from workbooks.limits import FileRejectedError, Limits

CSV_SHEET = "csv"
"""What the one sheet of a csv is called."""
_DELIMITERS = ";,\t"
_LOOKED_AT = 200
_TOLD = re.compile(rf"sep=([{_DELIMITERS}])\r?\n", re.I)
"""A first line for Excel, which it does not count as a row."""
_ERROR_VALUES = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"))


def read_csv(data: bytes, limits: Limits) -> Grid:
    """The grid of a csv; a row's number is that of its record, as a spreadsheet program shows it.

    Raises FileRejectedError: ``file.unreadable`` when it cannot be parsed, ``file.too_large`` over the limits.
    """
    text = _decode(data)
    told = _TOLD.match(text)
    if told:
        text = text[told.end() :]
    delimiter = told[1] if told else _likely_delimiter(text)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > limits.rows and any(row):
                raise FileRejectedError("file.too_large", f"more than {limits.rows} rows")
            if len(row) > limits.columns and any(row[limits.columns :]):
                raise FileRejectedError("file.too_large", f"more than {limits.columns} columns")
    except csv.Error as error:
        raise FileRejectedError("file.unreadable", f"csv: {error}") from error
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > limits.rows:
        raise FileRejectedError("file.too_large", f"more than {limits.rows} rows")
    columns = tuple(zip_longest(*(row[: limits.columns] for row in rows), fillvalue=""))
    return Grid(CSV_SHEET, columns, flags=_errors(columns) if "#" in text else {}, digits_are_numbers=True)


def _likely_delimiter(text: str) -> str:
    lines = text.splitlines()[:_LOOKED_AT]
    return max(_DELIMITERS, key=lambda mark: sum(line.count(mark) ** 2 for line in lines))


def _errors(columns: tuple[tuple[str, ...], ...]) -> dict[tuple[int, int], str]:
    """Error values, which a spreadsheet program writes as their text."""
    return {
        (row, column): value.strip()
        for column, values in enumerate(columns)
        for row, value in enumerate(values)
        if value.strip() in _ERROR_VALUES
    }


def _decode(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")
