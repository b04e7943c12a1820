"""Several words of a list."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.base import Demand, Kind, SomeOf, Word
from schemas.kinds.choice import width_of, word_reader
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import EMPTY, CellReader, Reading, bad
from schemas.text import EMPTY_WORDS, clean, shown

_SEPARATORS = re.compile(r"[,;/\r\n]+")
_AND = re.compile(r"\s+(?:dan|and)\s+|\s*&\s*", re.I)


@dataclass(frozen=True)
class Choices(Kind):
    """Several of the listed words. The value is those words joined by ``", "``, each once, in the list's order."""

    words: tuple[Word, ...]

    name = "Beberapa pilihan"
    validation = "some_of"
    several = True

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        read_word = word_reader(self.words, column, context)
        listed = self.offered()

        def read_part(part: str) -> list[Reading]:
            """The word, or the words that "dan" joins."""
            reading = read_word(part)
            several = [read_word(word) for word in _AND.split(part)] if reading.issues else []
            return several if several and not any(part_reading.issues for part_reading in several) else [reading]

        def read(value: Any) -> Reading:
            text = shown(value)
            if text.casefold() in EMPTY_WORDS:
                return EMPTY
            raw = value if isinstance(value, str) else text
            readings = [reading for part in map(clean, _SEPARATORS.split(raw)) if part for reading in read_part(part)]
            if not any(reading.issues for reading in readings):
                words = [reading.value for reading in readings if reading.value]
                return Reading(_joined(words, listed)) if words else EMPTY
            mended = [reading.issues[0].suggestion if reading.issues else reading.value for reading in readings]
            filled = [word for word, reading in zip(mended, readings, strict=True) if reading.value or reading.issues]
            return bad(Code.CHOICE, _joined(filled, listed) if all(filled) else None)

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


def _joined(words: Collection[Any], listed: Collection[str]) -> str:
    return ", ".join(word for word in listed if word in words)
