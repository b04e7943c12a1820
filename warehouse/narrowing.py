"""Which rows behind a mart can differ between two points of view at all.

Millions of rows need not be brought out to find the few that differ: where a mart names its deciders, these are compared,
and only rows that a difference in them touches are read.
"""

# ruff: noqa: S608 - names of tables and columns stand in the queries

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, text

from warehouse.marts.description import Decider, Mart

Values = tuple[Any, ...]


def touched_rows(
    connections: tuple[Connection, Connection], described: Mart, columns: Sequence[str]
) -> tuple[Iterator[Values], Iterator[Values]]:
    """These columns (expressions over the mart's rows) of every row that may differ, from either connection. A row may come
    more than once.
    """
    if not described.deciders:
        query = text(f"SELECT {', '.join(columns)} FROM {described.rows.name} r")
        before, after = (map(tuple, connection.execute(query)) for connection in connections)
        return before, after
    places = [_differing(connections, decider) for decider in described.deciders]
    rows_before, rows_after = (_touched(connection, described, columns, places) for connection in connections)
    return rows_before, rows_after


def add_keys(connection: Connection, name: str, columns: Sequence[str], keys: Collection[Values]) -> None:
    """Make a temporary table of these keys."""
    listed = ", ".join(f"{column} TEXT NOT NULL" for column in columns)
    connection.execute(text(f"CREATE TEMPORARY TABLE {name} ({listed}, PRIMARY KEY ({', '.join(columns)}))"))
    if keys:
        marks = ", ".join(f":{column}" for column in columns)
        connection.execute(
            text(f"INSERT INTO {name} VALUES ({marks})"), [dict(zip(columns, key, strict=True)) for key in keys]
        )


def _differing(connections: tuple[Connection, Connection], decider: Decider) -> set[Values]:
    """The values of ``on`` where the two connections show other rows; one with NULL in it touches no row."""
    before, after = (_fingerprints(connection, decider) for connection in connections)
    return {key for key, _ in before ^ after if None not in key}


def _fingerprints(connection: Connection, decider: Decider) -> set[tuple[Values, bytes]]:
    result = connection.execute(text(decider.sql))
    places = [list(result.keys()).index(column) for column in decider.on]
    return {
        (tuple(row[place] for place in places), blake2b(repr(tuple(row)).encode(), digest_size=16).digest())
        for row in result
    }


def _touched(
    connection: Connection, described: Mart, columns: Sequence[str], places: Sequence[set[Values]]
) -> Iterator[Values]:
    for number, (decider, keys) in enumerate(zip(described.deciders, places, strict=True)):
        if not keys:
            continue
        name = f"beda_{number}"
        add_keys(connection, name, decider.on, keys)
        same = " AND ".join(f"r.{column} = b.{column}" for column in decider.on)
        query = f"SELECT {', '.join(columns)} FROM {name} b CROSS JOIN {described.rows.name} r WHERE {same}"
        yield from map(tuple, connection.execute(text(query)))
