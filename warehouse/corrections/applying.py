"""Where corrections act: on the rows of statements in force whose stated cell is the one that a correction expects.

Each such row is kept as it counts (``corrected_<sheet>``). ``corrected_cell`` says which correction acts on which cell.
All that reads batches for figures takes ``warehouse.corrections.source`` in their place, from any point of view. Where
nothing is corrected, nothing is written, and the batches themselves are read.
"""

# ruff: noqa: S608 - names of tables stand in the queries

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, select, text

from warehouse.contract_tables import BY_TITLE, SHEETS, SheetTables
from warehouse.corrections.cells import cell_text, cell_values
from warehouse.corrections.source import source
from warehouse.corrections.tables import CORRECTED, corrected_cell, correction, derived
from warehouse.movements import MOVEMENTS, add_movement
from warehouse.past_rows import temporary
from warehouse.tables import in_force

MOST_KEYS = 500
"""How many keys are looked up in one query."""


@dataclass(frozen=True)
class Correction:
    """A correction. ``expected`` and ``value`` are cells as texts (``warehouse.corrections.cells``)."""

    id: int
    office: str
    sheet: str
    row_key: str
    column: str
    expected: str
    value: str
    why: str
    who: str
    entered_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    ended_why: str | None


@dataclass(frozen=True)
class CorrectedRow:
    """A row of a statement as it counts, and by column which correction acts on it."""

    tables: SheetTables
    values: dict[str, Any]
    corrections: dict[str, int]

    @property
    def cells(self) -> list[dict[str, Any]]:
        """The rows of ``corrected_cell``."""
        place = {name: self.values[name] for name in ("submission_id", "row_key", "office", "period")}
        return [
            {**place, "sheet": self.tables.sheet.title, "column_name": column, "correction_id": number}
            for column, number in self.corrections.items()
        ]


def corrections_where(connection: Connection, *conditions: ColumnElement[bool]) -> list[Correction]:
    """Corrections by their numbers."""
    query = select(correction).where(*conditions).order_by(correction.c.id)
    return [Correction(*row) for row in connection.execute(query)]


def corrected_rows(
    connection: Connection, corrections: Iterable[Correction], statements: Iterable[tuple[str, str, str]]
) -> Iterator[CorrectedRow]:
    """The rows of these statements (submission, office, sheet) on which any of these corrections acts."""
    submissions: dict[tuple[str, str], list[str]] = defaultdict(list)
    for submission_id, office, sheet in statements:
        submissions[office, sheet].append(submission_id)
    by_sheet: dict[tuple[str, str], dict[str, list[Correction]]] = defaultdict(lambda: defaultdict(list))
    for entry in corrections:
        if (entry.office, entry.sheet) in submissions:
            by_sheet[entry.office, entry.sheet][entry.row_key].append(entry)
    for place, by_key in by_sheet.items():
        keys = list(by_key)
        for start in range(0, len(keys), MOST_KEYS):
            tables = BY_TITLE[place[1]]
            batch = tables.batch
            rows = select(batch).where(
                batch.c.submission_id.in_(submissions[place]), batch.c.row_key.in_(keys[start : start + MOST_KEYS])
            )
            for row in connection.execute(rows).mappings().all():
                yield from _corrected(tables, dict(row), by_key[row["row_key"]])


def _corrected(tables: SheetTables, row: dict[str, Any], corrections: Sequence[Correction]) -> Iterator[CorrectedRow]:
    changes, acting = {}, {}
    for entry in corrections:
        column = tables.sheet[entry.column]
        if cell_text(column, row) == entry.expected:
            changes.update(cell_values(column, entry.value))
            acting[entry.column] = entry.id
    if acting:
        yield CorrectedRow(tables, row | changes, acting)


def create_corrected(connection: Connection) -> None:
    """Make the derived tables anew, with what they hold."""
    derived.drop_all(connection)
    derived.create_all(connection)
    _keep(connection, corrected_rows(connection, _open(connection), _live_statements(connection)))


def fill_corrected(connection: Connection, table: Table, to: Table) -> None:
    """Fill a table like this derived one from all corrections that hold and all statements in force."""
    sheets = [tables.sheet.title for name, tables in SHEETS.items() if table in (CORRECTED[name], corrected_cell)]
    values: list[dict[str, Any]] = []
    for sheet in sheets:
        for row in corrected_rows(
            connection, _open(connection, sheet=sheet), _live_statements(connection, sheet=sheet)
        ):
            values += row.cells if table is corrected_cell else [row.values]
    if values:
        connection.execute(insert(to), values)


def correct_statement(connection: Connection, office: str, sheet: str, submission_id: str) -> None:
    """Note where corrections act on a statement that comes in force, before the current tables follow it."""
    holding = _open(connection, office, sheet)
    if holding:
        _keep(connection, corrected_rows(connection, holding, [(submission_id, office, sheet)]))


def forget_statement(connection: Connection, sheet: str, submission_id: str) -> None:
    """Forget where corrections acted on a statement that went out of force, after the current tables followed it."""
    cells = corrected_cell.c
    mine = (cells.submission_id == submission_id) & (cells.sheet == sheet)
    if connection.execute(select(cells.row_key).where(mine).limit(1)).first() is not None:
        table = CORRECTED[BY_TITLE[sheet].sheet.table]
        connection.execute(delete(table).where(table.c.submission_id == submission_id))
        connection.execute(delete(corrected_cell).where(mine))


def follow_correction(connection: Connection, changed: Correction) -> None:
    """Bring the row that a correction names up to date after it was entered or ended in this transaction."""
    tables = BY_TITLE[changed.sheet]
    place = (changed.office, changed.row_key)
    table = CORRECTED[tables.sheet.table]
    connection.execute(delete(table).where(table.c.office == place[0], table.c.row_key == place[1]))
    cells = corrected_cell.c
    connection.execute(
        delete(corrected_cell).where(cells.office == place[0], cells.row_key == place[1], cells.sheet == changed.sheet)
    )
    holding = [entry for entry in _open(connection, changed.office, changed.sheet) if entry.row_key == changed.row_key]
    _keep(connection, corrected_rows(connection, holding, _live_statements(connection, changed.office, changed.sheet)))
    _follow_current(connection, tables, *place)
    for movement in MOVEMENTS:
        if movement.tables is tables:
            moved = movement.table
            connection.execute(delete(moved).where(moved.c.office == place[0], moved.c.row_key == place[1]))
            add_movement(
                connection, movement, moved.name, "AND b.office = :office AND b.row_key = :row_key",
                {"office": place[0], "row_key": place[1]},
            )  # fmt: skip


def _follow_current(connection: Connection, tables: SheetTables, office: str, row_key: str) -> None:
    values = ", ".join(f'"{name}" = b."{name}"' for name in tables.public_columns)
    connection.execute(
        text(
            f"UPDATE {tables.current.name} AS k SET {values} FROM {source(connection, tables)} b "
            "WHERE k.office = :office AND k.row_key = :row_key "
            "AND b.submission_id = k.submission_id AND b.row_key = k.row_key"
        ),
        {"office": office, "row_key": row_key},
    )


def show_past_corrections(connection: Connection) -> None:
    """Let the derived tables' names show where corrections acted from this connection's point of view. Where there
    never was a correction, the live tables are as empty.
    """
    touched = set(connection.scalars(select(correction.c.sheet).distinct()))
    if not touched:
        return
    for table in (corrected_cell, *(CORRECTED[BY_TITLE[sheet].sheet.table] for sheet in sorted(touched))):
        temporary(table, table.name).create(connection)
    known_on = connection.scalar(
        text("SELECT known_on FROM sudut_pandang").columns(known_on=correction.c.entered_at.type)
    )
    past_corrections = corrections_where(
        connection,
        correction.c.entered_at <= known_on,
        correction.c.ended_at.is_(None) | (correction.c.ended_at > known_on),
    )
    statements = connection.execute(text("SELECT submission_id, office, sheet FROM pernyataan_berlaku")).all()
    _keep(connection, corrected_rows(connection, past_corrections, [tuple(row) for row in statements]))


def _open(connection: Connection, office: str | None = None, sheet: str | None = None) -> list[Correction]:
    where = [correction.c.ended_at.is_(None)]
    where += [correction.c.office == office] if office else []
    where += [correction.c.sheet == sheet] if sheet else []
    return corrections_where(connection, *where)


def _live_statements(
    connection: Connection, office: str | None = None, sheet: str | None = None
) -> list[tuple[str, str, str]]:
    query = select(in_force.c.submission_id, in_force.c.office, in_force.c.sheet).where(in_force.c.live_to.is_(None))
    query = query.where(in_force.c.office == office) if office else query
    query = query.where(in_force.c.sheet == sheet) if sheet else query
    return [tuple(row) for row in connection.execute(query)]


def _keep(connection: Connection, rows: Iterable[CorrectedRow]) -> None:
    by_table: dict[Table, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_table[CORRECTED[row.tables.sheet.table]].append(row.values)
        by_table[corrected_cell] += row.cells
    for table, values in by_table.items():
        connection.execute(insert(table), values)
