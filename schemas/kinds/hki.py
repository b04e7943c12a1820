"""Registered trademarks."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.codes import Code
from schemas.indonesian import grouped
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.licence import Licence
from schemas.kinds.reading import Reading, bad, noted
from schemas.kinds.strays import mask_personal


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

    def usual_form(self, column: ColumnLike, context: ContextLike) -> str | None:
        # Letters and a number that is neither a telephone's nor as long as a NIK.
        return r"[A-Z]{1,4}(?!(?:62|0)8)[0-9]{6,12}"

    def asks_of(self, column: ColumnLike) -> str:
        return f"teks paling banyak {grouped(self.limit)} huruf"
