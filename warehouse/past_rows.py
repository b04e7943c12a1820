"""Standing rows of the past, by what differs from the live tables: made under the same names, as temporary tables and
views.

Which keys there may be is known from the live table and from the batches that were in force then and are not now; older
statements are asked for those keys alone. They repeat nearly all of the newest, and going through them would cost what
history costs.
"""

# ruff: noqa: S608 - names of tables stand in the queries

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Column, Connection, MetaData, Table, text

from warehouse.contract_tables import EVENTS, SheetTables
from warehouse.corrections.source import EVER_CORRECTED
from warehouse.standing import Round, add_batches, rounds, say_what_is_held

LIVE = {"sqlite": "main", "postgresql": "public"}
"""The schema of the live tables."""


def show_past_rows(connection: Connection, tables: SheetTables) -> None:
    """Let the current table's name show the rows that stood from this connection's point of view."""
    if tables.sheet.table in EVENTS:
        _show_events(connection, tables)
    else:
        _show_standing(connection, tables)


def temporary(table: Table, name: str, only: Collection[str] | None = None) -> Table:
    """The table (``only`` these columns of it) again, as a temporary one without foreign keys."""
    columns = [
        Column(column.name, column.type, primary_key=column.primary_key, nullable=column.nullable)
        for column in table.columns
        if only is None or column.name in only
    ]
    rowid = table.kwargs.get("sqlite_with_rowid", True)
    return Table(name, MetaData(), *columns, prefixes=["TEMPORARY"], sqlite_with_rowid=rowid)


def _show_standing(connection: Connection, tables: SheetTables) -> None:
    """The newest statements whole, then of the older ones the rows of keys that those do not name."""
    name, (newest, *older) = tables.current.name, [*rounds(connection, tables)] or [{}]
    temporary(tables.current, name).create(connection)
    if newest:
        add_batches(connection, tables, [*newest.values()], name, keadaan="baru")
    if older:
        standing_row = f"SELECT 1 FROM {name} t WHERE t.office = k.office AND t.row_key = k.row_key"
        keys = _keys(connection, tables, missing=f"NOT EXISTS ({standing_row})")
        for statements in older:
            _add_of_keys(connection, tables, statements, keys)
            connection.execute(text(f"DELETE FROM {keys} AS k WHERE EXISTS ({standing_row})"))
        say_what_is_held(connection, tables, newest, name)


def _show_events(connection: Connection, tables: SheetTables) -> None:
    """The live rows of statements in force then; rows made anew for keys whose live row is of another statement, or was
    ever corrected. Where there is nothing else than live rows, the view asks for nothing else: it is read far faster.
    """
    name, live = tables.current.name, _live(connection, tables)
    in_force = f"SELECT submission_id FROM pernyataan_berlaku WHERE sheet = '{tables.sheet.title}'"
    keys = _no_keys(connection, tables)
    _add_keys_of_ended(connection, tables, keys)
    corrected = f"INSERT INTO {keys} {EVER_CORRECTED} ON CONFLICT DO NOTHING"
    connection.execute(text(corrected), {"sheet": tables.sheet.title})
    columns = ", ".join(f'"{column.name}"' for column in tables.current.columns)
    shown = f"SELECT {columns} FROM {live} k WHERE k.submission_id IN ({in_force})"
    if _has_rows(connection, keys):
        shown += f" AND NOT EXISTS (SELECT 1 FROM {keys} q WHERE q.office = k.office AND q.row_key = k.row_key)"
    _add_missing_keys(connection, tables, keys, f"k.submission_id NOT IN ({in_force})")
    rest = f"lain_{tables.sheet.table}"
    temporary(tables.current, rest).create(connection)
    for statements in rounds(connection, tables) if _has_rows(connection, keys) else ():
        condition = f"AND EXISTS (SELECT 1 FROM {keys} q WHERE q.office = b.office AND q.row_key = b.row_key)"
        add_batches(connection, tables, [*statements.values()], rest, keadaan="baru", where=condition)
    if _has_rows(connection, rest):
        shown += f" UNION ALL SELECT {columns} FROM {rest}"
    connection.execute(text(f"CREATE TEMPORARY VIEW {name} AS {shown}"))


def _has_rows(connection: Connection, name: str) -> bool:
    return connection.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first() is not None


def _keys(connection: Connection, tables: SheetTables, missing: str) -> str:
    """A temporary table of the keys that must be looked for: of the live table those that are ``missing``, and all of
    the batches that were in force then and are not now.
    """
    name = _no_keys(connection, tables)
    _add_missing_keys(connection, tables, name, missing)
    _add_keys_of_ended(connection, tables, name)
    return name


def _no_keys(connection: Connection, tables: SheetTables) -> str:
    """A temporary table of keys, still empty."""
    name = f"kunci_{tables.sheet.table}"
    temporary(tables.current, name, only=("office", "row_key")).create(connection)
    return name


def _add_missing_keys(connection: Connection, tables: SheetTables, name: str, missing: str) -> None:
    connection.execute(
        text(
            f"INSERT INTO {name} SELECT k.office, k.row_key FROM {_live(connection, tables)} k WHERE {missing} "
            "ON CONFLICT DO NOTHING"
        )
    )


def _add_keys_of_ended(connection: Connection, tables: SheetTables, name: str) -> None:
    """The keys of the batches that were in force then and are not now."""
    ended = text(
        "SELECT p.submission_id FROM pernyataan_berlaku p WHERE p.sheet = :title AND NOT EXISTS ("
        "SELECT 1 FROM in_force f WHERE f.submission_id = p.submission_id AND f.sheet = p.sheet AND f.live_to IS NULL)"
    )
    for submission_id in connection.scalars(ended, {"title": tables.sheet.title}).all():
        connection.execute(
            text(
                f"INSERT INTO {name} SELECT b.office, b.row_key FROM {tables.batch.name} b "
                "WHERE b.submission_id = :one ON CONFLICT DO NOTHING"
            ),
            {"one": submission_id},
        )


def _add_of_keys(connection: Connection, tables: SheetTables, statements: Round, keys: str) -> None:
    """The few keys first, each looked up in its office's batch."""
    for office, submission_id in statements.items():
        mine = f"AND b.row_key = q.row_key AND q.office = '{office}'"
        add_batches(
            connection,
            tables,
            [submission_id],
            tables.current.name,
            keadaan="lama",
            joined=f"{keys} q CROSS JOIN",
            where=mine,
        )


def _live(connection: Connection, tables: SheetTables) -> str:
    return f"{LIVE[connection.dialect.name]}.{tables.current.name}"
