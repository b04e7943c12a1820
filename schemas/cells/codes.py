"""Readers of codes: KBLI and the keys of rows."""

from __future__ import annotations

import re
from typing import Any

from schemas.cells.identity import is_number, says_nothing
from schemas.cells.reading import EMPTY, CellReader, Reading, bad, noted
from schemas.codes import Code
from schemas.context import Context
from schemas.kinds import Key
from schemas.model import Column
from schemas.text import shown

_BLANKS = re.compile(r"\s")
_KEY = re.compile(r"([A-Z]{3})-\d{4,6}", re.A)
_ITEM_KEY = re.compile(r"([A-Z]{3})-\d{4,6}-\d{2,3}", re.A)


def kbli_reader(column: Column, context: Context) -> CellReader:
    """Five digits of a known edition; a number cell of four gets its zero back."""
    known = context.reference.kbli

    def read(value: Any) -> Reading:
        text = shown(value)
        if says_nothing(text):
            return EMPTY
        if text in known:
            return Reading(text)
        if len(text) == 4 and is_number(value, context) and f"0{text}" in known:
            return noted(f"0{text}", Code.KBLI_LEADING_ZERO, f"0{text}")
        return bad(Code.KBLI_UNKNOWN)

    return read


def allowed_prefixes(column: Column, context: Context) -> frozenset[str]:
    """The prefixes that a key may have: the office's, or any regency's where the column names foreign rows."""
    assert isinstance(column.kind, Key)
    contract = context.asked.contract
    if column.kind.foreign:
        return frozenset(office.prefix for office in contract.regencies if office.prefix)
    if context.office and (prefix := contract.prefix_of(context.office)):
        return frozenset((prefix,))
    return contract.prefixes


def key_reader(column: Column, context: Context) -> CellReader:
    """``MJN-0001`` or ``MJN-0001-01`` with the office's prefix, in capitals."""
    assert isinstance(column.kind, Key)
    pattern = _ITEM_KEY if column.kind.item else _KEY
    allowed = allowed_prefixes(column, context)

    def read(value: Any) -> Reading:
        text = shown(value)
        match = pattern.fullmatch(text)
        if not match:
            if says_nothing(text):
                return EMPTY
            text = _BLANKS.sub("", text).upper()
            match = pattern.fullmatch(text)
        if not match:
            return bad(Code.KEY_FORMAT)
        return Reading(text) if match[1] in allowed else bad(Code.KEY_OFFICE)

    return read
