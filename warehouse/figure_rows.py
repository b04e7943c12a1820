"""The rows behind many figures at once: of a figure of few rows all of them, of another some, and how many there are.

Each mart's list is read once. Of figures of many rows only the first rows of each office are looked at, so that a list
costs what is shown and not what is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Text,
    and_,
    collate,
    func,
    or_,
    select,
    table,
    text,
    tuple_,
)
from sqlalchemy import column as sql_column

from warehouse.figure_codes import MART
from warehouse.marts.description import mart
from warehouse.tracing import RowPlace, files_of, places_of, rows_behind

MOST_ROWS = 12
"""Rows that are listed behind a figure."""
MOST_IN_ALL = 8_000
"""Rows that are listed behind all figures together: the whole lists, and of longer ones as much as leaves room for all,
though never less than a row.
"""
LOOKED_AT = 60
"""Rows of a table that are looked at in each office for figures of more rows than are listed."""

MONTHLY = "_bulanan"
SUBMISSION = "submission"

Cell = tuple[str, ...]
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Family:
    """Figures of a mart told by the same columns, in the order in which a code names them; ``only`` are the values that
    they have in common. ``counts``: each measure says how many rows are behind it. ``made_of`` is a query of the rows,
    where the figure is one of no measure (None), which counts the mart's own rows.
    """

    mart: str
    measures: tuple[str | None, ...]
    columns: tuple[str, ...]
    only: Mapping[str, str] = field(default_factory=dict)
    counts: bool = True
    made_of: str | None = None


@dataclass(frozen=True)
class ListedRow:
    """A row behind a figure, what it adds, and where it stands."""

    office: str
    row_key: str
    adds: int | float
    place: RowPlace


@dataclass(frozen=True)
class FigureRows:
    """A figure by its name in a code, how many rows are behind it, and the first of them by office and key."""

    name: str
    measure: str | None
    dimensions: Mapping[str, str]
    total: int
    rows: tuple[ListedRow, ...]


@dataclass(frozen=True)
class KeyedRow:
    """A row by the table where it stands and what names it there, and what it adds."""

    source: str
    key: tuple[str, ...]
    adds: int | float = 1


@dataclass(frozen=True)
class KeyedRows:
    """A figure by its name in a code, how many rows are behind it, and the first of them."""

    name: str
    measure: str | None
    dimensions: Mapping[str, str]
    total: int
    rows: Sequence[KeyedRow]

    @property
    def column(self) -> str | None:
        """The column of the sheet that holds what is added, where there is one."""
        return self.measure and self.measure.removesuffix("_rp")


def keyed_rows(connection: Connection, families: Iterable[Family], marts: Mapping[str, Rows]) -> list[KeyedRows]:
    """The rows behind every figure of these families that has some, in their order. ``marts`` are the marts' rows from
    the same point of view.
    """
    measures = [
        _Measure.of(connection, family, measure, marts[family.mart])
        for family in families
        for measure in family.measures
    ]
    by_relation: dict[str, list[_Measure]] = defaultdict(list)
    for measure in measures:
        by_relation[str(measure.relation)].append(measure)
    looked_at = _LookedAt(connection)
    for several in by_relation.values():
        _find(connection, several, looked_at)
    return [figure for measure in measures for figure in measure.figures()]


def placed(connection: Connection, figures: Iterable[KeyedRows]) -> tuple[FigureRows, ...]:
    """The same with where each row stands. No figure goes without: they share the room that there is."""
    all_figures = list(figures)
    each = shared_out([figure.total for figure in all_figures])
    chosen = [(figure, figure.rows[: figure.total if figure.total <= MOST_ROWS else each]) for figure in all_figures]
    keys: dict[tuple[str, str | None], set[tuple[str, ...]]] = defaultdict(set)
    for figure, rows in chosen:
        for row in rows:
            keys[row.source, figure.column].add(row.key)
    places = {
        (source, column): files_of(connection, those)
        if source == SUBMISSION
        else places_of(connection, source, sorted(those), column)
        for (source, column), those in keys.items()
    }
    return tuple(
        FigureRows(
            figure.name,
            figure.measure,
            figure.dimensions,
            figure.total,
            tuple(
                ListedRow(row.key[0], row.key[1], row.adds, places[row.source, figure.column][row.key]) for row in rows
            ),
        )
        for figure, rows in chosen
    )


def shared_out(totals: Sequence[int]) -> int:
    """How many rows each figure lists that has more of them than are listed whole."""
    whole = sum(total for total in totals if total <= MOST_ROWS)
    longer = sum(1 for total in totals if total > MOST_ROWS)
    return max(1, min(MOST_ROWS, (MOST_IN_ALL - whole) // longer)) if longer else MOST_ROWS


@dataclass(frozen=True)
class _Measure:
    """A measure of a family: the rows that it is made of, what one of them adds, how many there are by cell, and those
    that were read.
    """

    family: Family
    name: str | None
    relation: FromClause
    adds: str
    totals: Mapping[Cell, int]
    rows: dict[Cell, list[KeyedRow]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, connection: Connection, family: Family, name: str | None, rows: Rows) -> _Measure:
        """A measure with how many rows each of its figures has: counts say it themselves."""
        described, relation = mart(family.mart), rows_behind(family.mart, name, family.made_of)
        adds = "1"
        if name is not None:
            adds = described.figures.columns[name].adds or (name if name in described.rows.columns else adds)
        totals: dict[Cell, int] = defaultdict(int)
        if family.counts:
            here = [row for row in rows if all(row[key] == value for key, value in family.only.items())]
            if name is None and not family.columns:
                totals[()] = len(here)
            else:
                for row in here:
                    totals[tuple(row[key] for key in family.columns)] += 1 if name is None else row[name] or 0
        else:
            columns = [sql_column(key) for key in family.columns]
            query = select(*columns, func.count()).select_from(relation).where(text(f"({adds}) <> 0"), *_only(family))
            told = {tuple(row[key] for key in family.columns) for row in rows}
            for *cell, count in connection.execute(query.group_by(*columns)).all():
                totals[tuple(cell)] = count if tuple(cell) in told else 0
        return cls(family, name, relation, adds, {cell: totals[cell] for cell in sorted(totals) if totals[cell]})

    def figures(self) -> Iterator[KeyedRows]:
        """Every figure with the first of its rows by office and key."""
        for cell, total in self.totals.items():
            dimensions = dict(zip(self.family.columns, cell, strict=True))
            yield KeyedRows(f"{MART}{self.family.mart}", self.name, dimensions, total, self.rows.get(cell, ()))

    @property
    def few(self) -> list[Cell]:
        """The figures that have few rows."""
        return [cell for cell, total in self.totals.items() if total <= MOST_ROWS]

    @property
    def of_few(self) -> ColumnElement[bool]:
        """Which rows stand behind those."""
        return and_(*_among(self.family.columns, self.few), text(f"({self.adds}) <> 0"), *_only(self.family))

    @property
    def has_more(self) -> bool:
        """Whether a figure has more rows than are listed."""
        return any(total > MOST_ROWS for total in self.totals.values())


def _among(columns: Sequence[str], cells: Iterable[Cell]) -> list[ColumnElement[bool]]:
    return [tuple_(*(sql_column(name) for name in columns)).in_(sorted(cells))] if columns else []


def _only(family: Family) -> list[ColumnElement[bool]]:
    return [sql_column(name) == value for name, value in family.only.items()]


@dataclass
class _LookedAt:
    """The first keys of tables in each office, each asked for once."""

    connection: Connection
    by_table: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def keys(self, name: str) -> list[tuple[str, str]]:
        """Office and key of those of the table ``dim_produk``; of months, those of the table of standing rows."""
        name = name.removesuffix(MONTHLY)
        if name not in self.by_table:
            by_point = "C" if self.connection.dialect.name == "postgresql" else "BINARY"
            office, key = sql_column("office"), sql_column("row_key")
            number = func.row_number().over(partition_by=office, order_by=collate(key, by_point))
            numbered = select(office, key, number.label("number")).select_from(table(name)).subquery()
            query = select(numbered.c.office, numbered.c.row_key).where(numbered.c.number <= LOOKED_AT)
            self.by_table[name] = sorted(self.connection.execute(query).tuples().all())
        return self.by_table[name]

    def of(self, names: Iterable[str]) -> ColumnElement[bool]:
        """Which rows have one of these tables' keys. Offices are named as well, since tables are ordered by them."""
        keys = [key for name in names for key in self.keys(name)]
        offices, row_keys = ({key[place] for key in keys} for place in (0, 1))
        return and_(sql_column("office", Text).in_(sorted(offices)), sql_column("row_key", Text).in_(sorted(row_keys)))


def _find(connection: Connection, measures: Sequence[_Measure], looked_at: _LookedAt) -> None:
    """Reads a mart's list for several measures, and gives each the rows that add to it: all of them where they are few,
    those that are looked at where they are more.
    """
    few = [measure for measure in measures if measure.few]
    if few:
        condition = or_(*(measure.of_few for measure in few))
        if len({measure.family.columns for measure in few}) == 1:
            # So that a database need not look at rows of other figures.
            cells = {cell for measure in few for cell in measure.few}
            condition = and_(*_among(few[0].family.columns, cells), condition)
        _take(connection, measures, condition, lambda total: 0 < total <= MOST_ROWS)
    if any(measure.has_more for measure in measures):
        condition = looked_at.of(mart(measures[0].family.mart).sources)
        _take(connection, measures, condition, lambda total: total > MOST_ROWS)


def _take(
    connection: Connection,
    measures: Sequence[_Measure],
    condition: ColumnElement[bool],
    is_meant: Callable[[int], bool],
) -> None:
    """Gives each measure the first rows by office and key that add to figures of so many rows; those that nobody asks
    for have none.
    """
    relation = measures[0].relation
    names = set(connection.execute(select("*").select_from(relation).limit(0)).keys())
    columns = dict.fromkeys(name for measure in measures for name in (*measure.family.columns, *measure.family.only))
    month = ["period"] if "period" in names else []
    query = select(
        *(sql_column(name) for name in ("source", "office", "row_key", *month)),
        *(sql_column(name).label(f"of_{name}") for name in columns),
        *(text(f"{measure.adds} AS adds_{number}") for number, measure in enumerate(measures)),
    )
    rows = connection.execute(query.select_from(relation).where(condition)).tuples().all()
    end = 3 + len(month)
    found = sorted(rows, key=itemgetter(*range(1, end)))
    place = {name: end + at for at, name in enumerate(columns)}
    for number, measure in enumerate(measures, start=end + len(columns)):
        wanted = {cell: measure.rows[cell] for cell, total in measure.totals.items() if is_meant(total)}
        cell_of = _picked([place[name] for name in measure.family.columns])
        for row in found:
            if row[number] and (mine := wanted.get(cell_of(row))) is not None and len(mine) < MOST_ROWS:
                key = row[1:end] if row[0].endswith(MONTHLY) else row[1:3]
                mine.append(KeyedRow(row[0], tuple(key), row[number]))


def _picked(places: Sequence[int]) -> Callable[[tuple], Cell]:
    """Gives the values of a row at these places."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda row: tuple(row[place] for place in places)
