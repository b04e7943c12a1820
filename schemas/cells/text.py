"""Readers of free text and of partners' names."""

from __future__ import annotations

from typing import Any

from schemas.cells.reading import EMPTY, CellReader, Reading, bad, noted
from schemas.codes import Code
from schemas.context import Context
from schemas.kinds import Partner, Text
from schemas.model import Column
from schemas.text import EMPTY_WORDS, fold_name, shown


def text_reader(column: Column, context: Context) -> CellReader:
    """Text of at most the kind's limit."""
    assert isinstance(column.kind, Text)
    limit = column.kind.limit

    def read(value: Any) -> Reading:
        text = shown(value)
        if len(text) > limit:
            return bad(Code.TEXT_LENGTH)
        if len(text) < 15 and text.casefold() in EMPTY_WORDS:
            return EMPTY
        return Reading(text)

    return read


def partner_reader(column: Column, context: Context) -> CellReader:
    """A partner's registered name; an unknown one is kept as typed."""
    assert isinstance(column.kind, Partner)
    read_text = text_reader(column, context)
    names = context.reference.partner_names

    def read(value: Any) -> Reading:
        reading = read_text(value)
        if reading.value is None:
            return reading
        name = names.get(fold_name(reading.value))
        return Reading(name) if name else noted(reading.value, Code.PARTNER_UNKNOWN)

    return read
