"""Yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.bare import leniently, own_word_of
from schemas.kinds.base import Kind
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import EMPTY, CellReader, Reading, bad
from schemas.text import EMPTY_WORDS, shown

YES = frozenset(
    ("ya", "iya", "y", "yes", "ada", "sudah", "sudah ada", "sdh", "sdh ada", "punya")
    + ("√", "✓", "✔", "☑", "v", "1", "true")
)
NO = frozenset(("tidak", "t", "tdk", "no", "belum", "blm", "x", "0", "false"))
YES_WORD, NO_WORD = "Ya", "Tidak"


@dataclass(frozen=True)
class YesNo(Kind):
    """Yes or no. Values: ``bool``."""

    name = "Ya/Tidak"
    asks = "Ya atau Tidak"
    example = YES_WORD
    storage = "yes_no"
    validation = "one_of"
    room = 10

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        def read(value: Any) -> Reading:
            text = shown(value).casefold()
            if text in YES:
                return Reading(True)
            if text in NO:
                return Reading(False)
            return EMPTY if text in EMPTY_WORDS else bad(Code.CHOICE)

        return leniently(read, own_word_of(column))

    def offered(self) -> tuple[str, ...]:
        return YES_WORD, NO_WORD
