"""Rows of text in columns, for the terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"-?\d[\d.,]*|–")


def in_columns(headers: Sequence[str], rows: Sequence[Sequence[str | int]], indent: str = "") -> list[str]:
    """Lines with a heading. Each column is as wide as its widest cell; numbers stand to the right."""
    cells = [[str(cell) for cell in row] for row in (headers, *rows)]
    numeric = [all(_NUMBER.fullmatch(row[place]) for row in cells[1:]) for place in range(len(headers))]
    widths = [max(len(row[place]) for row in cells) for place in range(len(headers))]
    return [
        indent
        + "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in cells
    ]
