"""Which rows below the header are data: not titles, numbers, examples, groups, totals or signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any

import numpy as np

from schemas.grid import Grid
from schemas.kinds import Key
from schemas.kinds.days import MONTHS
from schemas.kinds.digits import says_nothing
from schemas.locate.header import Headers
from schemas.model import Sheet
from schemas.text import clean, fold_name, is_blank, joined, shown, without_zero_width

_COLUMN_NUMBER = re.compile(r"\(?(\d{1,3})[).]?", re.A)
_TOTALS = ("jumlah", "total")
_SIGNATURE = ("mengetahui", "kepala dinas")
_PLACE_AND_DATE = re.compile(
    rf"[^\W\d][\w .'\-]*,\s*(?:\d{{1,2}}|[._…\s]+)\s*(?:{'|'.join(MONTHS)})\.?\s*\d{{4}}", re.I
)
_USUAL_KEY = re.compile(r"^[A-Z]{3}-[0-9]{4,6}(?:-[0-9]{2,3})?$", re.M)
MOST_SIGNATURE_CELLS = 3
_EXAMPLE = re.compile(r"contoh\b", re.I)


@dataclass(frozen=True)
class DataRows:
    """Zero-based data rows, and the number of filled rows below the header that are none."""

    rows: list[int]
    skipped: int


def find_data_rows(grid: Grid, sheet: Sheet, headers: Headers) -> DataRows:
    """The data rows below the header, in order; blank rows never end a table."""
    first_row = headers.last_row + 1
    count = grid.height - first_row
    if count <= 0:
        return DataRows([], 0)
    columns = sorted(headers.named)
    located = set(headers.located.values())
    key = headers.located.get(sheet.key_column.name)
    everywhere = np.ones(count, dtype=bool)
    has_key, filled = ~everywhere, {}
    doubtful = everywhere
    if key is not None:
        if not grid.merged:  # what is merged into a key's cell counts for the rows below
            doubtful = _unusual(grid.columns[key][first_row:])
        filled[key] = _filled(grid, key, first_row, doubtful) | ~doubtful
        has_key = filled[key].copy()
        for offset in np.flatnonzero(doubtful).tolist():
            value = grid.columns[key][first_row + offset]
            if _is_zeros(value, sheet) or (sheet.words_are_no_key and _is_word_of_frame(value)):
                has_key[offset] = False
    # Whatever else stands in a row with a key does not matter: nearly all rows need not be looked at.
    judged = everywhere if grid.merged else ~has_key
    filled.update({column: _filled(grid, column, first_row, judged) for column in columns if column != key})
    filled_known = np.logical_or.reduce([filled[column] for column in located])
    filled_count = np.sum([filled[column] for column in columns], axis=0)
    headings = _headers_again(grid, headers, key, doubtful, first_row)
    dropped = _example_rows(grid, first_row, count) | headings
    dropped |= _column_numbers(grid, columns, filled_count > 0, headings, first_row)
    keyless = ~has_key & ~dropped
    unnumbered = [filled[column] for column in columns if column not in headers.numbering]
    dropped |= _frame_rows(grid, keyless, np.sum(unnumbered, axis=0), first_row)
    data = filled_known & ~dropped & ~_all_merged(grid, located, filled, first_row)
    return DataRows([first_row + int(row) for row in np.flatnonzero(data)], int(np.sum((filled_count > 0) & ~data)))


def _filled(grid: Grid, column: int, first_row: int, judged: np.ndarray) -> np.ndarray:
    """The rows, among those in question, where the column holds something."""
    values = list(compress(grid.columns[column][first_row:], judged.tolist()))
    blank = {value for value in set(values) if is_blank(value)}
    filled = np.zeros(len(judged), dtype=bool)
    filled[judged] = np.fromiter((value not in blank for value in values), dtype=bool, count=len(values))
    for row, flagged in grid.flags:
        if flagged == column and row >= first_row:
            filled[row - first_row] = True
    for top, left, bottom, _ in grid.spans_over(column):
        if left == column and first_row <= top < grid.height:
            filled[top - first_row : bottom + 1 - first_row] = filled[top - first_row]
    return filled


def _all_merged(grid: Grid, located: set[int], filled: dict[int, np.ndarray], first_row: int) -> np.ndarray:
    """Rows that hold nothing of their own: every value is merged down from above."""
    count = grid.height - first_row
    if not grid.merged:
        return np.zeros(count, dtype=bool)
    own = {column: filled[column].copy() for column in located}
    for column, mine in own.items():
        for top, left, bottom, _ in grid.spans_over(column):
            covered = top + 1 if left == column else top
            mine[max(covered - first_row, 0) : max(bottom + 1 - first_row, 0)] = False
    return ~np.logical_or.reduce(list(own.values()))


def _unusual(values: Sequence[Any]) -> np.ndarray:
    """The rows whose key does not look like one. A usual key is no blank, no zeros, no header and no word of a
    frame.
    """
    usual = set(_USUAL_KEY.findall(joined(values)))
    return np.fromiter((value not in usual for value in values), dtype=bool, count=len(values))


def _is_zeros(value: Any, sheet: Sheet) -> bool:
    """Whether a key is nothing but zeros, which is no key (a sum over an empty column, for example)."""
    if not isinstance(sheet.key_column.kind, Key):
        return False
    return str(value).lstrip(" '=\"")[:1] == "0" and says_nothing(shown(value))


def _example_rows(grid: Grid, first_row: int, count: int) -> np.ndarray:
    """Rows with a cell that begins with CONTOH. In other letters ("Contoh kemasan …", a note) only the first cell
    counts.
    """
    dropped = np.zeros(count, dtype=bool)
    for column, whole in enumerate(grid.columns):
        values = whole[first_row:]
        if not _may_hold_examples(values):
            continue
        examples = {value for value in set(values) if isinstance(value, str) and _EXAMPLE.match(clean(value))}
        if not examples:
            continue
        for offset, value in enumerate(values):
            if value in examples:
                before = (grid.value(first_row + offset, left) for left in range(column))
                dropped[offset] |= clean(value).startswith("CONTOH") or all(map(is_blank, before))
    return dropped


def _may_hold_examples(values: Sequence[Any]) -> bool:
    """Whether the word stands anywhere, searched in all texts as one: far quicker than cell by cell."""
    text = joined(values)
    return "contoh" in (text if text.isascii() else without_zero_width(text)).casefold()


def _headers_again(grid: Grid, headers: Headers, key: int | None, doubtful: np.ndarray, first_row: int) -> np.ndarray:
    """Rows that repeat the header, both rows of a header of two: the key's header stands in the key's column again."""
    count = grid.height - first_row
    dropped = np.zeros(count, dtype=bool)
    rows = {row: _folded(grid, row, headers) for row in range(headers.first_row, headers.last_row + 1)}
    key_row = next((row for row, names in rows.items() if key in names), None)
    if key is None or key_row is None:
        return dropped
    for offset in np.flatnonzero(doubtful).tolist():
        value = grid.columns[key][first_row + offset]
        if isinstance(value, str) and value and not value[-1:].isdigit() and fold_name(value) == rows[key_row][key]:
            for row, names in rows.items():
                again = offset + row - key_row
                if 0 <= again < count:
                    here = _folded(grid, first_row + again, headers)
                    same = sum(names.get(column) == name for column, name in here.items())
                    dropped[again] |= same * 2 > len(here)
    return dropped


def _folded(grid: Grid, row: int, headers: Headers) -> dict[int, str]:
    """The filled cells of a row in the columns that have a header, folded."""
    texts = {column: shown(grid.value(row, column)) for column in headers.named}
    return {column: fold_name(text) for column, text in texts.items() if text}


def _column_numbers(
    grid: Grid, columns: list[int], filled: np.ndarray, headings: np.ndarray, first_row: int
) -> np.ndarray:
    """The row of column numbers under the header, or under a repeated one: "(1) (2) (3)" or "1 2 3"."""
    dropped = np.zeros(len(filled), dtype=bool)
    below = np.flatnonzero(filled & ~headings)
    for start in (0, *np.flatnonzero(headings)):
        at = int(np.searchsorted(below, start))
        if at < len(below):
            dropped[below[at]] = _counts_up(
                [text for column in columns if (text := shown(grid.value(first_row + int(below[at]), column)))],
                len(columns),
            )
    return dropped


def _counts_up(texts: list[str], columns: int) -> bool:
    """Whether small numbers grow from cell to cell, under most of the columns (one by one, under three will do)."""
    matches = [_COLUMN_NUMBER.fullmatch(text) for text in texts]
    if None in matches or len(matches) < min(3, columns):
        return False
    steps = [int(b[1]) - int(a[1]) for a, b in zip(matches, matches[1:], strict=False) if a and b]
    return all(step == 1 for step in steps) or (min(steps) > 0 and len(texts) * 2 > columns)


def _is_word_of_frame(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    text = clean(value)
    return text.casefold().startswith((*_TOTALS, *_SIGNATURE)) or _PLACE_AND_DATE.fullmatch(text) is not None


def _frame_rows(grid: Grid, keyless: np.ndarray, filled_count: np.ndarray, first_row: int) -> np.ndarray:
    """Among rows without a key: groups, totals, and everything from a signature block on."""
    dropped = np.zeros(len(keyless), dtype=bool)
    signed = False
    for offset in np.flatnonzero(keyless):
        row = first_row + int(offset)
        texts = _texts(grid, row)
        signed = signed or _is_signature(texts)
        is_group = filled_count[offset] == 1  # "II" may number it
        is_total = bool(texts) and texts[0].casefold().startswith(_TOTALS)
        dropped[offset] = signed or is_group or is_total
    return dropped


def _texts(grid: Grid, row: int) -> list[str]:
    return [shown(value) for value in grid.row(row) if not is_blank(value)]


def _is_signature(texts: list[str]) -> bool:
    """Whether a row is a signature: few cells, one of them a word of a signature block or a place and date."""
    if not 0 < len(texts) <= MOST_SIGNATURE_CELLS:
        return False
    return any(text.casefold().startswith(_SIGNATURE) or _PLACE_AND_DATE.fullmatch(text) for text in texts)
