"""Business numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.bare import leniently, own_word_of
from schemas.kinds.base import Kind
from schemas.kinds.digits import BLANKS_DOTS_DASHES, DIGITS, is_number, says_nothing, shown_digits
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.licence import is_in_process, is_not_held
from schemas.kinds.reading import EMPTY, CellReader, Reading, bad, noted


@dataclass(frozen=True)
class Nib(Kind):
    """Nomor Induk Berusaha, 13 digits (PP 5/2021). A number cell of 10 to 12 digits gets its zeros back, unless it is a
    telephone number.
    """

    name = "NIB"
    only_figures = True
    asks = "13 angka"
    example = "0220001234567"
    shows_example = "always"
    form = r"\d{13}"
    validation = "digits"
    has_status = True
    lengths = (13,)

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        def read(value: Any) -> Reading:
            text = shown_digits(value)
            if says_nothing(text) or is_in_process(text) or is_not_held(text):
                return EMPTY
            digits = BLANKS_DOTS_DASHES.sub("", text)
            if not DIGITS.fullmatch(digits):
                return bad(Code.NIB_LENGTH)
            if len(digits) == 13:
                return Reading(digits)
            if 10 <= len(digits) <= 12 and is_number(value, context) and not (len(digits) == 11 and digits[0] == "8"):
                return noted(digits.zfill(13), Code.NIB_LEADING_ZERO, digits.zfill(13))
            return bad(Code.NIB_LENGTH)

        return leniently(read, own_word_of(column))

    def usual_form(self, column: ColumnLike, context: ContextLike) -> str | None:
        return r"(?!0{13})[0-9]{13}"
