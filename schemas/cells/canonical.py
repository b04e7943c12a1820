"""How most cells of a kind look: text that reads as itself (a telephone number with its +62), and numbers within their
range; nothing is to be said of them.

A shortcut past the readers: the distinct texts of a column are searched as one, which costs a fifth of reading each.
It may overlook a value, which then is read; it must give none that the reader would read otherwise or speak of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from itertools import compress
from typing import Any

import numpy as np

from schemas import kinds
from schemas.cells.codes import allowed_prefixes
from schemas.cells.contact import USUAL_MOBILE
from schemas.cells.number import CLIPPED, highest
from schemas.context import Context
from schemas.model import Column
from schemas.text import joined

_LONGEST_EMPTY_WORD = 14
_NIB = r"(?!0{13})[0-9]{13}"
_NIK = (
    r"[0-9]{6}(?:0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])"  # day, a woman's with 40 added
    r"(?:0[1-9]|1[0-2])[0-9]{2}(?!0000)[0-9]{4}"
)
_MD = r"M[DL](?:[0-9]{15}|[0-9]{12})"
_HALAL = r"ID[0-9]{13,18}"
_GTIN = r"899[0-9]{10}"
_EMAIL = r"[a-z0-9_]+(?:[.+-][a-z0-9_]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)+"


def canonical_values(column: Column, context: Context, values: Set[Any]) -> dict[Any, Any]:
    """Those of the distinct ``values`` of a column that certainly have no finding, with what they read as."""
    if isinstance(column.kind, kinds.Number):
        return _canonical_numbers(column.kind, context, values)
    texts = _canonical_texts(column, context, values)
    if isinstance(column.kind, kinds.Phone):
        return {text: f"+62{text[1:]}" for text in texts}
    return dict(zip(texts, texts, strict=True))


def _canonical_numbers(kind: kinds.Number, context: Context, values: Set[Any]) -> dict[float, float]:
    low, high = kind.low, highest(kind, context)
    numbers = [value for value in values if type(value) is float and low <= value <= high and value != CLIPPED]
    if kind.above_low and low in numbers:
        numbers.remove(low)
    if isinstance(kind, kinds.Decimal):
        return dict(zip(numbers, numbers, strict=True))
    return {number: int(number) for number in numbers if number.is_integer()}


def _canonical_texts(column: Column, context: Context, values: Set[Any]) -> Set[str]:
    form = _form(column, context)
    if form is None:
        return frozenset()
    found = re.findall(f"^(?:{form})$", joined(values), re.MULTILINE)
    return values & set(_with_check_digit(found) if isinstance(column.kind, kinds.Gtin) else found)


def _with_check_digit(numbers: list[str]) -> Iterable[str]:
    """Those of the GTINs of 13 digits whose last is the check digit of the others (as ``licence.gs1``)."""
    digits = np.frombuffer("".join(numbers).encode(), dtype=np.uint8).reshape(-1, 13) - ord("0")
    return compress(numbers, (digits @ np.array([1, 3] * 6 + [1]) % 10 == 0).tolist())


def _form(column: Column, context: Context) -> str | None:
    match column.kind:
        case kinds.Partner():
            return None
        case kinds.Text(limit=limit):
            # Words of ASCII with one blank between, too long for a word that says nothing.
            return rf"(?=[^'].{{{_LONGEST_EMPTY_WORD},{limit - 1}}}$)[!-~]+(?: [!-~]+)*"
        case kinds.Key(item=item):
            prefix = "|".join(sorted(allowed_prefixes(column, context)))
            return rf"(?:{prefix})-[0-9]{{4,6}}" + (r"-[0-9]{2,3}" if item else "")
        case kinds.Nib():
            return _NIB
        case kinds.Nik():
            return _NIK
        case kinds.Phone():
            return USUAL_MOBILE
        case kinds.Email():
            return _EMAIL
        case kinds.Md():
            return _MD
        case kinds.Halal():
            return _HALAL
        case kinds.Gtin():
            return _GTIN
        case kinds.Pirt():
            first = max((context.period_year or 2000) - 2000, 0)
            return rf"[1-8][0-9]{{12}}(?:{'|'.join(f'{year:02}' for year in range(first, 100)) or 'x'})"
    return None
