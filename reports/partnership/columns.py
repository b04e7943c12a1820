"""The columns of a table or view as arrays.

A column of texts and whole numbers comes as one list in JSON: a database writes that three times as fast as Python takes rows
apart, and no row stands in memory. SQLite would round a fraction there, so where there are some, rows come in parts.
"""

# ruff: noqa: S608 - names of views and expressions over their columns stand in the queries

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NoReturn

import numpy as np
from sqlalchemy import Connection, text

PART = 10_000
"""Rows that are read at once."""

Kind = Literal["word", "text", "whole", "count", "fraction"]
"""What a column holds: one of few texts, any text, whole numbers, whole numbers that may be empty, or fractions."""

_LIST = {"sqlite": "json_group_array({})", "postgresql": "CAST(json_agg({}) AS TEXT)"}


def columns_of(connection: Connection, source: str, columns: Mapping[str, Kind]) -> list[np.ndarray]:
    """One array for each of these expressions over a table or view. All have the same order, which is that of no column. A
    ``word`` stands in memory once, an empty ``count`` is NaN.
    """
    if "fraction" in columns.values():
        return _by_rows(connection, source, columns)
    listed = ", ".join(_LIST[connection.dialect.name].format(column) for column in columns)
    lists = connection.execute(text(f"SELECT {listed} FROM {source}")).one()
    return [
        _array(json.loads(values or "[]", parse_float=_refuse), kind, {})
        for values, kind in zip(lists, columns.values(), strict=True)
    ]


def in_order(*columns: np.ndarray) -> np.ndarray:
    """The places of the rows by these columns: quick where they come nearly so."""
    keys = list(zip(*(column.tolist() for column in columns), strict=True))
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)


def _by_rows(connection: Connection, source: str, columns: Mapping[str, Kind]) -> list[np.ndarray]:
    words: dict[str, str] = {}
    query = text(f"SELECT {', '.join(columns)} FROM {source}").execution_options(stream_results=True)
    parts = [
        [_array(values, kind, words) for values, kind in zip(zip(*part, strict=True), columns.values(), strict=True)]
        for part in connection.execute(query).tuples().partitions(PART)
    ]
    return [
        np.concatenate([_array((), kind, words), *(part[at] for part in parts)])
        for at, kind in enumerate(columns.values())
    ]


def _array(values: Iterable[Any], kind: Kind, words: dict[str, str]) -> np.ndarray:
    if kind == "whole":
        return np.array(list(values), dtype=np.int64)
    if kind in ("count", "fraction"):
        return np.array(list(values), dtype=np.float64)
    texts = [words.setdefault(value, value) for value in values] if kind == "word" else list(values)
    made = np.empty(len(texts), dtype=object)
    made[:] = texts
    return made


def _refuse(fraction: str) -> NoReturn:
    raise TypeError(f"{fraction} is no whole number")
