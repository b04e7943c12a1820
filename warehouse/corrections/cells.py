"""A stored cell as one text, by which a correction says what it expects and what it puts there, and back again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from schemas.model import Column

IN_PROCESS, WITHHELD = "proses", "ditahan"
"""Texts of a licence without a number: applied for, and held back by the check."""
YES, NO = "ya", "tidak"


def cell_text(column: Column, row: Mapping[str, Any]) -> str:
    """The text of a column's cell in a row of the warehouse; empty for an empty one."""
    status = row[f"{column.name}_status"] if column.has_status else None
    return status if status in (IN_PROCESS, WITHHELD) else value_text(row[column.name])


def value_text(value: Any) -> str:
    """A typed value as text, the same from a reader and from either database."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def cell_values(column: Column, cell: str) -> dict[str, Any]:
    """The columns of a row of the warehouse for a cell's text."""
    is_word = column.has_status and cell in (IN_PROCESS, WITHHELD)
    values: dict[str, Any] = {column.name: None if is_word or not cell else _typed(column, cell)}
    if column.has_status:
        values[f"{column.name}_status"] = cell if is_word else "ada" if cell else "belum"
    return values


def _typed(column: Column, cell: str) -> Any:
    match column.kind.storage:
        case "whole":
            return int(cell)
        case "decimal":
            return float(cell)
        case "day":
            return date.fromisoformat(cell)
        case "yes_no":
            return cell == YES
        case _:
            return cell
