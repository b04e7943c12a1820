"""Tables of text: csv with comma, semicolon or tab, UTF-8 or Windows-1252, as one grid."""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import zip_longest

from schemas.grid import Grid
from workbooks.limits import FileRejectedError, Limits

CSV_SHEET = "csv"
"""The name of the one sheet of a csv."""
_DELIMITERS = ";,\t"
_LOOKED_AT = 200
_LONGEST_HEADER = 80
_TOLD = re.compile(rf"sep=([{_DELIMITERS}])\r?\n", re.I)
"""A first line that tells Excel the delimiter. Excel does not count it as a row."""
_ERROR_VALUES = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"))
_FLOAT = re.compile(r"\s*(-?(?:0|[1-9]\d*))\.0\s*", re.A)
"""A whole number as written by programs that hold every number as a float."""
_EXACT_DIGITS = 15
"""How many digits a number cell of a spreadsheet program keeps; those behind become zeros."""
_END = "\x1e"
"""A last line of our own. Where it is not read as a line, a quote before it was never closed."""


def read_csv(data: bytes, limits: Limits) -> Grid:
    """The grid of a csv. A row's number is that of its record, as a spreadsheet program shows it.

    Raises FileRejectedError: ``file.unreadable`` when it cannot be parsed, ``file.too_large`` over the limits.
    """
    text, _ = decoded(data)
    head, delimiter = delimiter_of(text)
    text = text[len(head) :]
    rows = _rows(text, delimiter, limits)
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > limits.rows:
        raise FileRejectedError("file.too_large", f"more than {limits.rows} rows")
    if '"' in text:
        _assert_quotes_closed(rows, delimiter)
    if ".0" in text:
        rows = [[_as_shown(cell) for cell in row] for row in rows]
    columns = tuple(zip_longest(*(row[: limits.columns] for row in rows), fillvalue=""))
    return Grid(CSV_SHEET, columns, flags=_errors(columns) if "#" in text else {}, digits_are_numbers=True)


def _rows(text: str, delimiter: str, limits: Limits) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(f"{text}\n{_END}", newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) > limits.rows and any(row) and row != [_END]:
                raise FileRejectedError("file.too_large", f"more than {limits.rows} rows")
            if len(row) > limits.columns and any(row[limits.columns :]):
                raise FileRejectedError("file.too_large", f"more than {limits.columns} columns")
    except csv.Error as error:
        raise FileRejectedError("file.unreadable", f"csv: {error}") from error
    if rows.pop() != [_END]:
        raise FileRejectedError("file.unreadable", "csv: a quote is never closed")
    return rows


def _assert_quotes_closed(rows: list[list[str]], delimiter: str) -> None:
    """Refuses a quote that only the quote of a later row closes: it swallows whole rows. The sign is a line inside a
    cell with as many delimiters as the widest row.
    """
    last_index = max((len(row) for row in rows), default=0) - 1
    if last_index < 2:
        return
    for row in rows:
        for cell in row:
            if "\n" in cell and any(line.count(delimiter) >= last_index for line in cell.splitlines()[1:-1]):
                raise FileRejectedError("file.unreadable", "csv: a quote swallows rows")


def _likely_delimiter(text: str) -> str:
    """The delimiter of the header line, wherever it stands and whatever punctuation the notes below it hold.

    The header is the line with the most cells that may be names of columns (letters, no other delimiter inside, none
    twice) under which the other rows have as many cells. Without any such line, it is the delimiter that most lines
    hold often.
    """
    lines = text.splitlines()[:_LOOKED_AT]
    scores = {mark: _header_score(lines, mark) for mark in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda mark: scores[mark])
    if scores[best] > 0:
        return best
    return max(_DELIMITERS, key=lambda mark: sum(line.count(mark) ** 2 for line in lines))


def _header_score(lines: list[str], delimiter: str) -> float:
    rivals = _DELIMITERS.replace(delimiter, "")
    try:
        rows = list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:
        return 0
    best = 0.0
    for index, row in enumerate(rows):
        names = [cell.strip().casefold() for cell in row if cell.strip()]
        if len(names) <= max(best, 1) or not all(_may_be_header(name, rivals) for name in names):
            continue
        below = [len(row_below) for row_below in rows[index + 1 :] if any(row_below)]
        alike = sum(length == len(row) for length in below) / len(below) if below else 1
        plain_names = {name for name in names if not any(mark in name for mark in rivals)}
        best = max(best, len(plain_names) * alike)
    return best


def _may_be_header(name: str, rivals: str) -> bool:
    """Whether a cell may be a header. A title may hold a comma ("Desa, Kelurahan"); several mean that other cells stand
    in it.
    """
    letters = any(letter.isalpha() for letter in name)
    return letters and len(name) <= _LONGEST_HEADER and all(name.count(mark) < 2 for mark in rivals)


def _as_shown(cell: str) -> str | float:
    """A cell as a spreadsheet program shows it: ``81300005035.0`` is a whole number.

    A number with more digits than such a program keeps stays a number when its last digit may have been lost.
    """
    number = _FLOAT.fullmatch(cell)
    if not number:
        return cell
    digits = number[1]
    return float(digits) if len(digits) > _EXACT_DIGITS and digits.endswith("0") else digits


def _errors(columns: tuple[tuple[str | float, ...], ...]) -> dict[tuple[int, int], str]:
    """Finds error values, which a spreadsheet program writes as their text."""
    return {
        (row, column): value.strip()
        for column, values in enumerate(columns)
        for row, value in enumerate(values)
        if isinstance(value, str) and value.strip() in _ERROR_VALUES
    }


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a csv, and the encoding that gives the same bytes again."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), "cp1252"
    return text, "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"


def delimiter_of(text: str) -> tuple[str, str]:
    """What stands before the first record (a line that tells Excel the delimiter, or nothing), and the delimiter."""
    directive = _TOLD.match(text)
    if directive:
        return directive[0], directive[1]
    return "", _likely_delimiter(text)
