"""Numbers of persons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.bare import leniently, own_word_of
from schemas.kinds.base import Kind
from schemas.kinds.digits import DIGITS, has_lost_digits, mask_digits, says_nothing, shown_digits
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.licence import is_in_process, is_not_held
from schemas.kinds.reading import EMPTY, CellReader, Issue, Reading, bad

_BLANKS_AND_DOTS = re.compile(r"[\s.]")
_USUAL = (
    r"[0-9]{6}(?:0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])"  # day, a woman's with 40 added
    r"(?:0[1-9]|1[0-2])[0-9]{2}(?!0000)[0-9]{4}"
)
WOMEN_DAY_OFFSET = 40


@dataclass(frozen=True)
class Nik(Kind):
    """Nomor Induk Kependudukan, 16 digits with date of birth (UU 23/2006). Number cells have lost the last digit."""

    name = "NIK"
    asks = "16 angka"
    example = "7605015708459999"  # invented: no kecamatan registers 9,999 births a day
    form = r"\d{16}"
    validation = "digits"
    lengths = (16,)

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        def read(value: Any) -> Reading:
            text = shown_digits(value)
            if says_nothing(text) or is_in_process(text) or is_not_held(text):
                return EMPTY
            digits = _BLANKS_AND_DOTS.sub("", text)
            if not DIGITS.fullmatch(digits) or len(digits) != 16:
                return bad(Code.NIK_LENGTH)
            if has_lost_digits(value, digits):
                return bad(Code.NIK_PRECISION)
            day, month = int(digits[6:8]), int(digits[8:10])
            issues = []
            if not (1 <= day <= 31 or 41 <= day <= 71) or not 1 <= month <= 12:
                issues.append(Issue(Code.NIK_DATE))
            if digits[12:] == "0000":
                issues.append(Issue(Code.NIK_SERIAL))
            return Reading(None, tuple(issues)) if issues else Reading(digits)

        return leniently(read, own_word_of(column, "NIK", "KTP"))

    def usual_form(self, column: ColumnLike, context: ContextLike) -> str | None:
        return _USUAL

    def mask(self, text: str) -> str:
        return mask_digits(text)


def nik_says_woman(nik: str) -> bool:
    """Whether the day of birth in a NIK is a woman's (40 added)."""
    return int(nik[6:8]) > WOMEN_DAY_OFFSET
