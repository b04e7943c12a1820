"""Which rows behind a mart can differ between two points of view at all.

Millions of rows need not be brought out to find the few that differ: where a mart names its deciders, these are
compared, and only rows that a difference in them touches are read.
"""

# ruff: noqa: S608 - names of tables and columns stand in the queries

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from itertools import zip_longest
from typing import Any

from sqlalchemy import Connection, CursorResult, text

from warehouse.both import of_both
from warehouse.marts.description import Decider, Mart

Values = tuple[Any, ...]
PART = 10_000
"""Rows that are compared at once."""


def differing_rows(
    connections: tuple[Connection, Connection], described: Mart, columns: Sequence[str]
) -> tuple[set[Values], set[Values]]:
    """These columns (expressions over the mart's rows, its grain among them) of every row that the other connection
    does not show just so.
    """
    if not described.deciders:
        return _unmatched(connections, f"SELECT {', '.join(columns)} FROM {described.rows.name} r")
    before, after = set(), set()
    for number, decider in enumerate(described.deciders):
        for on, keys in _differing(connections, decider).items():
            if keys:
                name = f"beda_{number}_{len(on)}"
                of_both(partial(add_keys, name=name, columns=on, keys=keys), connections)
                more_before, more_after = _unmatched(connections, _touched(described, columns, name, on))
                before |= more_before
                after |= more_after
    return before, after


def _unmatched(connections: tuple[Connection, Connection], query: str) -> tuple[set[Values], set[Values]]:
    """The rows of each that the other does not have, where neither has a row twice. They are read side by side, so that
    equal ones need not be held until the end.
    """
    results = of_both(lambda connection: connection.execute(text(query)), connections)
    before, after = set(), set()
    for part_before, part_after in zip_longest(*map(_parts, results), fillvalue=()):
        before.update(part_before)
        after.update(part_after)
        both = before & after
        before -= both
        after -= both
    return before, after


def _parts(result: CursorResult) -> Iterator[list[Values]]:
    """The rows in parts, as the driver gives them: SQLAlchemy would wrap each."""
    cursor = result.cursor
    assert cursor is not None
    while part := cursor.fetchmany(PART):
        yield part


def add_keys(connection: Connection, name: str, columns: Sequence[str], keys: Collection[Values]) -> None:
    """Make a temporary table of these keys, which are texts."""
    listed = ", ".join(f"{column} TEXT NOT NULL" for column in columns)
    connection.execute(text(f"CREATE TEMPORARY TABLE {name} ({listed}, PRIMARY KEY ({', '.join(columns)}))"))
    if not keys:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", list(keys))
        return
    lists = ", ".join(f"CAST(:{column} AS TEXT[])" for column in columns)  # one statement, where rows would be as many
    values = dict(zip(columns, map(list, zip(*keys, strict=True)), strict=True))
    connection.execute(text(f"INSERT INTO {name} SELECT * FROM UNNEST({lists})"), values)


def _differing(connections: tuple[Connection, Connection], decider: Decider) -> dict[tuple[str, ...], list[Values]]:
    """What the two connections show otherwise: by columns of the mart's rows, which values of them. One with NULL in it
    touches no row.
    """
    names = list(connections[0].execute(text(f"SELECT * FROM ({decider.sql}) d LIMIT 0")).keys())
    places = {name: place for place, name in enumerate(names)}
    key_of = [places[column] for column in decider.on]
    lines = of_both(partial(_lines, query=decider.sql, names=names), connections)
    before, after = (
        {tuple(row[place] for place in key_of): row for row in map(json.loads, one_side - other_side)}
        for one_side, other_side in (lines, lines[::-1])
    )
    keys = [key for key in dict.fromkeys([*before, *after]) if None not in key]
    if decider.of is None:
        return {decider.on: keys}
    decided = {value: [places[column] for column in columns] for value, columns in decider.decided.items()}
    changed_keys = [key for key in keys if key in before and key in after]
    changed = [
        (*key, value)
        for key in changed_keys
        for value, columns in decided.items()
        if any(before[key][place] != after[key][place] for place in columns)
    ]
    return {decider.on: [key for key in keys if key not in before or key not in after], decider.keys: changed}


def _lines(connection: Connection, query: str, names: Sequence[str]) -> set[str]:
    """The rows of a query, each as a line of JSON, out of the database as one text: apart they would cost three times
    as much. Fractions are told to fifteen digits.
    """
    embedded = connection.dialect.name == "sqlite"
    made, joined, newline = (
        ("JSON_ARRAY", "GROUP_CONCAT", "CHAR(10)") if embedded else ("JSON_BUILD_ARRAY", "STRING_AGG", "CHR(10)")
    )
    line = f"{made}({', '.join(f'd.{name}' for name in names)})"
    line = line if embedded else f"CAST({line} AS TEXT)"
    lines = connection.scalar(text(f"SELECT {joined}({line}, {newline}) FROM ({query}) d"))
    return set(lines.split("\n")) if lines else set()


def _touched(described: Mart, columns: Sequence[str], name: str, on: Sequence[str]) -> str:
    """Asks for the mart's rows that share the values ``on`` some of its columns with a table of them."""
    same = " AND ".join(f"r.{column} = b.{column}" for column in on)
    return (  # each row once, before expressions ask for its columns again and again
        f"WITH r AS MATERIALIZED (SELECT r.* FROM {name} b CROSS JOIN {described.rows.name} r WHERE {same}) "
        f"SELECT {', '.join(columns)} FROM r"
    )
