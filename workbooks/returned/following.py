"""Finds the cells of answers again, wherever rows and columns were put in, taken out or sorted, and sheets renamed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schemas.check import LocatedRows
from schemas.grid import address, parse_address
from schemas.text import fold_name
from workbooks.returned.accepted import Accepted, holds


def follow(accepted: Sequence[Accepted], sheets: Sequence[LocatedRows]) -> list[Accepted]:
    """The answers at their present cells, found by the contract's sheet, the row's key, the column's header, and the
    cell's content. Where a doubt remains, the answer is lost; it is never put in a guessed place.
    """
    return [_followed(answer, find_sheet(answer.sheet, sheets)) for answer in accepted]


def find_sheet(name: str, sheets: Sequence[LocatedRows]) -> LocatedRows | None:
    """The sheet of this name, or the one that the contract knows by it, whatever its name is now."""
    for located in sheets:
        if located.name.casefold() == name.casefold():
            return located
    folded_name = fold_name(name)
    for located in sheets:
        if folded_name in {fold_name(title) for title in (located.sheet.title, *located.sheet.aliases)}:
            return located
    return None


def _followed(answer: Accepted, located: LocatedRows | None) -> Accepted:
    if located is None:
        return answer  # no data sheet: its address is all that is known, and the value must be there still
    row, column = parse_address(answer.cell)
    column_names = {header.casefold(): name for name, header in located.headers.items()}
    if answer.column:
        name = column_names.get(answer.column.casefold())
        if name is None or name not in located.columns:
            return replace(answer, sheet=located.name, is_lost=True)
        column = located.columns[name]
    at = _row_of(answer, located, row, column)
    if at is None:
        return replace(answer, sheet=located.name, is_lost=True)
    return replace(answer, sheet=located.name, cell=address(at, column))


def _row_of(answer: Accepted, located: LocatedRows, row: int, column: int) -> int | None:
    """The row with the key; of several, the one that holds the value. Where no row has it (the key was mended), the row
    of the address, if no other row could be meant. None where a doubt remains.
    """
    if not answer.key:
        return row
    bearing = [at for at, key in located.keys.items() if key == answer.key]
    if len(bearing) == 1:
        return bearing[0]
    among = bearing or located.keys
    holding = [at for at in among if holds(located.grid.value(at, column), answer.shown_value)]
    if bearing and row in holding and len(holding) > 1:
        return row  # rows that are alike stand where they stood
    if len(holding) == 1 and (bearing or holding[0] == row):
        return holding[0]
    return None
