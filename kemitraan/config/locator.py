"""Where each key stands in a TOML text; ``tomllib`` reads values without their lines."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

KeyPath = tuple[str | int, ...]
"""Keys and list positions from the top: ``("offices", 0, "slug")``."""


def key_lines(text: str) -> dict[KeyPath, int]:
    """Line number, from 1, of every key and table of a text that ``tomllib`` can read. Keys inside an inline table or a
    list of several lines have the line on which it begins.
    """
    lines: dict[KeyPath, int] = {(): 1}
    last_index: dict[KeyPath, int] = {}
    table: KeyPath = ()
    for number, statement in _statements(text):
        value = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = _table(value, last_index)
            for length in range(1, len(table) + 1):
                lines.setdefault(table[:length], number)
        else:
            _record(value, table, number, lines)
    return lines


def line_of(lines: dict[KeyPath, int], path: KeyPath) -> int:
    """The line of a key, or of the nearest table around it when the key is not there."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each ``key = value`` or table header with the number of its first line. A statement ends with the first line that
    makes it readable.
    """
    start, pending = 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not pending and (not line.strip() or line.lstrip().startswith("#")):
            continue
        start, pending = (start, f"{pending}\n{line}") if pending else (number, line)
        try:
            tomllib.loads(pending)
        except tomllib.TOMLDecodeError:
            continue
        yield start, pending
        pending = ""


def _table(header: Any, last_index: dict[KeyPath, int]) -> KeyPath:
    """The path that a header opens, with the positions in the lists on its way."""
    path: KeyPath = ()
    while header:
        name, header = next(iter(header.items()))
        path = (*path, name)
        if isinstance(header, list):
            header = header[0]
            last_index[path] = last_index.get(path, -1) + 1
        if path in last_index:
            path = (*path, last_index[path])
    return path


def _record(value: Any, path: KeyPath, number: int, lines: dict[KeyPath, int]) -> None:
    """Gives ``number`` to everything inside a value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in inside:
        lines.setdefault((*path, key), number)
        _record(inner, (*path, key), number, lines)
