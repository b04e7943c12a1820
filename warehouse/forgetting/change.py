"""A change of a row's cells: applied, kept until a request is carried out, and taken back when it is cancelled."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, insert, select, update

from warehouse.corrections.tables import derived
from warehouse.forgetting.tables import forget_kept
from warehouse.tables import metadata

SUBJECT = "subject"
"""The place of the entry that says who the person is."""


@dataclass(frozen=True)
class Change:
    """The cells of one row as they shall be. ``row``: its primary key as it is before."""

    table: str
    row: Mapping[str, Any]
    values: Mapping[str, Any]


def table_named(name: str) -> Table:
    """The table of a change."""
    return metadata.tables[name] if name in metadata.tables else derived.tables[name]


def row_of(table: Table, row: Any) -> dict[str, Any]:
    """The primary key of a row that was read."""
    return {column.name: row[column.name] for column in table.primary_key.columns}


def apply(connection: Connection, changes: Iterable[Change]) -> None:
    """Makes the changes."""
    for change in changes:
        table = table_named(change.table)
        connection.execute(update(table).where(_same(table, change.row)).values(dict(change.values)))


def keep(connection: Connection, request: int, changes: Sequence[Change]) -> None:
    """Keeps what the rows hold now, sealed, before the changes are made."""
    number = next_number(connection, request)
    rows = []
    for seq, change in enumerate(changes, number):
        table = table_named(change.table)
        former = connection.execute(
            select(*(table.c[name] for name in change.values)).where(_same(table, change.row))
        ).mappings()
        after = dict(change.row) | {name: value for name, value in change.values.items() if name in change.row}
        for row in former:
            entry = {"row_key": _json(after), "former": _json(dict(row))}
            rows.append({"request": request, "seq": seq, "place": change.table} | entry)
    if rows:
        connection.execute(insert(forget_kept), rows)


def put_back(connection: Connection, request: int) -> None:
    """Takes every change of a request back."""
    query = select(forget_kept).where(forget_kept.c.request == request, forget_kept.c.place != SUBJECT)
    for entry in connection.execute(query.order_by(forget_kept.c.seq.desc())).all():
        table = table_named(entry.place)
        connection.execute(
            update(table).where(_same(table, json.loads(entry.row_key))).values(json.loads(entry.former))
        )


def next_number(connection: Connection, request: int) -> int:
    """The next number of a request's entries."""
    newest = select(func.max(forget_kept.c.seq)).where(forget_kept.c.request == request)
    return (connection.scalar(newest) or 0) + 1


def _same(table: Table, row: Mapping[str, Any]) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in row.items()))


def _json(values: Mapping[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, default=str)
