"""Which columns a header that nobody claims may mean: by likeness to the headers, names and aliases of each column."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from schemas.locate.header import Header
from schemas.model import Column, Sheet
from schemas.text import clean

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NO_WORD = re.compile(r"[^\w]+|_")
PLAUSIBLE = 50
"""Least likeness of a header that may be a column which cannot be done without."""
MOST_NEAR = 2
_OF_WORDS = 0.9
"""The likeness when all words of a known name stand among others ("Harga Jual per Unit"): a little less than the name
itself.
"""


@dataclass(frozen=True)
class Likeness:
    """The likeness of a header to a column, 0 to 100."""

    column: str
    score: float


def nearest_columns(sheet: Sheet, header: str, among: Collection[str]) -> tuple[Likeness, ...]:
    """The columns ``among`` which the header may be, the likeliest first."""
    text = _words(header)
    likenesses = [Likeness(name, _likeness(text, sheet[name])) for name in sheet.names if name in among]
    return tuple(sorted(likenesses, key=lambda likeness: -likeness.score))


def nearest_headers(sheet: Sheet, column: str, headers: Sequence[Header]) -> list[Header]:
    """The headers that may be this column, the likeliest first, few."""
    scores = [(_likeness(_words(header.text), sheet[column]), header) for header in headers]
    plausible = [pair for pair in scores if pair[0] >= PLAUSIBLE]
    return [header for _, header in sorted(plausible, key=lambda pair: -pair[0])[:MOST_NEAR]]


def _likeness(text: str, column: Column) -> float:
    names = {_words(name) for name in (column.header, column.name, *column.aliases)}
    return max(
        max(fuzz.ratio(text, name), fuzz.token_sort_ratio(text, name), _OF_WORDS * fuzz.token_set_ratio(text, name))
        for name in names
    )


def _words(text: str) -> str:
    return _NO_WORD.sub(" ", _BRACKETED.sub(" ", clean(text).casefold())).strip()
