"""Readers of NIB, NIK and NPWP."""

from __future__ import annotations

import re
from typing import Any

from schemas.cells.reading import EMPTY, CellReader, Issue, Reading, bad, noted
from schemas.codes import Code
from schemas.context import Context
from schemas.model import Column
from schemas.text import EMPTY_WORDS, shown

_NOT_IN_NIB = re.compile(r"[\s.\-]")
_NOT_IN_NIK = re.compile(r"[\s.]")
_ZEROS = re.compile(r"[0\s.\-]*0[0\s.\-]*")
_DIGITS = re.compile(r"\d+", re.A)
WOMEN_DAY_OFFSET = 40


def says_nothing(text: str) -> bool:
    """Empty, or an identifier of zeros alone."""
    return text.casefold() in EMPTY_WORDS or _ZEROS.fullmatch(text) is not None


def is_number(value: Any, context: Context) -> bool:
    """A number cell, or digits in a csv that has no cell types (a leading zero shows that they were text)."""
    if isinstance(value, str):
        return context.digits_are_numbers and value.isdigit() and not value.startswith("0")
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())


def nib_reader(column: Column, context: Context) -> CellReader:
    """13 digits; a number cell of 10 to 12 gets its zeros back, save a telephone number."""

    def read(value: Any) -> Reading:
        text = shown(value)
        if says_nothing(text):
            return EMPTY
        digits = _NOT_IN_NIB.sub("", text)
        if not _DIGITS.fullmatch(digits):
            return bad(Code.NIB_LENGTH)
        if len(digits) == 13:
            return Reading(digits)
        if 10 <= len(digits) <= 12 and is_number(value, context) and not (len(digits) == 11 and digits[0] == "8"):
            return noted(digits.zfill(13), Code.NIB_LEADING_ZERO, digits.zfill(13))
        return bad(Code.NIB_LENGTH)

    return read


def nik_reader(column: Column, context: Context) -> CellReader:
    """16 digits as text with a possible date of birth; number cells have lost the last digit."""

    def read(value: Any) -> Reading:
        text = shown(value)
        if says_nothing(text):
            return EMPTY
        digits = _NOT_IN_NIK.sub("", text)
        if not _DIGITS.fullmatch(digits) or len(digits) != 16:
            return bad(Code.NIK_LENGTH)
        if not isinstance(value, str):
            return bad(Code.NIK_PRECISION)
        day, month = int(digits[6:8]), int(digits[8:10])
        issues = []
        if not (1 <= day <= 31 or 41 <= day <= 71) or not 1 <= month <= 12:
            issues.append(Issue(Code.NIK_DATE))
        if digits[12:] == "0000":
            issues.append(Issue(Code.NIK_SERIAL))
        return Reading(None, tuple(issues)) if issues else Reading(digits)

    return read


def nik_says_woman(nik: str) -> bool:
    """Whether the day of birth in a NIK is a woman's (40 added)."""
    return int(nik[6:8]) > WOMEN_DAY_OFFSET


def npwp_reader(column: Column, context: Context) -> CellReader:
    """15 or 16 digits, kept as 16; the first nine of the old 15 bear a Luhn check digit."""

    def read(value: Any) -> Reading:
        text = shown(value)
        if says_nothing(text):
            return EMPTY
        digits = _NOT_IN_NIB.sub("", text)
        if not _DIGITS.fullmatch(digits) or len(digits) not in (15, 16):
            return bad(Code.NPWP_LENGTH)
        digits = digits.zfill(16)
        if digits[0] == "0" and not luhn(digits[1:10]):
            return noted(digits, Code.NPWP_CHECK_DIGIT)
        return Reading(digits)

    return read


_DOUBLED = str.maketrans("0123456789", "0246813579")


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others."""
    return sum(map(int, digits[::-2] + digits[-2::-2].translate(_DOUBLED))) % 10 == 0
