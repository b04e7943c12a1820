"""A csv that comes back in the workbook that we made of it: still one sheet with the cover's lines above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from schemas.grid import Grid
from workbooks.returned import baca_dulu, perbaikan
from workbooks.text_table import CSV_SHEET

_OURS = (baca_dulu.NAME.casefold(), perbaikan.NAME.casefold())


def find_csv_copy(grids: Sequence[Grid]) -> Grid | None:
    """The sheet of a returned csv, whose digits count as numbers as in the csv; None for any other workbook."""
    theirs = [grid for grid in grids if not grid.name.casefold().startswith(_OURS)]
    if len(theirs) != 1 or theirs[0].name != CSV_SHEET:
        return None
    return replace(theirs[0], digits_are_numbers=True)
