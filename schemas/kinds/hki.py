"""Registered trademarks."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.codes import Code
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.licence import Licence
from schemas.kinds.reading import Reading, bad, noted
from schemas.kinds.strays import mask_personal
from schemas.text import grouped


@dataclass(frozen=True)
class Hki(Licence):
    """Registered trademark, free text of at most ``limit`` characters."""

    limit: int = 255

    name = "Nomor merek"
    example = "IDM000123456"
    takes_text = True

    def read_number(self, text: str, context: ContextLike) -> Reading:
        if len(text) > self.limit:
            return bad(Code.TEXT_LENGTH)
        return Reading(text) if mask_personal(text) == text else noted(text, Code.TEXT_PERSONAL)

    def asks_of(self, column: ColumnLike) -> str:
        return f"teks paling banyak {grouped(self.limit)} huruf"
