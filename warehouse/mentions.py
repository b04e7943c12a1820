"""Which keys of a sheet submissions state, and which they mention but hold back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from warehouse.contract_tables import SheetTables
from warehouse.keys import key_in_words
from warehouse.tables import held_row


@dataclass(frozen=True)
class Missing:
    """Keys that others state: those not mentioned at all (``keys``, in words), and the number of those mentioned in
    rows that are held back.
    """

    gone: int
    held: int
    keys: tuple[str, ...] = ()


def stated_keys(connection: Connection, tables: SheetTables, submissions: Collection[str]) -> set[str]:
    """The keys of the loaded rows of these submissions."""
    batch = tables.batch
    return set(connection.scalars(select(batch.c.row_key).where(batch.c.submission_id.in_(submissions))))


def missing(
    connection: Connection, tables: SheetTables, before: set[str], after: set[str], submissions: Sequence[str]
) -> Missing:
    """The keys of ``before`` that are not in ``after``, which these submissions state."""
    lost = before - after
    held = lost & _held_keys(connection, tables, submissions) if lost else set()
    gone = sorted(key_in_words(key) for key in lost - held)
    return Missing(len(gone), len(held), tuple(gone))


def _held_keys(connection: Connection, tables: SheetTables, submissions: Collection[str]) -> set[str]:
    """The keys of the rows that submissions hold back."""
    query = select(held_row.c.row_key).where(
        held_row.c.submission_id.in_(submissions),
        held_row.c.sheet == tables.sheet.title,
        held_row.c.row_key.is_not(None),
    )
    return set(connection.scalars(query))
