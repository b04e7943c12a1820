"""The rules that all identifiers of digits share: when they are empty, and when digits stood in a number cell."""

from __future__ import annotations

import re
from typing import Any

from schemas.kinds.given import ContextLike
from schemas.text import EMPTY_WORDS, shown

DIGITS = re.compile(r"\d+", re.A)
BLANKS = re.compile(r"\s")
BLANKS_DOTS_DASHES = re.compile(r"[\s.\-\u2010-\u2015\u2212]")
EXACT_DIGITS = 15
"""How many digits a number cell of a spreadsheet program keeps; those behind become zeros."""
_FLOAT = re.compile(r"(\d{4,})\.0", re.A)
_ZEROS = re.compile(r"[0\s.\-]*0[0\s.\-]*")


def says_nothing(text: str) -> bool:
    """Whether a cell is empty, or an identifier of zeros alone."""
    return text.casefold() in EMPTY_WORDS or _ZEROS.fullmatch(text) is not None


def shown_digits(value: Any) -> str:
    """A cell of digits as text, without the ``.0`` of a program that holds every number as a float."""
    text = shown(value)
    number = _FLOAT.fullmatch(text)
    return number[1] if number else text


def has_lost_digits(value: Any, digits: str) -> bool:
    """Whether digits come from a number that may have lost the last of them."""
    if len(digits) <= EXACT_DIGITS:
        return False
    return not isinstance(value, str) or (digits.endswith("0") and _FLOAT.fullmatch(shown(value)) is not None)


def is_number(value: Any, context: ContextLike) -> bool:
    """Whether it is a number cell, or digits in a csv that has no cell types (a leading zero shows that they were
    text).
    """
    if isinstance(value, str):
        return context.digits_are_numbers and value.isdigit() and not value.startswith("0")
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())


def mask_digits(text: str) -> str:
    """Masked digits: ``7604012345670001`` → ``7604********0001``; short ones keep two at most."""
    if len(text) >= 12:
        return text[:4] + "*" * (len(text) - 8) + text[-4:]
    return text[:2] + "*" * max(len(text) - 2, 1)
