"""Rules that a mart keeps whatever is loaded: one row a grain, no undeclared NULL, measures that add up."""

# ruff: noqa: S608 - the text comes from the descriptions, which are part of the program

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from warehouse.engine import Warehouse
from warehouse.marts import MARTS
from warehouse.marts.description import Mart, MartView, mart


def broken_rules(warehouse: Warehouse) -> list[str]:
    """The deviations from the marts' descriptions, as sentences (Indonesian); empty when all is well."""
    with warehouse.read() as connection:
        return [sentence for name in MARTS for sentence in _broken(connection, mart(name))]


def _broken(connection: Connection, described: Mart) -> Iterator[str]:
    for view in described.views:
        yield from _doubled(connection, view)
        yield from _empty(connection, view)
    yield from _not_added_up(connection, described)
    for check in described.checks:
        if count := _count(connection, f"SELECT COUNT(*) FROM ({check.sql}) q"):
            yield f"{described.figures.name}: tidak berlaku bahwa {check.about} ({count} baris)."


def _doubled(connection: Connection, view: MartView) -> Iterator[str]:
    grain = ", ".join(view.grain)
    rows = f"SELECT 1 FROM {view.name} GROUP BY {grain} HAVING COUNT(*) > 1"
    if count := _count(connection, f"SELECT COUNT(*) FROM ({rows}) q"):
        yield f"{view.name}: lebih dari satu baris untuk {grain} ({count} kali)."


def _empty(connection: Connection, view: MartView) -> Iterator[str]:
    filled = [name for name, column in view.columns.items() if column.empty is None]
    counts = ", ".join(f'COUNT(*) - COUNT("{name}")' for name in filled)
    missing = connection.execute(text(f"SELECT {counts} FROM {view.name}")).one()
    for name, nulls in zip(filled, missing, strict=True):
        if nulls:
            yield f"{view.name}.{name}: kosong di {nulls} baris, padahal selalu terisi."


def _not_added_up(connection: Connection, described: Mart) -> Iterator[str]:
    for name in described.measures:
        adds = described.figures.columns[name].adds
        here = _count(connection, f"SELECT COALESCE(SUM({name}), 0) FROM {described.figures.name}")
        row_sum = _count(connection, f"SELECT COALESCE(SUM({adds}), 0) FROM {described.rows.name}")
        if here != row_sum:
            yield f"{described.figures.name}.{name}: jumlahnya {here}, padahal barisnya berjumlah {row_sum}."


def _count(connection: Connection, query: str) -> int:
    return int(connection.scalar(text(query)) or 0)
