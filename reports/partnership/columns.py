"""The columns of a query as arrays, read in parts, so that no more than one part of its rows stands in memory as Python's
own values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import numpy as np
from sqlalchemy import Connection, TextClause

PART = 10_000
"""Rows that are read at once."""

Kind = Literal["word", "text", "whole", "number"]
"""What a column holds: one of few texts, any text, whole numbers, or numbers that may be empty."""


def columns_of(connection: Connection, query: TextClause, kinds: Sequence[Kind]) -> list[np.ndarray]:
    """One array a column, in the order of the rows. A ``word`` stands in memory once, an empty ``number`` is NaN."""
    words: dict[str, str] = {}
    rows = connection.execute(query.execution_options(stream_results=True)).tuples()
    parts = [
        [_array(values, kind, words) for values, kind in zip(zip(*part, strict=True), kinds, strict=True)]
        for part in rows.partitions(PART)
    ]
    return [np.concatenate([_array((), kind, words), *(part[at] for part in parts)]) for at, kind in enumerate(kinds)]


def in_order(*columns: np.ndarray) -> np.ndarray:
    """The places of the rows by these columns: quick where they come nearly so."""
    keys = list(zip(*(column.tolist() for column in columns), strict=True))
    return np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)


def _array(values: Iterable[Any], kind: Kind, words: dict[str, str]) -> np.ndarray:
    if kind == "whole":
        return np.array(list(values), dtype=np.int64)
    if kind == "number":
        return np.array(list(values), dtype=np.float64)
    texts = [words.setdefault(value, value) for value in values] if kind == "word" else list(values)
    made = np.empty(len(texts), dtype=object)
    made[:] = texts
    return made
