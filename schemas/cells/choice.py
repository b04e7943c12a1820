"""Readers of listed words: one of a list, several of a list, yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rapidfuzz.distance import Levenshtein

from schemas.cells.reading import EMPTY, CellReader, Reading, bad
from schemas.codes import Code
from schemas.context import Context
from schemas.kinds import Choice, Choices, Word
from schemas.model import Column
from schemas.text import EMPTY_WORDS, clean, shown

YES = frozenset(("ya", "y", "ada", "√", "✓", "v", "1", "true"))
NO = frozenset(("tidak", "t", "tdk", "x", "0", "false"))
_SEPARATORS = re.compile(r"[,;/\r\n]+")
_SHORT = 4
"""Letters of a name that is too short for two slips."""


def the_one_near(text: str, names: Iterable[str]) -> str | None:
    """The one of ``names`` that ``text`` may be a slip of (case aside); None when there is none or several."""
    folded = text.casefold()
    near = {name for name in names if _is_near(folded, name.casefold())}
    return near.pop() if len(near) == 1 else None


def _is_near(text: str, name: str) -> bool:
    """At most two letters away; one for a short name: two letters of four make it another word."""
    letters = 1 if len(name) <= _SHORT else 2
    return Levenshtein.distance(text, name, score_cutoff=letters) <= letters


def vocabulary(listed: tuple[Word, ...], learnt: Mapping[str, str] | None = None) -> dict[str, str]:
    """What may be written (case aside) → the listed word. ``learnt``: synonyms of some of these words; a word that is listed
    stays what it is.
    """
    texts = {word.text for word in listed}
    known = {synonym.casefold(): word for synonym, word in (learnt or {}).items() if word in texts}
    for word in listed:
        for form in (word.text, *word.synonyms, f"{word.text} ({', '.join(word.synonyms)})"):
            known[form.casefold()] = word.text
    return known


def choice_reader(column: Column, context: Context) -> CellReader:
    """One of the listed words, as the list spells it."""
    assert isinstance(column.kind, Choice)
    known = vocabulary(column.kind.words, context.reference.synonyms_of(column.name))
    listed = [word.text for word in column.kind.words]

    def read(value: Any) -> Reading:
        text = shown(value)
        word = known.get(text.casefold())
        if word:
            return Reading(word)
        if text.casefold() in EMPTY_WORDS:
            return EMPTY
        return bad(Code.CHOICE, the_one_near(text, listed))

    return read


def choices_reader(column: Column, context: Context) -> CellReader:
    """Several of the listed words; the value is those words joined by ``", "``, each once, in the list's order."""
    assert isinstance(column.kind, Choices)
    known = vocabulary(column.kind.words, context.reference.synonyms_of(column.name))
    listed = [word.text for word in column.kind.words]

    def read(value: Any) -> Reading:
        text = shown(value)
        if text.casefold() in EMPTY_WORDS:
            return EMPTY
        raw = value if isinstance(value, str) else text
        parts = [part for part in map(clean, _SEPARATORS.split(raw)) if part and part.casefold() not in EMPTY_WORDS]
        found = [known.get(part.casefold()) for part in parts]
        if all(found):
            return Reading(_joined(found, listed)) if found else EMPTY
        mended = [word or the_one_near(part, listed) for word, part in zip(found, parts, strict=True)]
        return bad(Code.CHOICE, _joined(mended, listed) if all(mended) else None)

    return read


def _joined(words: list[str | None], listed: list[str]) -> str:
    return ", ".join(word for word in listed if word in words)


def yes_no_reader(column: Column, context: Context) -> CellReader:
    """Yes or no as ``bool``."""

    def read(value: Any) -> Reading:
        text = shown(value).casefold()
        if text in YES:
            return Reading(True)
        if text in NO:
            return Reading(False)
        return EMPTY if text in EMPTY_WORDS else bad(Code.CHOICE)

    return read
