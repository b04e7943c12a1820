"""Text as the contract reads it: cleaning, emptiness, folding of names, and how a value is shown."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

_ZERO_WIDTH = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BLANKS = re.compile(r"\s+")
_FORMULA_OF_TEXT = re.compile(r'="([^"]*)"')
"""A formula that is nothing but a text, typed so that a spreadsheet program leaves long numbers alone."""

EMPTY_WORDS = frozenset(
    ("", "-", "–", "—", ".", "_", '"-"', "n/a", "#n/a", "x", "nihil", "kosong", "tidak ada", "tdk ada", "tidak punya")
    + ("belum", "belum ada", "belum punya", "belum memiliki", "belum terdaftar")
)
"""Words that say that a cell holds nothing, case aside. A choice that lists such a word, and yes or no, look first."""

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NO_LETTER_OR_DIGIT = re.compile(r"[^\w]|_")
_AND = re.compile(r"\b(?:dan|and)\b")


def clean(text: str) -> str:
    """The text stripped, with single blanks, without zero-width characters, a leading apostrophe and ``="…"``."""
    # Most cells are clean already. Every blank but " ", and every zero-width character, is not printable.
    if text.isprintable() and "  " not in text and text[:1] not in " '=" and text[-1:] != " ":
        return text
    text = _BLANKS.sub(" ", without_zero_width(text)).strip()
    if formula := _FORMULA_OF_TEXT.fullmatch(text):
        return formula[1].strip()
    return text.removeprefix("'").strip()


def joined(values: Collection[Any]) -> str:
    """The texts among the values as lines of one text, for searching them all at once."""
    try:
        return "\n".join(values)
    except TypeError:  # not all are texts
        return "\n".join([value for value in values if isinstance(value, str)])


def without_zero_width(text: str) -> str:
    """The text without characters that have no width."""
    return _ZERO_WIDTH.sub("", text)


def shown(value: Any) -> str:
    """A cell's value as text, much as the sheet shows it: ``1.0`` → ``1``, dates as ISO."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else format(value, ".15g")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def is_blank(value: Any) -> bool:
    """Whether a cell is empty, or holds a word that says nothing (contract section 4)."""
    if not isinstance(value, str) or value[-1:].isdigit():  # none of the words ends in a digit
        return False
    return clean(value).casefold() in EMPTY_WORDS


def fold_whole(text: str) -> str:
    """A header folded together with its text in brackets: "Tenaga Kerja (L)"."""
    return _NO_LETTER_OR_DIGIT.sub("", clean(text).casefold()).lstrip("0123456789")


def fold_name(text: str) -> str:
    """A header or sheet name folded: case, blanks, punctuation, bracketed units and a leading number do not count."""
    text = _BRACKETED.sub(" ", clean(text)).casefold()
    return _NO_LETTER_OR_DIGIT.sub("", text).lstrip("0123456789")


def fold_word(text: str) -> str:
    """A word of a list folded: case, blanks and punctuation do not count, nor does "dan" or "&" between two words."""
    return _NO_LETTER_OR_DIGIT.sub("", _AND.sub(" ", clean(text).casefold()))


def fold_place(text: str) -> str:
    """A place name folded: case and blanks, hyphens as blanks, apostrophes gone."""
    text = re.sub("['\u2019\u2018`\u02bc\u00b4]", "", clean(text).casefold())
    return _BLANKS.sub(" ", re.sub(r"[-\u2010-\u2015]", " ", text)).strip()
