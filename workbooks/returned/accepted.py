"""The sender's replies in Perbaikan: suggestions that it accepts, and values that are right as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from schemas.finding import Severity
from schemas.grid import Grid, parse_address
from schemas.kinds.yes_no import YES
from schemas.result import AppliedSuggestion, NotApplied
from schemas.text import clean, shown
from workbooks.returned.palette import MARKS
from workbooks.returned.perbaikan import (
    ACCEPT,
    CELL,
    COLUMN,
    GOT,
    HEADERS,
    KEY,
    NAME,
    SEVERITY,
    SHEET,
    SUGGESTION,
    USED,
)

_YES = YES | {"iya", "yes", "✔", "☑", "ok", "oke", "setuju", "terima", "diterima", "benar", "betul", "x"}
_RIGHT = frozenset({"memang benar", "memang betul", "memang begitu", "memang demikian", "sudah benar", "sudah betul"})
"""Replies that say that the value is right as it stands, so they accept no suggestion."""
_NO = frozenset({"", "tidak", "t", "tdk", "no", "bukan", "jangan", "0", "false", "-", "–", USED})
_NEEDED = (SHEET, CELL, GOT, SUGGESTION, ACCEPT)
_MASK = "*"


@dataclass(frozen=True, slots=True)
class Accepted:
    """A row of Perbaikan with a yes. ``sheet`` is its name as sent, ``shown_value`` the cell's content (maybe masked),
    ``key`` the row's key for people, ``column`` the column's header. ``suggestion`` None says that the value is right
    as it is. ``is_lost`` says that its cell cannot be found for certain any more.
    """

    sheet: str
    cell: str
    shown_value: str
    suggestion: str | int | float | None
    key: str = ""
    column: str = ""
    is_lost: bool = False


@dataclass(frozen=True)
class Answers:
    """The replies beside the findings. ``unheard`` holds replies that are neither yes nor no, with their words."""

    accepted: tuple[Accepted, ...] = ()
    right_values: tuple[Accepted, ...] = ()
    unheard: tuple[AppliedSuggestion, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.accepted or self.right_values or self.unheard)


def find_perbaikan(grids: Sequence[Grid]) -> Grid | None:
    """The sheet Perbaikan that we wrote, known by its name and headers; None when there is none."""
    for grid in grids:
        if grid.name.casefold().startswith(NAME.casefold()) and grid.height and _located(grid):
            return grid
    return None


def read_answers(perbaikan: Grid) -> Answers:
    """The replies in the sheet, whatever was sorted, filtered or added; none when the headers are not ours.

    A cell counts once: the first yes wins.
    """
    at = _located(perbaikan)
    if not at:
        return Answers()
    accepted: dict[tuple[str, str], Accepted] = {}
    right_values: dict[tuple[str, str], Accepted] = {}
    unheard = []
    for row in range(1, perbaikan.height):
        answer, reply = _row(perbaikan, at, row)
        if not _is_address(answer.cell):
            continue
        is_warning = SEVERITY in at and shown(perbaikan.value(row, at[SEVERITY])) == MARKS[Severity.WARNING].label
        if is_warning and reply in _YES | _RIGHT:
            right_values.setdefault((answer.sheet.casefold(), answer.cell), replace(answer, suggestion=None))
        elif reply in _YES and answer.suggestion != "":
            accepted.setdefault((answer.sheet.casefold(), answer.cell), answer)
        elif reply not in _NO | _YES:
            words = shown(perbaikan.value(row, at[ACCEPT]))
            unheard.append(AppliedSuggestion(answer.sheet, answer.cell, words, "", False, NotApplied.UNHEARD))
    return Answers(tuple(accepted.values()), tuple(right_values.values()), tuple(unheard))


def _row(perbaikan: Grid, at: dict[str, int], row: int) -> tuple[Accepted, str]:
    """A row as if it were accepted, and the reply, folded."""
    sheet, cell, shown_value, suggestion, accept = (perbaikan.value(row, at[header]) for header in _NEEDED)
    key, column = (shown(perbaikan.value(row, at[header])) if header in at else "" for header in (KEY, COLUMN))
    reply = shown(accept).casefold().strip(" .,;!")
    return Accepted(shown(sheet), shown(cell).upper(), shown(shown_value), _plain(suggestion), key, column), reply


def apply_accepted(
    grids: Sequence[Grid], accepted: Sequence[Accepted]
) -> tuple[tuple[Grid, ...], list[AppliedSuggestion]]:
    """Puts each suggestion into its cell, and gives the grids and the fate of each suggestion.

    A suggestion is applied only where the cell still holds what Perbaikan says it held, so that a row put in or a cell
    mended since is not overwritten. Numbers are put as numbers, everything else as text.
    """
    by_name = {shown(grid.name).casefold(): place for place, grid in enumerate(grids)}
    changes: dict[int, dict[tuple[int, int], str | int | float]] = {}
    log = []
    for answer in accepted:
        place = by_name.get(answer.sheet.casefold())
        row, column = parse_address(answer.cell)
        is_unchanged = (
            place is not None and not answer.is_lost and holds(grids[place].value(row, column), answer.shown_value)
        )
        if is_unchanged and place is not None and answer.suggestion is not None:
            changes.setdefault(place, {})[row, column] = answer.suggestion
        reason = None if is_unchanged else NotApplied.LOST if answer.is_lost or place is None else NotApplied.CHANGED
        log.append(
            AppliedSuggestion(
                answer.sheet, answer.cell, answer.shown_value, str(answer.suggestion), is_unchanged, reason
            )
        )
    changed = tuple(_changed(grid, changes.get(place, {})) for place, grid in enumerate(grids))
    return changed, log


def _located(grid: Grid) -> dict[str, int]:
    """Header → column, when all needed headers are there."""
    expected_headers = {header.casefold(): header for header in HEADERS}
    at: dict[str, int] = {}
    for column in range(grid.width):
        header = expected_headers.get(shown(grid.value(0, column)).casefold())
        if header:
            at.setdefault(header, column)
    return at if all(header in at for header in _NEEDED) else {}


def _changed(grid: Grid, changes: dict[tuple[int, int], str | int | float]) -> Grid:
    if not changes:
        return grid
    columns = {column: list(grid.columns[column]) for _, column in changes}
    for (row, column), value in changes.items():
        columns[column][row] = value
    return replace(grid, columns=tuple(tuple(columns.get(index, values)) for index, values in enumerate(grid.columns)))


def holds(value: Any, shown_value: str) -> bool:
    """Whether a cell still shows what Perbaikan says of it; never for an empty one."""
    text = shown(value)
    if not text or not shown_value:
        return False
    if _MASK in shown_value and len(text) == len(shown_value):
        return all(shown_letter in (_MASK, letter) for shown_letter, letter in zip(shown_value, text, strict=True))
    return text == clean(shown_value) or (_number(value) is not None and _number(value) == _number(shown_value))


def _number(value: Any) -> float | None:
    if isinstance(value, bool | date):
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _plain(suggestion: Any) -> str | int | float:
    """Numbers as numbers (whole ones whole), everything else as text. A date that a program made of a text
    becomes ISO.
    """
    if isinstance(suggestion, float) and suggestion.is_integer():
        return int(suggestion)
    if isinstance(suggestion, int | float) and not isinstance(suggestion, bool):
        return suggestion
    return shown(suggestion)


def _is_address(cell: str) -> bool:
    try:
        parse_address(cell)
    except ValueError:
        return False
    return True
