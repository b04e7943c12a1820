"""The current tables made anew from the batches in force, and compared with what they would then be.

A publish keeps them up key by key. This asks all of history at once, so each proves the other.
"""

# ruff: noqa: S608 - names of tables stand in the queries

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, Table, text

from warehouse.contract_tables import SHEETS, SheetTables
from warehouse.corrections.applying import fill_corrected
from warehouse.corrections.tables import derived
from warehouse.counts import fill_counts
from warehouse.engine import Warehouse, translated
from warehouse.movements import MOVEMENTS, Movement, add_movement
from warehouse.past_rows import temporary
from warehouse.standing import add_standing_rows
from warehouse.tables import hitungan_kemitraan


def rebuild(warehouse: Warehouse) -> None:
    """Make every table that a publish keeps up anew, in one transaction."""

    def work(connection: Connection) -> None:
        for table, fill in _kept_up():
            connection.execute(table.delete())
            fill(connection, table.name)

    warehouse.run(work)


def differing_rows(warehouse: Warehouse) -> dict[str, int]:
    """How many rows of each table that a publish keeps up are not as they would be made anew; tables without any left
    out.
    """
    temporary = warehouse.engine.connect().execution_options(temporary=True)
    with translated(), temporary as connection, connection.begin() as transaction:
        counts = {table.name: _differing(connection, table, fill) for table, fill in _kept_up()}
        transaction.rollback()
    return {name: count for name, count in counts.items() if count}


_Fill = Callable[[Connection, str], None]


def _kept_up() -> Iterator[tuple[Table, _Fill]]:
    """Each table with what fills one like it, given its name. A table comes after those that it is made from."""
    for table in derived.sorted_tables:
        yield table, _correcting(table)
    for tables in SHEETS.values():
        yield tables.current, _standing(tables)
    for movement in MOVEMENTS:
        yield movement.table, _moving(movement)
    yield hitungan_kemitraan, fill_counts


def _standing(tables: SheetTables) -> _Fill:
    return lambda connection, to: add_standing_rows(connection, tables, to)


def _correcting(table: Table) -> _Fill:
    return lambda connection, to: fill_corrected(connection, table, temporary(table, to))


def _moving(movement: Movement) -> _Fill:
    return lambda connection, to: add_movement(connection, movement, to)


def _differing(connection: Connection, table: Table, fill: _Fill) -> int:
    anew = temporary(table, f"ulang_{table.name}")
    anew.create(connection)
    fill(connection, anew.name)
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    ours, theirs = (f"SELECT {columns} FROM {name}" for name in (table.name, anew.name))
    counts = [
        int(connection.scalar(text(f"SELECT COUNT(*) FROM ({left_query} EXCEPT {other}) d")) or 0)
        for left_query, other in ((ours, theirs), (theirs, ours))
    ]
    return max(counts)
