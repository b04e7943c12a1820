"""reference and reference.quarantined: a row names a key that no loaded row has."""

from __future__ import annotations

from collections.abc import Mapping

from schemas.codes import Code
from schemas.model import Column
from schemas.reading import ReadSheet


def check(read: ReadSheet, parents: Mapping[str, ReadSheet], unjudged: frozenset[str]) -> None:
    """Judges every referring cell. ``parents`` are sheets read before, by title; ``unjudged`` are titles that a fatal
    finding hides.
    """
    known_before = read.context.circumstances.known_keys
    blamed: set[int] = set()
    for column in read.sheet.columns:
        if column.reference is None or column.reference in unjudged:
            continue
        before = known_before.get(column.reference, frozenset()) if known_before is not None else frozenset()
        parent = None if column.warehouse_only else parents.get(column.reference)
        if parent is None and known_before is None:
            continue  # nothing to look the key up in
        _check_column(read, column, parent, before, blamed)


def _check_column(
    read: ReadSheet, column: Column, parent: ReadSheet | None, before: frozenset[str], blamed: set[int]
) -> None:
    keys_sent: set[str] = set()
    loaded: set[str] = set()
    if parent is not None:
        keys = parent.values(parent.sheet.key_column.name)
        keys_sent = set(keys) - {None}
        doubtful = {keys[position] for position in parent.quarantined()}
        twins = {key for position, key in enumerate(keys) if key in doubtful and not parent.in_error(position)}
        loaded = keys_sent - doubtful | twins
    for position, key in enumerate(read.values(column.name)):
        if key is None or key in loaded:
            continue
        if key in keys_sent:
            if position not in blamed:
                read.say(Code.REFERENCE_QUARANTINED, position, column.name)
                blamed.add(position)
        elif key not in before:
            read.say(Code.REFERENCE, position, column.name)
