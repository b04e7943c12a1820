"""The columns of a table or view as arrays.

Each comes as one list in JSON: a database writes that three times as fast as Python takes rows apart, and no row stands
in memory. A fraction is refused, since SQLite would round it.
"""

# ruff: noqa: S608 - names of views and expressions over their columns stand in the queries

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal, NoReturn

import numpy as np
from sqlalchemy import Connection, text

Kind = Literal["word", "text", "whole", "count"]
"""What a column holds: one of few texts, any text, whole numbers, or whole numbers that may be empty."""

_LIST = {"sqlite": "json_group_array({})", "postgresql": "CAST(json_agg({}) AS TEXT)"}


def columns_of(connection: Connection, source: str, columns: Mapping[str, Kind]) -> list[np.ndarray]:
    """One array for each of these expressions over a table or view, all in one order, which may be any. A ``word``
    stands in memory once, an empty ``count`` is NaN. Raises TypeError for a fraction.
    """
    listed = ", ".join(_LIST[connection.dialect.name].format(column) for column in columns)
    lists = connection.execute(text(f"SELECT {listed} FROM {source}")).one()
    return [
        _array(json.loads(values or "[]", parse_float=_refuse), kind)
        for values, kind in zip(lists, columns.values(), strict=True)
    ]


def in_order(*columns: np.ndarray) -> np.ndarray:
    """The places of the rows by these columns: quick where they come nearly so."""
    keys = list(zip(*(column.tolist() for column in columns), strict=True))
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)


def _array(values: list[Any], kind: Kind) -> np.ndarray:
    if kind in ("whole", "count"):
        return np.array(values, dtype=np.int64 if kind == "whole" else np.float64)
    if kind == "word":
        words: dict[str, str] = {}
        values = [words.setdefault(value, value) for value in values]
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def _refuse(fraction: str) -> NoReturn:
    raise TypeError(f"{fraction} is no whole number")
