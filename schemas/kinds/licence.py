"""What authorities give: P-IRT, BPOM, halal, barcode, trademark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemas.kinds.base import Kind
from schemas.kinds.digits import says_nothing
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import EMPTY, IN_PROCESS, CellReader, Reading
from schemas.text import IN_PROCESS_WORDS, shown


@dataclass(frozen=True)
class Licence(Kind):
    """A number that an authority gives; beside it stands a ``<name>_status`` column. ``IN_PROCESS`` stands for an
    application. A kind of licence says how its number is read.
    """

    shows_example = "always"
    has_status = True

    def read_number(self, text: str, context: ContextLike) -> Reading:
        """What stands there, which is neither empty nor in process."""
        raise NotImplementedError

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        def read(value: Any) -> Reading:
            text = shown(value)
            if says_nothing(text):
                return EMPTY
            if text.casefold() in IN_PROCESS_WORDS:
                return Reading(IN_PROCESS)
            return self.read_number(text, context)

        return read
