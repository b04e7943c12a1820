"""Which rows behind a mart can differ between two points of view at all.

Millions of rows need not be brought out to find the few that differ: where a mart names its deciders, these are compared,
and only rows that a difference in them touches are read.
"""

# ruff: noqa: S608 - names of tables and columns stand in the queries

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import blake2b
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, Result, RowMapping, text

from warehouse.marts.description import Decider, Mart

Values = tuple[Any, ...]
Rows = dict[Values, None]
"""Rows, each once, in an order."""

PART = 10_000
"""Rows that are compared at once."""


def differing_rows(
    connections: tuple[Connection, Connection], described: Mart, columns: Sequence[str]
) -> tuple[Rows, Rows]:
    """These columns (expressions over the mart's rows, its grain among them) of every row that the other connection does not
    show just so, in the order in which they come.
    """
    if not described.deciders:
        query = text(f"SELECT {', '.join(columns)} FROM {described.rows.name} r")
        return _unmatched(*(connection.execute(query) for connection in connections))
    before, after = Rows(), Rows()
    for number, decider in enumerate(described.deciders):
        keys = _differing(connections, decider)
        if keys:
            name = f"beda_{number}"
            rows = [_touched(connection, described, columns, name, keys, decider) for connection in connections]
            more_before, more_after = _unmatched(*rows)
            before.update(more_before)
            after.update(more_after)
    return before, after


def _unmatched(before: Result, after: Result) -> tuple[Rows, Rows]:
    """The rows of each that the other does not have, where neither has a row twice. They are read side by side, so that
    equal ones need not be held until the end.
    """
    rest_before, rest_after = Rows(), Rows()
    for part_before, part_after in zip_longest(before.partitions(PART), after.partitions(PART), fillvalue=()):
        rest_before.update(dict.fromkeys(map(tuple, part_before)))
        rest_after.update(dict.fromkeys(map(tuple, part_after)))
        for row in rest_before.keys() & rest_after.keys():
            del rest_before[row], rest_after[row]
    return rest_before, rest_after


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
    """The values of ``on`` (and ``of``) where the two connections show other rows; one with NULL in it touches no row."""
    before, after = (_fingerprints(connection, decider) for connection in connections)
    keys = {key for key, _ in before ^ after if None not in key}
    if decider.of is None or not keys:
        return keys
    before_rows, after_rows = (_rows_of(connection, decider, keys) for connection in connections)
    return {
        (*key, value)
        for key in keys
        for value, columns in decider.decided.items()
        if key not in before_rows
        or key not in after_rows
        or any(before_rows[key][column] != after_rows[key][column] for column in columns)
    }


def _rows_of(connection: Connection, decider: Decider, keys: set[Values]) -> dict[Values, RowMapping]:
    """A decider's rows of these keys."""
    add_keys(connection, "kunci_penentu", decider.on, keys)
    same = " AND ".join(f"d.{column} = k.{column}" for column in decider.on)
    query = text(f"SELECT d.* FROM kunci_penentu k CROSS JOIN ({decider.sql}) d WHERE {same}")
    rows = {tuple(row[column] for column in decider.on): row for row in connection.execute(query).mappings()}
    connection.execute(text("DROP TABLE kunci_penentu"))
    return rows


def _fingerprints(connection: Connection, decider: Decider) -> set[tuple[Values, bytes]]:
    result = connection.execute(text(decider.sql))
    places = [list(result.keys()).index(column) for column in decider.on]
    return {
        (tuple(row[place] for place in places), blake2b(repr(tuple(row)).encode(), digest_size=16).digest())
        for row in result
    }


def _touched(
    connection: Connection, described: Mart, columns: Sequence[str], name: str, keys: set[Values], decider: Decider
) -> Result:
    """The mart's rows of these keys, which are laid down under this name."""
    on = decider.keys
    add_keys(connection, name, on, keys)
    same = " AND ".join(f"r.{column} = b.{column}" for column in on)
    query = (  # each row once, before expressions ask for its columns again and again
        f"WITH r AS MATERIALIZED (SELECT r.* FROM {name} b CROSS JOIN {described.rows.name} r WHERE {same}) "
        f"SELECT {', '.join(columns)} FROM r"
    )
    return connection.execute(text(query))
