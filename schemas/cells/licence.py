"""Readers of what authorities give: P-IRT, BPOM, halal, barcode, trademark. ``IN_PROCESS`` stands for an application."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from schemas.cells.identity import says_nothing
from schemas.cells.reading import EMPTY, IN_PROCESS, CellReader, Reading, bad, noted
from schemas.codes import Code
from schemas.context import Context
from schemas.kinds import Hki
from schemas.model import Column
from schemas.text import IN_PROCESS_WORDS, shown

_PIRT_LABEL = re.compile(r"^(?:spp?[\s\-]*)?p?[\s\-.]*i\.?r\.?t\.?[\s:.]*(?:no(?:mor|\.)?[\s:.]*)?", re.I)
_BLANKS_AND_DASHES = re.compile(r"[\s\-–]")
_BLANKS = re.compile(r"\s")
_MD = re.compile(r"(?:BPOM\s*RI\s*)?(M[DL](?:[0-9]{12}|[0-9]{15}))", re.I)
_HALAL = re.compile(r"ID[0-9]{13,18}", re.I)
_DIGITS = re.compile(r"[0-9]+")
GTIN_LENGTHS = (8, 12, 13, 14)


def _licence(read_number: Callable[[str], Reading]) -> CellReader:
    def read(value: Any) -> Reading:
        text = shown(value)
        if says_nothing(text):
            return EMPTY
        if text.casefold() in IN_PROCESS_WORDS:
            return Reading(IN_PROCESS)
        return read_number(text)

    return read


def pirt_reader(column: Column, context: Context) -> CellReader:
    """15 digits: packaging 1–8 first, year of expiry last."""
    year = context.period_year

    def read_number(text: str) -> Reading:
        digits = _BLANKS_AND_DASHES.sub("", _PIRT_LABEL.sub("", text))
        if not _DIGITS.fullmatch(digits) or len(digits) not in (12, 15):
            return bad(Code.PIRT_LENGTH)
        if len(digits) == 12:
            return noted(digits, Code.PIRT_OLD_FORMAT)
        if digits[0] not in "12345678":
            return bad(Code.PIRT_PACKAGING)
        if year and 2000 + int(digits[-2:]) < year:
            return noted(digits, Code.PIRT_EXPIRED)
        return Reading(digits)

    return _licence(read_number)


def md_reader(column: Column, context: Context) -> CellReader:
    """MD or ML and 12 or 15 digits."""

    def read_number(text: str) -> Reading:
        match = _MD.fullmatch(_BLANKS.sub("", text))
        return Reading(match[1].upper()) if match else bad(Code.MD_FORMAT)

    return _licence(read_number)


def halal_reader(column: Column, context: Context) -> CellReader:
    """ID and 13 to 18 digits; another form is kept with a warning."""

    def read_number(text: str) -> Reading:
        number = _BLANKS.sub("", text)
        return Reading(number.upper()) if _HALAL.fullmatch(number) else noted(text[:255], Code.HALAL_FORMAT)

    return _licence(read_number)


def gtin_reader(column: Column, context: Context) -> CellReader:
    """A GS1 barcode number."""

    def read_number(text: str) -> Reading:
        digits = _BLANKS.sub("", text)
        if not _DIGITS.fullmatch(digits) or len(digits) not in GTIN_LENGTHS:
            return bad(Code.GTIN_LENGTH)
        if not gs1(digits):
            return bad(Code.GTIN_CHECK_DIGIT)
        if len(digits) == 13:
            if digits[0] == "2":
                return bad(Code.GTIN_IN_STORE)
            if digits[:3] != "899":
                return noted(digits, Code.GTIN_PREFIX)
        return Reading(digits)

    return _licence(read_number)


def gs1(digits: str) -> bool:
    """Whether the last digit is the GS1 check digit of the others (GS1 General Specifications)."""
    total = sum(map(int, digits[::-2])) + 3 * sum(map(int, digits[-2::-2]))
    return total % 10 == 0


def hki_reader(column: Column, context: Context) -> CellReader:
    """A trademark's registration number: text."""
    assert isinstance(column.kind, Hki)
    limit = column.kind.limit

    def read_number(text: str) -> Reading:
        return Reading(text) if len(text) <= limit else bad(Code.TEXT_LENGTH)

    return _licence(read_number)
