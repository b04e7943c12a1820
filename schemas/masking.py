"""Masks of personal values, for everything that people or programs read (UU 27/2022)."""

from __future__ import annotations

import re

from schemas.kinds import Email, Nik, Npwp, Phone
from schemas.model import Column

_SIXTEEN_DIGITS = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){15,}(?!\d)")


def mask_digits(text: str) -> str:
    """``7604012345670001`` → ``7604********0001``; short ones keep two at most."""
    if len(text) >= 12:
        return text[:4] + "*" * (len(text) - 8) + text[-4:]
    return text[:2] + "*" * max(len(text) - 2, 1)


def mask_hidden_numbers(text: str) -> str:
    """Any run of 16 digits or more is masked, wherever a sender typed it."""
    return _SIXTEEN_DIGITS.sub(lambda match: mask_digits(re.sub(r"\D", "", match[0])), text)


def mask(column: Column | None, text: str) -> str:
    """What may be shown of a cell's text: personal values masked, others but for hidden 16-digit numbers as they are."""
    if column is None or not column.personal or not text:
        return mask_hidden_numbers(text)
    if isinstance(column.kind, Npwp):
        digits = re.sub(r"\D", "", text)
        return text if len(digits) <= 15 or (digits.startswith("0") and len(digits) == 16) else mask_digits(digits)
    if isinstance(column.kind, Nik | Phone):
        return mask_digits(text)
    if isinstance(column.kind, Email):
        return text[:1] + "***"
    return text[:1] + "*" * min(max(len(text) - 1, 3), 8)
