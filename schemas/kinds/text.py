"""Free text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.indonesian import grouped
from schemas.kinds.base import Demand, Kind, Length
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import EMPTY, CellReader, Reading, bad, noted
from schemas.kinds.strays import mask_personal
from schemas.text import EMPTY_WORDS, shown

_LONGEST_EMPTY_WORD = max(map(len, EMPTY_WORDS))


@dataclass(frozen=True)
class Text(Kind):
    """Free text of at most ``limit`` characters."""

    limit: int = 255

    name = "Teks"
    example = "Catatan singkat"

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        limit = self.limit

        def read(value: Any) -> Reading:
            text = shown(value)
            if len(text) > limit:
                return bad(Code.TEXT_LENGTH)
            if len(text) <= _LONGEST_EMPTY_WORD and text.casefold() in EMPTY_WORDS:
                return EMPTY
            if not column.personal and mask_personal(text) != text:
                return noted(text, Code.TEXT_PERSONAL)
            return Reading(text)

        return read

    def usual_form(self, column: ColumnLike, context: ContextLike) -> str | None:
        # Words of ASCII with one blank between, too long for a word that says nothing; no address and no long number.
        length = rf"(?=[^'=].{{{_LONGEST_EMPTY_WORD},{self.limit - 1}}}$)"
        return rf"{length}(?!.*\d[\d .\-_()]{{8}})[!-?A-~]+(?: [!-?A-~]+)*"

    def demands(self) -> tuple[Demand, ...]:
        return (Length(self.limit),)

    def asks_of(self, column: ColumnLike) -> str:
        return f"teks paling banyak {grouped(self.limit)} huruf"

    def width(self) -> int:
        return 36 if self.limit > 255 else 26


NOTE = Text(2000)
