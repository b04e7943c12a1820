"""How the stage of each partnership and the size class of each business move from month to month: a row for every month
that states another value than the one before it, and for the first.

What asks for all months (the funnel, classes a year before) reads these few rows instead. A publish makes them anew for
the keys whose value it changes, from its month on: the cost of its batch, for the newest month.
"""

# ruff: noqa: S608 - names of tables stand in the queries

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Table, select, text

from schemas.period import Period
from warehouse.contract_tables import SHEETS, SheetTables
from warehouse.corrections.source import EVER_CORRECTED, source
from warehouse.past_rows import LIVE, temporary
from warehouse.tables import fct_kelas, fct_tahap, in_force

CLASS = """CASE
    WHEN {row}.omzet_tahunan <= 2000000000 THEN 'Mikro'
    WHEN {row}.omzet_tahunan <= 15000000000 THEN 'Kecil'
    WHEN {row}.omzet_tahunan <= 50000000000 THEN 'Menengah'
    WHEN {row}.omzet_tahunan IS NOT NULL THEN 'Besar'
END"""
"""Size class by yearly turnover (PP 7/2021)."""


@dataclass(frozen=True)
class Movement:
    """A table of what moves: from which sheet, the SQL of the value that moves, and columns that go with it."""

    table: Table
    sheet: str
    value: str
    beside: tuple[str, ...] = ()

    @property
    def tables(self) -> SheetTables:
        """The tables of its sheet."""
        return SHEETS[self.sheet]

    @property
    def columns(self) -> str:
        """Its columns, the value last."""
        return ", ".join(column.name for column in self.table.columns)

    def of(self, row: str) -> str:
        """The values of its columns in a row of the sheet that is called so."""
        plain = ", ".join(f"{row}.{name}" for name in ("office", "row_key", "period", *self.beside))
        return f"{plain}, {self.value.format(row=row)} AS nilai"


MOVEMENTS = (
    Movement(fct_tahap, "kemitraan", "{row}.tahap", beside=("usaha_besar",)),
    Movement(fct_kelas, "umkm", CLASS),
)
"""What is kept."""


def show_past_movements(connection: Connection) -> None:
    """Let each table's name show what moved from this connection's point of view.

    The live rows do for keys of which the statements up to that month are the same then as now.
    """
    live = LIVE[connection.dialect.name]
    for movement in MOVEMENTS:
        name, keys = movement.table.name, f"kunci_{movement.table.name}"
        _keys_of_changed_statements(connection, movement, keys)
        rest = temporary(movement.table, f"lain_{name}")
        rest.create(connection)
        same = "q.office = {0}.office AND q.row_key = {0}.row_key"
        shown = f"SELECT {movement.columns} FROM {live}.{name} k WHERE k.period <= (SELECT period FROM sudut_pandang)"
        # Without a key, all months would be read for none, and the rows be looked for in two places.
        if connection.execute(text(f"SELECT 1 FROM {keys} LIMIT 1")).first():
            where = f"AND EXISTS (SELECT 1 FROM {keys} q WHERE {same.format('b')})"
            add_movement(connection, movement, rest.name, where)
            shown += f" AND NOT EXISTS (SELECT 1 FROM {keys} q WHERE {same.format('k')})"
            shown += f" UNION ALL SELECT {movement.columns} FROM {rest.name}"
        connection.execute(text(f"CREATE TEMPORARY VIEW {name} AS {shown}"))


def _keys_of_changed_statements(connection: Connection, movement: Movement, name: str) -> None:
    """A temporary table of the keys that a statement up to the period names which was in force then and is not now, or
    the other way round; and of those that were ever corrected.
    """
    changed_keys = temporary(movement.table, name, only=("office", "row_key"))
    changed_keys.create(connection)
    changed = text(
        "SELECT f.submission_id FROM in_force f CROSS JOIN sudut_pandang s "
        "WHERE f.sheet = :sheet AND f.period <= s.period "
        "AND (f.live_from > s.known_on AND f.live_to IS NULL "
        "OR f.live_from <= s.known_on AND f.live_to > s.known_on)"
    )
    add = text(
        f"INSERT INTO {name} SELECT b.office, b.row_key FROM {movement.tables.batch.name} b "
        "WHERE b.submission_id = :one ON CONFLICT DO NOTHING"
    )
    for identifier in connection.scalars(changed, {"sheet": movement.tables.sheet.title}).all():
        connection.execute(add, {"one": identifier})
    corrected = f"INSERT INTO {name} {EVER_CORRECTED} ON CONFLICT DO NOTHING"
    connection.execute(text(corrected), {"sheet": movement.tables.sheet.title})


def add_movement(
    connection: Connection, movement: Movement, to: str, where: str = "", values: Mapping[str, str] | None = None
) -> None:
    """Fill an empty table with what moved, from every statement that this connection shows. ``where`` (with ``values``)
    narrows its rows ``b`` down.
    """
    connection.execute(
        text(
            f"INSERT INTO {to} ({movement.columns}) SELECT {movement.columns.rpartition(', ')[0]}, nilai FROM ("
            "SELECT m.*, LAG(m.nilai) OVER (PARTITION BY m.office, m.row_key ORDER BY m.period) AS sebelumnya "
            f"FROM (SELECT {movement.of('b')} FROM pernyataan_berlaku p "
            f"INNER JOIN {source(connection, movement.tables)} b ON b.submission_id = p.submission_id "
            f"WHERE p.sheet = :sheet {where}) m WHERE m.nilai IS NOT NULL"
            ") n WHERE n.sebelumnya IS NULL OR n.sebelumnya <> n.nilai"
        ),
        {"sheet": movement.tables.sheet.title, **(values or {})},
    )


def keep_up_movements(
    connection: Connection, office: str, kind: str, sheet: str, period: Period, *, comes: str | None, goes: str | None
) -> None:
    """Make an office's rows right after its statement of a sheet for a period was changed in ``in_force``."""
    for movement in MOVEMENTS:
        if movement.tables.sheet.title == sheet:
            _keep_up(connection, movement, office, kind, period, {"comes": comes or "", "goes": goes or ""})


def _keep_up(
    connection: Connection, movement: Movement, office: str, kind: str, period: Period, moved: dict[str, str]
) -> None:
    name, batch = movement.table.name, source(connection, movement.tables)
    touched = (
        _touched(movement, batch) if moved["goes"] else f"SELECT row_key FROM {batch} b WHERE submission_id = :comes"
    )
    later_rows = f"SELECT 1 FROM {name} WHERE office = :office AND period >= :period"
    if connection.execute(text(f"{later_rows} LIMIT 1"), {"office": office, "period": period}).first() is not None:
        forget = f"DELETE FROM {name} WHERE office = :office AND period >= :period AND row_key IN ({touched})"
        connection.execute(text(forget), moved | {"office": office, "period": period})
    value = movement.columns.rpartition(", ")[2]
    add = (
        f"INSERT INTO {name} ({movement.columns}) SELECT {movement.of('m')} FROM {batch} m "
        f"WHERE m.submission_id = :statement AND {movement.value.format(row='m')} <> COALESCE(("
        f"SELECT t.{value} FROM {name} t WHERE t.office = m.office AND t.row_key = m.row_key AND t.period < m.period "
        "ORDER BY t.period DESC LIMIT 1), '')"
    )
    place = [in_force.c.office == office, in_force.c.kind == kind, in_force.c.sheet == movement.tables.sheet.title]
    later = select(in_force.c.submission_id).where(*place, in_force.c.period >= period, in_force.c.live_to.is_(None))
    for statement in connection.scalars(later.order_by(in_force.c.period)).all():
        if statement == moved["comes"] and not moved["goes"]:  # all its keys are touched
            connection.execute(text(add), {"statement": statement})
        else:
            connection.execute(text(f"{add} AND m.row_key IN ({touched})"), moved | {"statement": statement})


def _touched(movement: Movement, batch: str) -> str:
    """The keys that only one of the two batches names, or of which they state different values."""
    value = movement.value
    return (
        f"SELECT b.row_key FROM {batch} b WHERE b.submission_id = :comes AND NOT EXISTS ("
        f"SELECT 1 FROM {batch} g WHERE g.submission_id = :goes AND g.row_key = b.row_key "
        f"AND {value.format(row='g')} = {value.format(row='b')}) "
        f"UNION ALL SELECT g.row_key FROM {batch} g WHERE g.submission_id = :goes AND NOT EXISTS ("
        f"SELECT 1 FROM {batch} b WHERE b.submission_id = :comes AND b.row_key = g.row_key)"
    )
