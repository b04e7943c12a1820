"""Readers of telephone numbers and e-mail addresses: both are kept when wrong, with a warning."""

from __future__ import annotations

import re
from typing import Any

from schemas.cells.identity import says_nothing
from schemas.cells.reading import EMPTY, CellReader, Reading, noted
from schemas.codes import Code
from schemas.context import Context
from schemas.model import Column
from schemas.text import EMPTY_WORDS, shown

_DECORATION = re.compile(r"[\s().\-+]")
_MOBILE = re.compile(r"8[1-9][0-9]{7,10}")
USUAL_MOBILE = r"08[1-9][0-9]{7,10}"
_USUAL_MOBILE = re.compile(USUAL_MOBILE)
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;.]+(?:\.[^@\s,;.]+)+")


def phone_reader(column: Column, context: Context) -> CellReader:
    """An Indonesian number as ``+62…``."""

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


def _is_valid(national: str) -> bool:
    import phonenumbers  # late: it takes a while, and most numbers are plain mobile ones

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+62{national}"))
    except phonenumbers.NumberParseException:
        return False


def email_reader(column: Column, context: Context) -> CellReader:
    """An address with one @ and a domain, in small letters."""

    def read(value: Any) -> Reading:
        text = shown(value)
        if text.casefold() in EMPTY_WORDS:
            return EMPTY
        return Reading(text.lower()) if _EMAIL.fullmatch(text) else noted(text[:255], Code.EMAIL)

    return read
