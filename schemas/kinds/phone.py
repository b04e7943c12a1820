"""Telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.base import Kind
from schemas.kinds.digits import mask_digits, says_nothing
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import EMPTY, CellReader, Reading, noted
from schemas.kinds.usual import usual_texts
from schemas.text import shown

_DECORATION = re.compile(r"[\s().\-+]")
_MOBILE = re.compile(r"8[1-9][0-9]{7,10}")
_USUAL = r"08[1-9][0-9]{7,10}"
_USUAL_MOBILE = re.compile(_USUAL)


@dataclass(frozen=True)
class Phone(Kind):
    """An Indonesian telephone number, kept as ``+62…``; a wrong one stays as typed, with a warning."""

    name = "Telepon"
    asks = "nomor telepon Indonesia"
    example = "081234567890"
    shows_example = "always"

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        def read(value: Any) -> Reading:
            text = shown(value)
            if _USUAL_MOBILE.fullmatch(text):
                return Reading(f"+62{text[1:]}")
            if says_nothing(text):
                return EMPTY
            digits = _DECORATION.sub("", text)
            national = digits[2:] if digits.startswith("62") else digits.removeprefix("0")
            if not national.isdigit() or not national.isascii():
                return noted(text[:255], Code.PHONE)
            if _MOBILE.fullmatch(national) or _is_valid(national):
                return Reading(f"+62{national}")
            return noted(text[:255], Code.PHONE)

        return read

    def usual_values(self, column: ColumnLike, context: ContextLike, values: Set[Any]) -> dict[Any, Any]:
        return {text: f"+62{text[1:]}" for text in usual_texts(_USUAL, values)}

    def mask(self, text: str) -> str:
        return mask_digits(text)


def _is_valid(national: str) -> bool:
    import phonenumbers  # late: it takes a while, and most numbers are plain mobile ones

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+62{national}"))
    except phonenumbers.NumberParseException:
        return False
