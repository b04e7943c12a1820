"""Masks of personal values, for everything that people or programs read (UU 27/2022)."""

from __future__ import annotations

import re

from schemas.kinds.digits import mask_digits
from schemas.model import Column

_SIXTEEN_DIGITS = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){15,}(?!\d)")
_NEARLY_A_NIK = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){13,}(?![ .\-]?\d)")
_TELEPHONE = re.compile(r"(?<!\d)(?:\+?62[ .\-]?|0)?8\d(?:[ .\-]?\d){7,10}(?![ .\-]?\d)")


def mask_hidden_numbers(text: str) -> str:
    """Any run of 16 digits or more is masked, wherever a sender typed it."""
    return _SIXTEEN_DIGITS.sub(lambda match: mask_digits(re.sub(r"\D", "", match[0])), text)


def mask_strays(text: str) -> str:
    """Of a cell that should hold no such thing: what may be a telephone number or a NIK, a digit or two short."""
    text = mask_hidden_numbers(text)
    for pattern in (_NEARLY_A_NIK, _TELEPHONE):
        text = pattern.sub(lambda match: mask_digits(match[0]), text)
    return text


def mask(column: Column | None, text: str) -> str:
    """What may be shown of a cell's text: personal values masked, and what may be one in a column that asks for none."""
    if column is not None and column.personal and text:
        return column.kind.mask(text)
    return mask_hidden_numbers(text) if column is not None and column.kind.long_number else mask_strays(text)
