"""duplicate.identical and duplicate.conflict: rows that share a key (contract section 6)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from schemas.codes import Code
from schemas.reading import MOST_NAMED, ReadSheet


def check(read: ReadSheet) -> None:
    """Drops later rows of the same content. Where some rows of one key differ, all of them conflict."""
    key = read.sheet.key_column.name
    for positions in _sharing_a_key(read):
        contents = [_content(read, position) for position in positions]
        if all(content == contents[0] for content in contents[1:]):
            for position in positions[1:]:
                read.say(Code.DUPLICATE_IDENTICAL, position, key, other_rows=positions[:1])
                read.dropped.add(position)
        else:
            for position in positions:
                read.say(
                    Code.DUPLICATE_CONFLICT,
                    position,
                    key,
                    other_rows=[p for p in positions[:MOST_NAMED] if p != position],
                )


def _sharing_a_key(read: ReadSheet) -> list[list[int]]:
    first = read[read.sheet.key_column.name]
    if len(read.sheet.key) == 1:
        keys: list[Any] = first.values
    else:
        keys = list(zip(*(_part(read, name) for name in read.sheet.key), strict=True))
    if len(set(keys)) == len(keys):
        return []
    sharing = defaultdict(list)
    for position, value in enumerate(keys):
        if first.values[position] is not None:
            sharing[value].append(position)
    return [positions for positions in sharing.values() if len(positions) > 1]


def _part(read: ReadSheet, name: str) -> list[Any]:
    """A part of the key by position: unreadable cells as typed, an empty part equal to another."""
    cells = read[name]
    if not cells.bad:
        return cells.values
    return [("typed", read.raw_text(p, name)) if p in cells.bad else value for p, value in enumerate(cells.values)]


def _content(read: ReadSheet, position: int) -> tuple[Any, ...]:
    """The contract columns of a row after reading, unreadable cells as typed."""
    return tuple(
        cells.values[position] if cells.is_judged(position) else ("typed", read.raw_text(position, name))
        for name, cells in read.columns.items()
        if cells.located
    )
