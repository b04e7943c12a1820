"""Tax numbers."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.bare import leniently, own_word_of
from schemas.kinds.base import Kind
from schemas.kinds.digits import (
    BLANKS_DOTS_DASHES,
    DIGITS,
    has_lost_digits,
    mask_digits,
    says_nothing,
    shown_digits,
)
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.licence import is_in_process, is_not_held
from schemas.kinds.reading import EMPTY, CellReader, Reading, bad, noted
from schemas.kinds.strays import mask_personal
from schemas.kinds.usual import usual_texts

_DOUBLED = str.maketrans("0123456789", "0246813579")
_USUAL = r"[0-9]{15}|[0-9]{2}\.[0-9]{3}\.[0-9]{3}\.[0-9]-[0-9]{3}\.[0-9]{3}"
_NUMBER_ALONE = re.compile(r"[\d .\-]*")


@dataclass(frozen=True)
class Npwp(Kind):
    """Tax number, 15 digits (old) or 16 (PMK 112/2022), kept as 16. The first nine of the old 15 have a Luhn digit."""

    name = "NPWP"
    only_figures = True
    asks = "15 atau 16 angka"
    example = "01.234.567.4-831.000"
    shows_example = "always"
    form = r"\d{16}"
    validation = "digits"
    has_status = True
    lengths = (15, 16)

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        def read(value: Any) -> Reading:
            text = shown_digits(value)
            digits = BLANKS_DOTS_DASHES.sub("", text)
            if not DIGITS.fullmatch(digits) or not digits.strip("0"):
                is_empty = says_nothing(text) or is_in_process(text) or is_not_held(text)
                return EMPTY if is_empty else bad(Code.NPWP_LENGTH)
            if len(digits) not in self.lengths or has_lost_digits(value, digits):
                return bad(Code.NPWP_LENGTH)
            digits = digits.zfill(16)
            if digits[0] == "0" and not luhn(digits[1:10]):
                return noted(digits, Code.NPWP_CHECK_DIGIT)
            return Reading(digits)

        return leniently(read, own_word_of(column))

    def usual_values(self, column: ColumnLike, context: ContextLike, values: Set[Any]) -> dict[Any, Any]:
        texts = list(usual_texts(_USUAL, values))
        numbers = [re.sub(r"[.-]", "", text) for text in texts]
        is_right = _have_check_digits(numbers)
        return {text: f"0{number}" for text, number, right in zip(texts, numbers, is_right, strict=True) if right}

    def mask(self, text: str) -> str:
        digits = re.sub(r"\D", "", text)
        ordinary = len(digits) <= 15 or (digits.startswith("0") and len(digits) == 16)
        return mask_personal(text) if ordinary and _NUMBER_ALONE.fullmatch(text) else mask_digits(digits)


def _have_check_digits(numbers: list[str]) -> list[bool]:
    """Which old numbers of 15 digits have the Luhn digit at their ninth place (as ``luhn``), and are not only zeros."""
    import numpy as np  # late: commands that read no workbook know the kinds, too

    digits = np.frombuffer("".join(numbers).encode(), dtype=np.uint8).reshape(-1, 15)[:, :9] - ord("0")
    doubled = digits[:, 1::2] * 2
    sums = digits[:, ::2].sum(axis=1) + (doubled - 9 * (doubled > 9)).sum(axis=1)
    return ((sums % 10 == 0) & digits.any(axis=1)).tolist()


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others."""
    return sum(map(int, digits[::-2] + digits[-2::-2].translate(_DOUBLED))) % 10 == 0
