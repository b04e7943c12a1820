"""Barcodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from dataclasses import dataclass
from itertools import compress
from typing import Any

from schemas.codes import Code
from schemas.kinds.digits import BLANKS
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.licence import Licence
from schemas.kinds.reading import Reading, bad, noted
from schemas.kinds.usual import usual_texts

_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class Gtin(Licence):
    """Barcode with a GS1 check digit: 8, 12, 13 or 14 digits, kept as text."""

    name = "Barcode"
    only_figures = True
    asks = "8, 12, 13, atau 14 angka"
    example = "8991234567891"
    form = r"\d{8}|\d{12,14}"
    long_number = True
    lengths = (8, 12, 13, 14)
    own_words = ("UPC",)

    def read_number(self, text: str, context: ContextLike) -> Reading:
        digits = BLANKS.sub("", text)
        if not _DIGITS.fullmatch(digits) or len(digits) not in self.lengths:
            return bad(Code.GTIN_LENGTH)
        if not gs1(digits):
            return bad(Code.GTIN_CHECK_DIGIT)
        if len(digits) == 13:
            if digits[0] == "2":
                return bad(Code.GTIN_IN_STORE)
            if digits[:3] != "899":
                return noted(digits, Code.GTIN_PREFIX)
        return Reading(digits)

    def usual_values(self, column: ColumnLike, context: ContextLike, values: Set[Any]) -> dict[Any, Any]:
        numbers = list(usual_texts(r"899[0-9]{10}", values))
        return {number: number for number in _with_check_digit(numbers)}


def gs1(digits: str) -> bool:
    """Whether the last digit is the GS1 check digit of the others (GS1 General Specifications)."""
    total = sum(map(int, digits[::-2])) + 3 * sum(map(int, digits[-2::-2]))
    return total % 10 == 0


def _with_check_digit(numbers: list[str]) -> Iterable[str]:
    """Those of the GTINs of 13 digits whose last is the check digit of the others (as ``gs1``)."""
    import numpy as np  # late: commands that read no workbook know the kinds, too

    digits = np.frombuffer("".join(numbers).encode(), dtype=np.uint8).reshape(-1, 13) - ord("0")
    return compress(numbers, (digits @ np.array([1, 3] * 6 + [1]) % 10 == 0).tolist())
