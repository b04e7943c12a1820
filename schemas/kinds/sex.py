"""Man or woman, where a P may be either: perempuan beside L, pria beside W."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.choice import Choice
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import CellReader, Reading, bad
from schemas.text import fold_word, shown

_MAN, _WOMAN = "L", "P"
_LETTERS = re.compile(r"(?<![a-z])(p\s*[/|&,-]\s*w|w\s*[/|&,-]\s*p)(?![a-z])")
_WORDS = re.compile(r"pria\W+(dan\s+|atau\s+)?wanita|wanita\W+(dan\s+|atau\s+)?pria")


@dataclass(frozen=True)
class Sex(Choice):
    """L or P. A header or a column of P and W says that P is pria; where it may be either, it is refused."""

    name = "Jenis kelamin"

    def reader_in(self, column: ColumnLike, context: ContextLike, header: str, values: Set[Any]) -> CellReader:
        read = self.reader(column, context)
        meanings = _meanings(header.casefold(), {fold_word(shown(value)) for value in values})
        if not meanings:
            return read

        def read_letter(value: Any) -> Reading:
            letter = fold_word(shown(value))
            if letter not in meanings:
                return read(value)
            word = meanings[letter]
            return Reading(word) if word else bad(Code.CHOICE)

        return read_letter


def _meanings(header: str, letters: Set[str]) -> dict[str, str | None]:
    """What P and W mean where they are not what they usually are; None for a P that may be either."""
    if not ("w" in letters or _LETTERS.search(header) or _WORDS.search(header)):
        return {}
    if "l" not in letters and ("w" in letters or _LETTERS.search(header)):
        return {"p": _MAN, "w": _WOMAN}
    if "w" in letters or _LETTERS.search(header) or "l" not in letters:
        return {"p": None, "w": _WOMAN}
    return {}
