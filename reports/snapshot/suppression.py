"""Cells that would point at somebody are left empty: small counts by place, money of few businesses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from warehouse.marts.description import Mart

FEWEST = 3
"""Fewer are not published: counts by place, and businesses behind a sum of money."""

_KEY = re.compile(r"([A-Z]{3}-\d{4,6})(-\d{2,3})?")
_PLACES = ("office", "kecamatan", "desa")
_COUNTED = frozenset({"usaha", "produk", "usaha atau produk", "kemitraan", "kegiatan", "penempatan"})

Row = Mapping[str, Any]


def suppressed(
    described: Mart, figures: Sequence[Row], contributing: Iterable[Row]
) -> tuple[list[dict[str, Any]], int]:
    """The rows of a mart as they may be published, and how many cells were left empty.

    ``contributing``: the rows behind them, needed where money is summed.
    """
    view, counts, money = described.figures, hidden_counts(described), hidden_money(described)
    businesses = _businesses(view.grain, contributing) if money else {}
    shown_rows, emptied = [], 0
    for row in figures:
        shown = dict(row)
        few = businesses.get(tuple(row[name] for name in view.grain), 0) < FEWEST
        hidden = [name for name in counts if 0 < (row[name] or 0) < FEWEST]
        hidden += [name for name in money if row[name] and few]
        for name in hidden:
            shown[name] = None
        emptied += len(hidden)
        shown_rows.append(shown)
    return shown_rows, emptied


def hidden_counts(described: Mart) -> tuple[str, ...]:
    """The counts of a mart that are not published where they are small: those by place."""
    view = described.figures
    if not any(name in view.grain for name in _PLACES):
        return ()
    return tuple(
        name
        for name, column in view.columns.items()
        if column.type == "integer" and column.unit in _COUNTED and name not in view.grain
    )


def hidden_money(described: Mart) -> tuple[str, ...]:
    """The sums of money of a mart that are not published for few businesses."""
    columns = described.figures.columns
    return tuple(name for name, column in columns.items() if column.type == "rupiah" and column.adds)


def _businesses(grain: Sequence[str], contributing: Iterable[Row]) -> dict[tuple[Any, ...], int]:
    """How many businesses stand behind each figure, counted no further than to enough."""
    names_by_grain: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for row in contributing:
        names = names_by_grain[tuple(row[name] for name in grain)]
        if len(names) < FEWEST:
            names.add(business_of(row["row_key"]))
    return {key: len(those) for key, those in names_by_grain.items()}


def business_of(row_key: str) -> str:
    """The business of a row by its key, which begins with that of the business or of one of its products."""
    business = row_key.split("|", maxsplit=1)[0]
    match = _KEY.fullmatch(business)
    return match[1] if match else business
