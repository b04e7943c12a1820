"""Words around a number: those that leave no doubt about it, and those that make it approximate (contract
section 4).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from schemas.codes import Code
from schemas.kinds.bare import doubts, explained, unquoted, without_own_word
from schemas.kinds.reading import EMPTY, Issue, Reading
from schemas.kinds.spelled import spelled_number
from schemas.text import EMPTY_WORDS
from schemas.units import says_unit

_APPROXIMATE = r"kurang\s+lebih|lebih\s+kurang|krg\s+lbh|kira[\s-]*kira|kira2|sekitar|perkiraan|estimasi|taksiran"
_BEFORE = re.compile(rf"^((?:rp|idr)\.?\s*)?(?:(?:±|\+\s*/?\s*-|~|≈|{_APPROXIMATE})\s*:?\s*)+", re.I)
_BEHIND = re.compile(rf"()\s*(?:±|\+/-|{_APPROXIMATE})$", re.I)
_IN_BRACKETS = re.compile(rf"(?:{_APPROXIMATE})", re.I)
_ABOUT = re.compile(r"(?<=\d)(\s*(?:jt|juta|rb|ribu|miliar|milyar|triliun))?\s?-?\s?an(?![a-z])", re.I)
"""``2 jutaan``, ``500rb-an``, ``100-an orang``."""
_OF_YEAR = re.compile(r"(?:tahun|thn|th)\.?\s*\d{4}", re.I | re.A)
_CURRENCY = re.compile(r"^(?:rp|idr|rupiah)\.?\s*:?\s*", re.I)
_EACH = re.compile(r"^@\s*")
_END = re.compile(r"(?<=[\da-z])\s?(?:[.,;*\-–]|\.,|,\.|,=|\.-|,-|-,|,--|\.,-)$", re.I)


@dataclass(frozen=True)
class Amount:
    """The rest of a text without its surroundings. ``explanation`` holds the words in brackets behind it."""

    text: str
    approximate: bool = False
    explanation: str = ""

    @property
    def is_nothing(self) -> bool:
        """Whether only a currency stood before a word for nothing: ``Rp -``."""
        return self.text.casefold() in EMPTY_WORDS


def loosened(text: str, own_word: re.Pattern[str]) -> Amount | None:
    """The amount in a text, without quotes, the column's own word, a sign at its end, an explanation in brackets and
    words that say that it is approximate. None where words in brackets doubt it.
    """
    remainder = unquoted(text)
    for _ in range(2):
        if (
            _CURRENCY.match(remainder)
            and (bare := _CURRENCY.sub("", remainder).rstrip(" .,;"))
            and bare.casefold() in EMPTY_WORDS
        ):
            return Amount(bare)
        remainder = _END.sub("", remainder)
    remainder, inner = explained(remainder)
    approximate, explanation = False, ""
    if inner and _IN_BRACKETS.fullmatch(inner):
        approximate = True
    elif inner and spelled_number(inner) is None and says_unit(inner) and not _OF_YEAR.fullmatch(inner):
        remainder = f"{remainder} {inner}"  # "12 (bulan)" says a unit
    elif inner and doubts(inner):
        return None
    else:
        explanation = inner
    remainder = _END.sub("", unquoted(remainder))
    for _ in range(2):
        remainder = _EACH.sub("", without_own_word(remainder, own_word))
        for pattern in (_BEFORE, _BEHIND):
            shorter = pattern.sub(lambda match: match[1] or "", remainder)
            approximate, remainder = approximate or shorter != remainder, shorter
    about = _ABOUT.sub(lambda match: match[1] or "", remainder)
    return Amount(about.strip(), approximate or about != remainder, explanation)


def read_loosely(
    text: str, read: Callable[[str], Reading | None], own_word: re.Pattern[str], is_contradicted: Callable[[str], bool]
) -> Reading | None:
    """The reading of the amount in a text that ``read`` takes for no number as it stands; None where there is none, or
    where the words in brackets behind it contradict it.
    """
    core, inner = explained(unquoted(text))
    if any(map(str.isdigit, inner)) and (twice := _same(read(core), read(inner))):
        return twice
    amount = loosened(text, own_word)
    if amount is None or amount.text == text:
        return None
    if amount.is_nothing:
        return EMPTY
    reading = read(amount.text)
    if reading is None or reading.value is None:
        return reading
    spelled = spelled_number(amount.explanation)
    if spelled != reading.value if spelled is not None else read(amount.explanation) is not None:
        return None  # another number stands in the brackets
    if spelled is None and is_contradicted(amount.explanation):
        return None
    if not amount.approximate:
        return reading
    return Reading(reading.value, (Issue(Code.NUMBER_APPROXIMATE, reading.value), *reading.issues))


def _same(reading: Reading | None, in_brackets: Reading | None) -> Reading | None:
    """The reading of a number where its brackets say the same number in other words."""
    if reading is None or in_brackets is None or reading.value is None:
        return None
    return reading if reading.value == in_brackets.value else None
