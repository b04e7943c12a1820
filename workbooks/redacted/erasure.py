"""What is to be taken out of a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from schemas.grid import Grid
from schemas.text import shown

Cells = Mapping[tuple[int, int], str]
"""Zero-based row and column → the text that the cell holds from now on; empty for an empty cell."""
_LEAST = 5


@dataclass(frozen=True)
class Erasure:
    """The cells of each sheet (by name as sent) with their new texts, and what is done to any other text of the file.
    The grids are those of the file as it is.
    """

    grids: tuple[Grid, ...]
    sheets: Mapping[str, Cells]
    redact: Callable[[str], str]

    @property
    def is_empty(self) -> bool:
        """Whether there is no cell and no name of a sheet to change."""
        return not any(self.sheets.values()) and self.names == [grid.name for grid in self.grids]

    @property
    def names(self) -> list[str]:
        """The names of the sheets from now on."""
        return [self.redact(grid.name) for grid in self.grids]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """What stood in these cells, the longest first: it must stand nowhere else in the file's other parts."""
        texts = {
            text
            for grid in self.grids
            for row, column in self.sheets.get(grid.name, {})
            if len(text := shown(grid.value(row, column))) >= _LEAST
        }
        return tuple(sorted(texts, key=lambda text: (-len(text), text)))

    def cleaned(self, text: str) -> str:
        """Any other text of the file without the person."""
        text = self.redact(text)
        for piece in self.texts:
            text = text.replace(piece, "")
        return text
