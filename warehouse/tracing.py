"""The receipt of every figure: from a figure to its rows, from a row to the cells of the file that was sent."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, FromClause, RowMapping, Select, TableClause, select, table, text
from sqlalchemy import column as sql_column

from schemas.grid import address
from schemas.period import Period
from warehouse.contract_tables import SHEETS, SheetTables
from warehouse.corrections.tables import corrected_cell, correction
from warehouse.engine import Warehouse
from warehouse.errors import NothingToTrace
from warehouse.mart_reading import at_point
from warehouse.marts import MARTS, ROWS
from warehouse.marts.description import MartColumn, mart
from warehouse.reference_tables import dim_office
from warehouse.tables import submission, submission_column, submission_sheet
from warehouse.views import MONTHLY


@dataclass(frozen=True)
class FileOrigin:
    """The file that was sent, by whom and when. The archive keeps it under its sha256."""

    submission_id: str
    office: str
    office_name: str | None
    period: Period | None
    file_name: str
    sha256: str
    source: str
    received_at: datetime


@dataclass(frozen=True)
class CellCorrection:
    """The correction that a value comes from: its number, what the cell states, who corrected it, when and why."""

    number: int
    stated: str
    who: str
    why: str
    at: datetime


@dataclass(frozen=True)
class CellOrigin:
    """The place of a value. ``cell`` is None when the sender had no such column, ``value`` when it is personal."""

    column: str
    header: str | None
    cell: str | None
    value: Any
    personal: bool
    correction: CellCorrection | None = None


@dataclass(frozen=True)
class RowOrigin:
    """A current row, its sheet and row in the file, and the cell of each of its values."""

    table: str
    office: str
    row_key: str
    period: Period
    sheet: str
    sheet_name: str
    row: int
    file: FileOrigin
    cells: tuple[CellOrigin, ...]


@dataclass(frozen=True)
class RowPlace:
    """Where a row stands: in which file of whom and of which month, on which sheet (None: it is the file), and one of
    its cells (None where the sender had no such column). ``name`` is what a business or product is called.
    """

    office_name: str | None
    period: Period | None
    file_name: str
    sheet_name: str | None = None
    cell: str | None = None
    name: str | None = None


_NAMES = {"umkm": "nama_usaha", "produk": "nama_produk"}
"""By sheet: the column that says what a row is called."""


@dataclass(frozen=True)
class FigureOrigin:
    """Figures of a mart for some values of its dimensions, and the rows behind them.

    ``figures`` are the mart's rows. ``total`` counts the contributing rows; ``rows`` (or ``files`` where submissions
    are counted) are the first of them. Where one ``measure`` is asked for, ``value`` is its sum over the figures, and
    only rows that add to it contribute.
    """

    mart: str
    figures: tuple[dict[str, Any], ...]
    total: int
    rows: tuple[RowOrigin, ...]
    files: tuple[FileOrigin, ...]
    measure: str | None = None
    value: int | float | None = None


def trace_row(
    warehouse: Warehouse,
    name: str,
    row_key: str,
    *,
    office: str | None = None,
    column: str | None = None,
    period: Period | None = None,
    known_on: datetime | None = None,
) -> RowOrigin:
    """The origin of a row as it stands for a month as known on a moment, by default now. ``name``: ``dim_umkm`` or
    ``umkm``, or ``fct_kemitraan_bulanan`` for the row that this month itself states; ``office`` where several have the
    key.

    Raises NothingToTrace when there is no such table, row or column, or more than one such row.
    """
    source = _source(name)
    if column is not None and column not in source.tables.sheet:
        raise NothingToTrace(f"Kolom {column} tidak ada pada {source.name}.")
    with at_point(warehouse, period=period, known_on=known_on) as (connection, point):
        query = source.rows([row_key])
        if office is not None:
            query = query.where(source.table.c.office == office)
        if source.monthly and point is not None:
            query = query.where(source.table.c.period == point.period)
        rows = connection.execute(query).mappings().all()
        if not rows:
            raise NothingToTrace(f"Baris {row_key} tidak ada pada {source.name}.")
        if len(rows) > 1:
            offices = ", ".join(sorted(row["office"] for row in rows))
            raise NothingToTrace(f"Baris {row_key} ada pada beberapa pengirim ({offices}); sebutkan salah satu.")
        return _origins(connection, source, rows, column)[0]


def trace_figure(
    warehouse: Warehouse,
    mart_name: str,
    dimensions: Mapping[str, str] | None = None,
    *,
    limit: int = 100,
    measure: str | None = None,
    period: Period | None = None,
    known_on: datetime | None = None,
) -> FigureOrigin:
    """What the figures of a mart are made of, for these values of its columns (of all its rows when none are given),
    for a month as known on a moment, by default now. ``measure`` names one of its numbers; one that is not additive, of
    one row.
    """
    name = mart_name.removeprefix("mart_")
    if name not in MARTS:
        raise NothingToTrace(
            f"Angka {mart_name} tidak ada; yang ada: {', '.join(f'mart_{existing}' for existing in MARTS)}."
        )
    column = _measure(name, measure) if measure else None
    dimensions = dimensions or {}
    with at_point(warehouse, period=period, known_on=known_on) as (connection, _):
        figures = _view_rows(connection, table(f"mart_{name}"), dimensions)
        if not figures and measure is None:
            raise NothingToTrace(f"Tidak ada baris mart_{name} dengan nilai itu.")
        if column is not None and column.adds is None and len(figures) != 1:
            grain = ", ".join(mart(name).figures.grain)
            raise NothingToTrace(f"Ukuran {measure} tidak dapat dijumlahkan; sebutkan satu baris mart_{name}: {grain}.")
        value = sum(row[measure] or 0 for row in figures) if measure else None
        made_of = _view_rows(connection, rows_behind(name, measure), dimensions, _adding(name, measure))
        made_of = _led_to(made_of, column.leads_to) if column is not None and column.leads_to else made_of
        shown_rows = sorted(made_of, key=lambda row: (row["office"], row["row_key"]))[:limit]
        sources = {row["source"] for row in shown_rows}
        rows: list[RowOrigin] = []
        for name_of_source in sorted(sources - {"submission"}):
            source = _source(name_of_source)
            keys = [source.key(row) for row in shown_rows if row["source"] == name_of_source]
            rows += _origins(connection, source, source.found(connection, keys), None)
        files = _files(connection, [row["row_key"] for row in shown_rows]) if "submission" in sources else {}
    return FigureOrigin(
        f"mart_{name}", tuple(map(dict, figures)), len(made_of), tuple(rows), tuple(files.values()), measure, value
    )


def trace_rows(
    warehouse: Warehouse,
    name: str,
    keys: Sequence[tuple[str, str]],
    *,
    limit: int = 100,
    period: Period | None = None,
    known_on: datetime | None = None,
) -> tuple[RowOrigin, ...]:
    """The origins of the first of these rows of a table (``dim_produk``), each named by office and key."""
    source = _source(name)
    with at_point(warehouse, period=period, known_on=known_on) as (connection, _):
        return tuple(_origins(connection, source, source.found(connection, sorted(keys)[:limit]), None))


def places_of(
    connection: Connection, name: str, keys: Sequence[tuple[str, ...]], column: str | None = None
) -> dict[tuple[str, ...], RowPlace]:
    """Where rows of a table (``dim_produk``) stand in this connection's point of view, by office and key (and month, of
    a table of months): the cell of a column, or of the key where there is no such column.
    """
    source = _source(name)
    sheet = source.tables.sheet
    shown = column if column is not None and column in sheet else sheet.key_column.name
    rows = source.found(connection, keys)
    ids = sorted({row["submission_id"] for row in rows})
    files = _files(connection, ids)
    sheets = {identifier: _Sheet(connection, identifier, sheet.title) for identifier in ids}
    return {
        source.key(row): RowPlace(
            files[row["submission_id"]].office_name,
            row["period"],
            files[row["submission_id"]].file_name,
            sheets[row["submission_id"]].name,
            sheets[row["submission_id"]].cell(row["row"], shown),
            row[_NAMES[sheet.table]] if sheet.table in _NAMES else None,
        )
        for row in rows
    }


def files_of(connection: Connection, keys: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], RowPlace]:
    """The files of submissions, each named by office and identifier."""
    submissions = {identifier: (office, identifier) for office, identifier in keys}
    files = _files(connection, sorted(submissions))
    return {submissions[name]: RowPlace(file.office_name, file.period, file.file_name) for name, file in files.items()}


def _measure(name: str, measure: str) -> MartColumn:
    """The column of a measure. Raises NothingToTrace for what is no number of the mart."""
    numbers = {column: shown for column, shown in mart(name).figures.columns.items() if shown.type in _NUMBERS}
    if measure not in numbers:
        raise NothingToTrace(f"mart_{name} tidak mempunyai ukuran {measure}; yang ada: {', '.join(numbers)}.")
    return numbers[measure]


_NUMBERS = ("integer", "number", "rupiah", "flag")


def rows_behind(name: str, measure: str | None, made_of: str | None = None) -> FromClause:
    """The rows that a measure of a mart is made of: the mart's own, where neither a query nor its description names
    others.
    """
    made_of = mart(name).figures.columns[measure].made_of if measure else made_of
    return text(made_of).columns().subquery() if made_of else table(ROWS[name])


def _led_to(rows: Sequence[RowMapping], leads_to: tuple[str, str, str]) -> list[dict[str, Any]]:
    """What rows count, each once: a row of another table, which they name."""
    source, office, key = leads_to
    counted = dict.fromkeys((row[office], row[key]) for row in rows)
    return [{"source": source, "office": office, "row_key": key} for office, key in counted]


def _adding(name: str, measure: str | None) -> str | None:
    """The condition on a mart's rows that add to a measure, by the mart's own description; None where all of them
    count.
    """
    adds = mart(name).figures.columns[measure].adds if measure else None
    return None if adds is None else f"({adds}) <> 0"


@dataclass(frozen=True)
class _Source:
    """A table or view of a sheet's rows; of a monthly one each month's row of a key."""

    tables: SheetTables
    monthly: bool

    @property
    def name(self) -> str:
        """What it is called in the database."""
        current = self.tables.current.name
        return f"{current}_bulanan" if self.monthly else current

    @cached_property
    def table(self) -> TableClause:
        """The table or view by its plain name, under which it shows the connection's point of view."""
        shown = self.tables.batch if self.monthly else self.tables.current
        return table(self.name, *(sql_column(column.name, column.type) for column in shown.columns))

    def rows(self, keys: Sequence[str]) -> Select:
        """The rows with these keys."""
        return select(self.table).where(self.table.c.row_key.in_(keys))

    def key(self, row: RowMapping) -> tuple[str, ...]:
        """What names one row: office and key, and its month."""
        return (row["office"], row["row_key"], *([row["period"]] if self.monthly else []))

    def found(self, connection: Connection, keys: Sequence[tuple[str, ...]]) -> list[RowMapping]:
        """The rows with these keys, in their order. Offices are named as well, since tables are ordered by them."""
        offices, row_keys = (sorted({key[place] for key in keys}) for place in (0, 1))
        query = self.rows(row_keys).where(self.table.c.office.in_(offices))
        by_key = {self.key(row): row for row in connection.execute(query).mappings().all()}
        return [by_key[key] for key in keys]


def _source(name: str) -> _Source:
    for tables in SHEETS.values():
        if name in (tables.current.name, tables.sheet.table):
            return _Source(tables, monthly=False)
        if tables.sheet.table in MONTHLY and name == f"{tables.current.name}_bulanan":
            return _Source(tables, monthly=True)
    table_names = ", ".join(tables.current.name for tables in SHEETS.values())
    raise NothingToTrace(f"Tabel {name} tidak ada; yang ada: {table_names}.")


def _view_rows(
    connection: Connection, view: FromClause, dimensions: Mapping[str, str], condition: str | None = None
) -> Sequence[RowMapping]:
    columns = set(connection.execute(select("*").select_from(view).limit(0)).keys())
    unknown = sorted(set(dimensions) - columns)
    if unknown:
        raise NothingToTrace(
            f"Kolom {', '.join(unknown)} tidak ada pada {view.description}; yang ada: {', '.join(sorted(columns))}."
        )
    where = [sql_column(name) == value for name, value in dimensions.items()]
    where += [text(condition)] if condition else []
    return connection.execute(select("*").select_from(view).where(*where)).mappings().all()


def _origins(connection: Connection, source: _Source, rows: Sequence[RowMapping], only: str | None) -> list[RowOrigin]:
    tables = source.tables
    ids = sorted({row["submission_id"] for row in rows})
    files = _files(connection, ids)
    sheets = {submission_id: _Sheet(connection, submission_id, tables.sheet.title) for submission_id in ids}
    corrections = _corrections(connection, tables.sheet.title, ids)
    origins = []
    for row in rows:
        sheet = sheets[row["submission_id"]]
        cells = tuple(
            CellOrigin(
                column.name,
                sheet.headers.get(column.name),
                sheet.cell(row["row"], column.name),
                row.get(column.name),
                column.personal and row.get(column.name) is None,
                corrections.get((row["submission_id"], row["row_key"], column.name)),
            )
            for column in tables.sheet.columns
            if only in (None, column.name)
        )
        origins.append(
            RowOrigin(
                source.name,
                row["office"],
                row["row_key"],
                row["period"],
                tables.sheet.title,
                sheet.name,
                row["row"],
                files[row["submission_id"]],
                cells,
            )
        )
    return origins


def _corrections(connection: Connection, sheet: str, ids: Sequence[str]) -> dict[tuple[str, str, str], CellCorrection]:
    """The correction that acts on each cell of a sheet, by submission, row and column."""
    cell, entry = corrected_cell.c, correction.c
    query = (
        select(cell.submission_id, cell.row_key, cell.column_name, entry.id, entry.expected, entry.who, entry.why)
        .add_columns(entry.entered_at)
        .join(correction, entry.id == cell.correction_id)
        .where(cell.sheet == sheet, cell.submission_id.in_(ids))
    )
    return {tuple(row[:3]): CellCorrection(*row[3:]) for row in connection.execute(query)}


class _Sheet:
    """Where the columns of a submission's sheet stand, and its merged cells."""

    def __init__(self, connection: Connection, submission_id: str, title: str) -> None:
        sheet, place = submission_sheet, submission_column
        self.name, merged = connection.execute(
            select(sheet.c.sheet_name, sheet.c.merged).where(
                sheet.c.submission_id == submission_id, sheet.c.sheet == title
            )
        ).one()
        self._merged = json.loads(merged)
        query = select(place.c.column_name, place.c.position, place.c.header).where(
            place.c.submission_id == submission_id, place.c.sheet == title
        )
        rows = connection.execute(query).all()
        self._positions = {row.column_name: row.position for row in rows}
        self.headers = {row.column_name: row.header for row in rows}

    def cell(self, row: int, column: str) -> str | None:
        """The address of the cell, the top-left one of a merged range; None when the column is missing."""
        position = self._positions.get(column)
        if position is None:
            return None
        for top, left, bottom, right in self._merged:
            if top <= row - 1 <= bottom and left <= position <= right:
                return address(top, left)
        return address(row - 1, position)


def _files(connection: Connection, ids: Sequence[str]) -> dict[str, FileOrigin]:
    columns = submission.c
    query = (
        select(
            columns.id,
            columns.office,
            dim_office.c.name,
            columns.period,
            columns.file_name,
            columns.sha256,
            columns.source,
            columns.received_at,
        )
        .outerjoin(dim_office, dim_office.c.code == columns.office)
        .where(columns.id.in_(ids))
        .order_by(columns.received_at)
    )
    return {row[0]: FileOrigin(*row) for row in connection.execute(query)}
