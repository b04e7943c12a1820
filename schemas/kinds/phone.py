"""Telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.bare import leniently, own_word_of
from schemas.kinds.base import Kind
from schemas.kinds.digits import is_number, mask_digits, says_nothing, shown_digits
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import EMPTY, CellReader, Reading, noted
from schemas.kinds.usual import usual_texts

_DECORATION = re.compile("[\\s().\\-\u2010-\u2015\u2212]")
_AREA = re.compile(r"^(\(?0\d{2,4}\)?)\s*/", re.A)
"""An area code that may stand before a slash."""
_TRUNK = re.compile(r"(?:(?:00|\+)?62)?0?")
_MOBILE = re.compile(r"8[1-9][0-9]{7,10}")
_USUAL = r"08[1-9][0-9]{7,10}"
_USUAL_MOBILE = re.compile(_USUAL)
_BETWEEN = re.compile(r"\s*(?:[/,;&|\r\n]|\bdan\b|\batau\b)\s*", re.I)
_LINK = re.compile(
    r"(?:https?://)?(?:(?:www\.)?wa\.me/|(?:api|web)\.whatsapp\.com/send/?\?(?:.*&)?phone=)(\+?\d+)(?:[/?&].*)?",
    re.I | re.A,
)
_OWN_WORDS = ("WA", "HP", "WhatsApp", "Telp", "Tlp", "Tel", "Phone", "Handphone", "Ponsel", "HP/WA", "WA/HP")


@dataclass(frozen=True)
class Phone(Kind):
    """An Indonesian telephone number, kept as ``+62…``. A wrong one stays as typed, with a warning. Of several the
    first counts.
    """

    name = "Telepon"
    asks = "nomor telepon Indonesia"
    example = "081234567890"
    shows_example = "always"

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        own_word = own_word_of(column, *_OWN_WORDS)

        def read(value: Any) -> Reading:
            text = shown_digits(value)
            if _USUAL_MOBILE.fullmatch(text):
                return Reading(f"+62{text[1:]}")
            if says_nothing(text):
                return EMPTY
            number = number_of(text, lacks_zero=is_number(value, context))
            return Reading(number) if number else _first_of_several(text, own_word) or noted(text[:255], Code.PHONE)

        return leniently(read, own_word)

    def usual_values(self, column: ColumnLike, context: ContextLike, values: Set[Any]) -> dict[Any, Any]:
        return {text: f"+62{text[1:]}" for text in usual_texts(_USUAL, values)}

    def mask(self, text: str) -> str:
        for between in (_BETWEEN.pattern, " "):
            parts = re.split(f"({between})", text, flags=re.I)
            if len(parts) > 1 and all(map(number_of, parts[::2])):
                return "".join(part if at % 2 else mask_digits(part) for at, part in enumerate(parts))
        return mask_digits(text)


def number_of(text: str, *, lacks_zero: bool = False) -> str | None:
    """The one number in a text, with ``+62``; None where it is none, or a foreign one. ``lacks_zero`` says that the 0
    or 62 before an area code may be missing (before 8 it always may).
    """
    link = _LINK.fullmatch(text)
    digits = _DECORATION.sub("", _AREA.sub(r"\1", link[1] if link else text, count=1))
    trunk = _TRUNK.match(digits)
    national = digits[trunk.end() :] if trunk else digits
    if not national.isdigit() or not national.isascii():
        return None
    if _MOBILE.fullmatch(national):
        return f"+62{national}"
    return f"+62{national}" if (lacks_zero or national != digits) and _is_valid(national) else None


def _first_of_several(text: str, own_word: re.Pattern[str]) -> Reading | None:
    """The first number where others stand behind it. Messages do not repeat it: telephone numbers are personal."""
    parts = [own_word.sub("", part, count=1) for part in _BETWEEN.split(text) if part]
    if len(parts) == 1:
        parts = text.split(" ")
        if not all(map(number_of, parts)):
            return None
    number = number_of(parts[0]) if len(parts) > 1 else None
    if number is None:
        return None
    further = [part for part in parts[1:] if not says_nothing(part)]
    return noted(number, Code.PHONE_SEVERAL) if further else Reading(number)


def _is_valid(national: str) -> bool:
    import phonenumbers  # late: it takes a while, and most numbers are plain mobile ones

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+62{national}"))
    except phonenumbers.NumberParseException:
        return False
