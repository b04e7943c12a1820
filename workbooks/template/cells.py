"""Typed values of the warehouse as cells of the template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell

from schemas.kinds import Kind
from schemas.kinds.yes_no import NO_WORD, YES_WORD

_CODE = re.compile(r"\d\d(\.\d\d){1,2}(\.\d{4})?")


def as_cell(value: Any, kind: Kind, names: Mapping[str, str]) -> str | int | float | None:
    """A typed value as the template shows it: dates as text, place codes by name, yes/no as words; None for empty."""
    if value is None or pd.isna(value):
        return None
    if kind.storage == "day":
        return pd.Timestamp(value).strftime("%d/%m/%Y")
    if kind.storage == "yes_no":
        return YES_WORD if value else NO_WORD
    if kind.is_place and _CODE.fullmatch(str(value)):
        return names.get(str(value), str(value))
    if isinstance(value, str):
        return ILLEGAL_CHARACTERS_RE.sub("", value)
    return value.item() if hasattr(value, "item") else value


def write(cell: Cell, value: str | int | float | None) -> None:
    """Puts a value into a cell. Text stays text, even when it begins with ``=``."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
