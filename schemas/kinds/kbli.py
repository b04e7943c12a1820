"""Business fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.base import Kind
from schemas.kinds.digits import is_number, says_nothing
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import EMPTY, CellReader, Reading, bad, noted
from schemas.text import shown


@dataclass(frozen=True)
class Kbli(Kind):
    """Business field code, 5 digits, edition 2020 or 2025 (BPS); a number cell of four gets its zero back."""

    name = "KBLI"
    asks = "kode KBLI 5 angka"
    example = "10750"
    shows_example = "always"
    form = r"\d{5}"
    validation = "digits"
    lengths = (5,)
    room = 12

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        known = context.reference.kbli

        def read(value: Any) -> Reading:
            text = shown(value)
            if says_nothing(text):
                return EMPTY
            if text in known:
                return Reading(text)
            if len(text) == 4 and is_number(value, context) and f"0{text}" in known:
                return noted(f"0{text}", Code.KBLI_LEADING_ZERO, f"0{text}")
            return bad(Code.KBLI_UNKNOWN)

        return read
