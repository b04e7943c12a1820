"""The one name that a text may be a slip of: the suggestion for an unknown word or place."""

from __future__ import annotations

from collections.abc import Iterable

_SHORT = 4
"""Letters of a name that is too short for two slips."""


def the_one_near(text: str, names: Iterable[str]) -> str | None:
    """The one of ``names`` that ``text`` may be a slip of (case aside); None when there is none or several."""
    from rapidfuzz.distance import Levenshtein  # late: few values are unknown, and not all commands read a workbook

    folded = text.casefold()
    near = {name for name in names if Levenshtein.distance(folded, name.casefold()) <= _letters_away(name)}
    return near.pop() if len(near) == 1 else None


def _letters_away(name: str) -> int:
    """How many letters may differ: two, but one for a short name, because two letters of four make it another word."""
    return 1 if len(name) <= _SHORT else 2
