"""One word of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.base import Demand, Kind, OneOf, Word
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.near import the_one_near
from schemas.kinds.reading import EMPTY, CellReader, Reading, bad
from schemas.text import EMPTY_WORDS, shown


def vocabulary(listed: tuple[Word, ...], learnt: Mapping[str, str] | None = None) -> dict[str, str]:
    """What may be written (case aside) → the listed word. ``learnt``: synonyms of some of these words; a word that is
    listed stays what it is.
    """
    texts = {word.text for word in listed}
    forms = {synonym.casefold(): word for synonym, word in (learnt or {}).items() if word in texts}
    for word in listed:
        for form in (word.text, *word.synonyms, f"{word.text} ({', '.join(word.synonyms)})"):
            forms[form.casefold()] = word.text
    return forms


def width_of(listed: tuple[Word, ...]) -> int:
    """Characters that a column of these words is wide."""
    return min(26, 3 + max(len(word.text) for word in listed))


@dataclass(frozen=True)
class Choice(Kind):
    """One of the listed words, as the list spells it."""

    words: tuple[Word, ...]

    name = "Pilihan"
    validation = "one_of"

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        forms = vocabulary(self.words, context.reference.synonyms_of(column.name))
        listed = self.offered()

        def read(value: Any) -> Reading:
            text = shown(value)
            word = forms.get(text.casefold())
            if word:
                return Reading(word)
            if text.casefold() in EMPTY_WORDS:
                return EMPTY
            return bad(Code.CHOICE, the_one_near(text, listed))

        return read

    def demands(self) -> tuple[Demand, ...]:
        return (OneOf(self.offered()),)

    def asks_of(self, column: ColumnLike) -> str:
        return f"salah satu dari: {', '.join(self.offered())}"

    def example_for(self, column: ColumnLike, prefix: str) -> str:
        return self.words[0].text

    def choices(self) -> tuple[Word, ...]:
        return self.words

    def width(self) -> int:
        return width_of(self.words)
