"""Several words of a list."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.base import Demand, Kind, SomeOf, Word
from schemas.kinds.choice import vocabulary, width_of
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.near import the_one_near
from schemas.kinds.reading import EMPTY, CellReader, Reading, bad
from schemas.text import EMPTY_WORDS, clean, shown

_SEPARATORS = re.compile(r"[,;/\r\n]+")


@dataclass(frozen=True)
class Choices(Kind):
    """Several of the listed words; the value is those words joined by ``", "``, each once, in the list's order."""

    words: tuple[Word, ...]

    name = "Beberapa pilihan"
    validation = "some_of"
    several = True

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        forms = vocabulary(self.words, context.reference.synonyms_of(column.name))
        listed = self.offered()

        def read(value: Any) -> Reading:
            text = shown(value)
            if text.casefold() in EMPTY_WORDS:
                return EMPTY
            raw = value if isinstance(value, str) else text
            parts = [part for part in map(clean, _SEPARATORS.split(raw)) if part and part.casefold() not in EMPTY_WORDS]
            found = [forms.get(part.casefold()) for part in parts]
            if all(found):
                return Reading(_joined(found, listed)) if found else EMPTY
            mended = [word or the_one_near(part, listed) for word, part in zip(found, parts, strict=True)]
            return bad(Code.CHOICE, _joined(mended, listed) if all(mended) else None)

        return read

    def demands(self) -> tuple[Demand, ...]:
        return (SomeOf(self.offered()),)

    def asks_of(self, column: ColumnLike) -> str:
        return f"satu atau beberapa dari: {', '.join(self.offered())} (dipisah koma)"

    def example_for(self, column: ColumnLike, prefix: str) -> str:
        return self.words[0].text

    def choices(self) -> tuple[Word, ...]:
        return self.words

    def width(self) -> int:
        return width_of(self.words)


def _joined(words: Collection[str | None], listed: Collection[str]) -> str:
    return ", ".join(word for word in listed if word in words)
