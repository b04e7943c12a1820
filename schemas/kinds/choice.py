"""One word of a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.bare import leniently, own_word_of
from schemas.kinds.base import Demand, Kind, OneOf, Word
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.near import the_one_near
from schemas.kinds.reading import EMPTY, CellReader, Reading, bad
from schemas.text import EMPTY_WORDS, fold_word, shown


def vocabulary(listed: tuple[Word, ...], learnt: Mapping[str, str] | None = None) -> dict[str, str]:
    """Accepted spelling, folded → the listed word. ``learnt`` are synonyms of some of these words; a listed word keeps
    its own meaning.
    """
    texts = {word.text for word in listed}
    forms = {fold_word(synonym): word for synonym, word in (learnt or {}).items() if word in texts}
    for word in listed:
        for form in (word.text, *word.synonyms, f"{word.text} ({', '.join(word.synonyms)})"):
            forms[fold_word(form)] = word.text
    return forms


def word_reader(listed: tuple[Word, ...], column: ColumnLike, context: ContextLike) -> CellReader:
    """The reader of one of the listed words."""
    forms = vocabulary(listed, context.reference.synonyms_of(column.name))
    near = nearest_word(listed)

    def read(value: Any) -> Reading:
        text = shown(value)
        word = forms.get(fold_word(text)) if "?" not in text else None
        if word:
            return Reading(word)
        return EMPTY if text.casefold() in EMPTY_WORDS else bad(Code.CHOICE, near(text))

    return leniently(read, own_word_of(column))


def nearest_word(listed: tuple[Word, ...]) -> Callable[[str], str | None]:
    """Finds the one listed word, no synonym, that a text may be a slip of."""
    folded = {fold_word(word.text): word.text for word in listed}

    def nearest(text: str) -> str | None:
        near = the_one_near(fold_word(text), folded)
        return folded[near] if near else None

    return nearest


def width_of(listed: tuple[Word, ...]) -> int:
    """The width of a column of these words in characters."""
    return min(26, 3 + max(len(word.text) for word in listed))


@dataclass(frozen=True)
class Choice(Kind):
    """One of the listed words, as the list spells it."""

    words: tuple[Word, ...]

    name = "Pilihan"
    validation = "one_of"

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        return word_reader(self.words, column, context)

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
