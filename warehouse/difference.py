"""What changed in a mart between two points of view, and by which submission, withdrawal or passing of time.

Each row behind a figure adds something to it from either point of view. The difference is put down to one cause alone,
so the causes of a figure sum to its difference by construction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from operator import itemgetter, ne, sub
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, text

from schemas.period import Period
from warehouse.both import both_entered, of_both
from warehouse.collection import no_collection
from warehouse.contract_tables import SHEETS
from warehouse.corrections.moments import Moments, correction_moments, corrections_acting
from warehouse.engine import Warehouse
from warehouse.mart_reading import described_mart, mart_rows
from warehouse.marts.description import Mart
from warehouse.narrowing import add_keys, differing_rows
from warehouse.point_of_view import PointOfView, default_point, keep_views, seen_from, with_temporary
from warehouse.tables import in_force, submission

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Cause:
    """The cause of a part of a difference: ``submission``, ``correction`` (of a row of ``submission``), ``withdrawal``,
    ``carried`` (time passed and nothing newer was stated) or ``rule``. ``rows`` counts the rows that changed by it.
    """

    cause: str
    office: str | None
    submission: str | None
    period: Period | None
    rows: int
    delta: int | float


@dataclass(frozen=True)
class Change:
    """A figure that differs: the grain's values, the measure, both values, and the causes (of an additive measure)."""

    grain: Mapping[str, Any]
    measure: str
    before: int | float
    after: int | float
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Difference:
    """All figures of a mart that differ between two points of view."""

    mart: Mart
    before: PointOfView
    after: PointOfView
    changes: tuple[Change, ...]


def difference(warehouse: Warehouse, name: str, before: PointOfView, after: PointOfView) -> Difference:
    """What changed in a mart. Raises WarehouseError for an unknown one."""
    read = described_mart(name)
    shown = {"sheets": read.sheets, "kept": read.kept}
    with both_entered(
        (looking_from(warehouse, before, **shown), looking_from(warehouse, after, **shown))
    ) as connections:
        return difference_between(warehouse, connections, name, (before, after))


def difference_between(
    warehouse: Warehouse, connections: tuple[Connection, Connection], name: str, points: tuple[PointOfView, PointOfView]
) -> Difference:
    """The same between two connections that look from these points already; once for each pair of connections."""
    described = described_mart(name)
    with no_collection():
        looks = _looks(connections, described, points)
        changes = tuple(_changes(described, *looks, _received(warehouse), correction_moments(warehouse)))
    return Difference(described, *points, changes)


@contextmanager
def looking_from(
    warehouse: Warehouse, point: PointOfView, sheets: Collection[str] | None = None, kept: Collection[str] = ()
) -> Iterator[Connection]:
    """A connection that shows a point of view (the rows of these ``sheets``), and in which keys may be laid down.
    ``kept`` are views that are computed once.
    """
    with warehouse.read() as connection:
        live = point == default_point(connection)
    if not live:
        with seen_from(warehouse, point, sheets, kept) as connection:
            yield connection
        return
    with with_temporary(warehouse) as connection:
        keep_views(connection, kept)
        yield connection


class _Standing(NamedTuple):
    """The submission whose row stands under a key, how the row stands, and which corrections act on it."""

    submission: str
    keadaan: str | None
    corrections: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Look:
    """A mart from one point of view: its figures by grain; what each row adds, by the row's and the figure's grain; the
    standing rows, by table; each office's newest statement, by sheet; when each statement came in force; the
    corrections that act on any row of an office's sheet.
    """

    point: PointOfView
    figures: Mapping[Key, Mapping[str, Any]]
    added: Mapping[Key, tuple]
    standing: Mapping[str, Mapping[tuple[str, str], _Standing]]
    newest: Mapping[tuple[str, str], str]
    came: Mapping[tuple[str, str], datetime]
    acting: Mapping[tuple[str, str], frozenset[int]]


def _looks(
    connections: tuple[Connection, Connection], described: Mart, points: tuple[PointOfView, PointOfView]
) -> tuple[_Look, _Look]:
    """Both looks; of rows that add the same from both, nothing is kept."""
    figures = described.figures
    adds = [f"COALESCE({figures.columns[measure].adds}, 0)" for measure in described.measures]
    keys = _keys(described)
    columns = [*(f"r.{name}" for name in keys), *adds]
    differing = differing_rows(connections, described, columns) if described.measures else ({}, {})
    end = len(keys)
    added = [{row[:end]: row[end:] for row in rows} for rows in differing]
    naming = _picked(keys, _naming(described))
    named = set(map(naming, chain(*added)))

    def look(side: tuple[Connection, PointOfView, dict[Key, tuple]]) -> _Look:
        connection, point, added_here = side
        shown = {tuple(row[name] for name in figures.grain): row for row in mart_rows(connection, described)}
        standing = _standing(connection, described, named)
        acting = corrections_acting(connection)
        return _Look(point, shown, added_here, standing, _newest(connection), _came(connection), acting)

    before, after = zip(connections, points, added, strict=True)
    return of_both(look, (before, after))


def _keys(described: Mart) -> list[str]:
    """The columns that say which row it is and which figure it adds to."""
    return list(dict.fromkeys((*described.rows.grain, *described.figures.grain)))


def _naming(described: Mart) -> list[str]:
    """The columns that name the row of a table: what it was changed by is the same in every figure."""
    return [name for name in described.rows.grain if name in ("source", "office", "row_key", "period")]


def _picked(columns: Sequence[str], names: Sequence[str]) -> Callable[[Key], Key]:
    """Gives of a row with these columns the values of those with these names."""
    places = [columns.index(name) for name in names]
    return itemgetter(*places) if len(places) > 1 else lambda row: tuple(row[place] for place in places)


def _is_asked_for(described: Mart, source: str) -> bool:
    """Whether the rows of a source stand for themselves: those of single months only where a mart's rows say which
    month.
    """
    return "period" in described.rows.grain or not source.endswith("_bulanan")


def _standing(
    connection: Connection, described: Mart, named: Collection[Key]
) -> dict[str, dict[tuple[str, str], _Standing]]:
    """What stands under these names of rows of the mart, by source."""
    standing = {}
    for source in described.sources:
        if not _is_asked_for(described, source):
            continue
        monthly = source.endswith("_bulanan")
        names = ["office", "row_key", *(["period"] if monthly else [])]
        keys = set(map(_picked(_naming(described), names), (row for row in named if row[0] == source)))
        if keys:
            add_keys(connection, f"kunci_beda_{source}", names, keys)
            standing[source] = _standing_of(connection, source, names)
    return standing


def _standing_of(connection: Connection, source: str, names: Sequence[str]) -> dict[tuple[str, str], _Standing]:
    monthly = "period" in names
    keadaan = "s.keadaan" if not monthly and _tables_named(source).has_standing else "NULL"
    key = "s.row_key || '|' || s.period" if monthly else "s.row_key"
    same = " AND ".join(f"s.{name} = k.{name}" for name in names)
    query = text(
        f"SELECT s.office, {key}, s.submission_id, {keadaan} "  # noqa: S608
        f"FROM kunci_beda_{source} k CROSS JOIN {source} s WHERE {same}"
    )
    standing = {(row[0], row[1]): _Standing(row[2], row[3]) for row in connection.execute(query)}
    title = _tables_named(source).sheet.title
    acting = text(
        f"SELECT s.office, {key}, x.correction_id FROM kunci_beda_{source} k CROSS JOIN {source} s "  # noqa: S608
        f"INNER JOIN corrected_cell x ON x.submission_id = s.submission_id AND x.row_key = s.row_key WHERE {same} "
        "AND x.sheet = :title"
    )
    for office, row_key, number in connection.execute(acting, {"title": title}):
        row = standing[office, row_key]
        standing[office, row_key] = row._replace(corrections=row.corrections | {number})
    return standing


def _tables_named(name: str):
    return next(tables for tables in SHEETS.values() if tables.current.name == name.removesuffix("_bulanan"))


def _newest(connection: Connection) -> dict[tuple[str, str], str]:
    query = text("SELECT office, sheet, submission_id FROM pernyataan_berlaku ORDER BY period")  # the last one stays
    return {(row.office, row.sheet): row.submission_id for row in connection.execute(query)}


def _came(connection: Connection) -> dict[tuple[str, str], datetime]:
    """Since when each submission's sheet is in force from this connection's point of view."""
    query = select(in_force.c.submission_id, in_force.c.sheet, in_force.c.live_from)
    point = text("in_force.live_from <= (SELECT known_on FROM sudut_pandang)")
    rows = connection.execute(query.where(point).order_by(in_force.c.live_from))  # the last one stays
    return {(row.submission_id, row.sheet): row.live_from for row in rows}


@dataclass(frozen=True)
class _Received:
    order: int
    office: str
    period: Period | None


def _received(warehouse: Warehouse) -> dict[str, _Received]:
    columns = submission.c
    query = select(columns.id, columns.office, columns.period).order_by(
        columns.received_at, columns.attempt, columns.id
    )
    with warehouse.read() as connection:
        return {row.id: _Received(at, row.office, row.period) for at, row in enumerate(connection.execute(query))}


def _changes(
    described: Mart, before: _Look, after: _Look, received: Mapping[str, _Received], moments: Moments
) -> Iterator[Change]:
    causes = _causes(described, before, after, received, moments)
    measures = described.measures
    for key in dict.fromkeys([*before.figures, *after.figures]):
        old, new = before.figures.get(key, {}), after.figures.get(key, {})
        grain = dict(zip(described.figures.grain, key, strict=True))
        for name, column in described.figures.columns.items():
            if name in grain or column.type not in ("integer", "number", "rupiah"):
                continue
            was, now = old.get(name) or 0, new.get(name) or 0
            if was != now:
                why = causes.get((key, measures.index(name)), ()) if name in measures else ()
                yield Change(grain, name, was, now, tuple(why))


def _causes(
    described: Mart, before: _Look, after: _Look, received: Mapping[str, _Received], moments: Moments
) -> dict[tuple[Key, int], list[Cause]]:
    """By figure and the measure's place: what each cause adds to it."""
    keys = _keys(described)
    naming, figure = _picked(keys, _naming(described)), _picked(keys, described.figures.grain)
    nothing = (0,) * len(described.measures)
    causes = {
        row: _cause(described, row, before, after, received, moments)
        for row in dict.fromkeys(map(naming, chain(before.added, after.added)))
    }
    alike: dict[tuple[Key, _Named], list[tuple[tuple, tuple]]] = defaultdict(list)
    for key in dict.fromkeys(chain(before.added, after.added)):
        sides = before.added.get(key, nothing), after.added.get(key, nothing)
        alike[figure(key), causes[naming(key)]].append(sides)
    by_figure: dict[tuple[Key, int], list[Cause]] = defaultdict(list)
    for (figure_key, cause), sides_of_rows in sorted(alike.items(), key=_in_order):
        all_before, all_after = zip(*sides_of_rows, strict=True)
        measures = zip(zip(*all_before, strict=True), zip(*all_after, strict=True), strict=True)
        for place, (was, now) in enumerate(measures):
            if rows := sum(map(ne, was, now)):
                by_figure[figure_key, place].append(Cause(*cause, rows=rows, delta=sum(map(sub, now, was))))
    return by_figure


def _in_order(entry: tuple[tuple[Key, _Named], Any]) -> str:
    return repr(entry[0][1])


_Named = tuple[str, str | None, str | None, str | None]
"""A cause without its numbers: kind, office, submission, period."""


def _cause(
    described: Mart, row: Key, before: _Look, after: _Look, received: Mapping[str, _Received], moments: Moments
) -> _Named:
    """The cause of a row's newer state: the row itself, else the newest statement of something that it reads."""
    source, office, row_key = row[:3]
    values = dict(zip(_naming(described), row, strict=True))
    key = (office, f"{row_key}|{values['period']}" if "period" in values else row_key)
    was, now = (look.standing.get(source, {}).get(key) for look in (before, after))
    if was and now:
        corrected_at = moments.newest(was.corrections, now.corrections, after.point.known_on)
        if corrected_at and _is_later(corrected_at, source, was, now, after):
            return _corrected(now.submission, received)
    if was and now and was.submission != now.submission:
        return _moved(was.submission, now.submission, received)
    if now and not was:
        return _moved(None, now.submission, received)
    if was and not now:
        return _moved(was.submission, None, received)
    for sheet in described.reads:
        cause = _by_statement(sheet, office, before, after, received) or _by_correction(
            sheet, office, before, after, moments
        )
        if cause:
            return cause
    period = after.point.period
    return ("carried", office, None, period) if before.point.period != period else ("rule", office, None, period)


def _by_statement(
    sheet: str, office: str, before: _Look, after: _Look, received: Mapping[str, _Received]
) -> _Named | None:
    """The newest statement about a sheet, where it has changed: of the row's office, or of others where that has
    none.
    """
    places = [place for place in dict.fromkeys([*before.newest, *after.newest]) if place[1] == sheet]
    own = [place for place in places if place[0] == office]
    for place in own or places:
        was, now = before.newest.get(place), after.newest.get(place)
        if was != now:
            return _moved(was, now, received)
    return None


def _is_later(corrected_at: datetime, source: str, was: _Standing, now: _Standing, after: _Look) -> bool:
    """Whether the row's newer state came about by the correction, and not by a statement that came after it."""
    came = after.came.get((now.submission, _tables_named(source).sheet.title))
    return was.submission == now.submission or came is None or corrected_at > came


def _by_correction(sheet: str, office: str, before: _Look, after: _Look, moments: Moments) -> _Named | None:
    """A correction of a sheet that was entered or ended in between: of the row's office, or of others where that has
    none.
    """
    places = [place for place in {**before.acting, **after.acting} if place[1] == sheet]
    for place in [place for place in places if place[0] == office] or sorted(places):
        acting = [look.acting.get(place, frozenset()) for look in (before, after)]
        if moments.newest(*acting, after.point.known_on):
            submission = after.newest.get(place)
            return ("correction", place[0], submission, after.point.period)
    return None


def _corrected(submission_id: str, received: Mapping[str, _Received]) -> _Named:
    """A correction of a row of this submission."""
    stated = received[submission_id]
    return ("correction", stated.office, submission_id, stated.period)


def _moved(was: str | None, now: str | None, received: Mapping[str, _Received]) -> _Named:
    """The submission that came, or the one that went; it went when what stands now was received before it."""
    went = was is not None and (now is None or received[now].order < received[was].order)
    identifier = was if went else now
    assert identifier is not None
    mover = received[identifier]
    return ("withdrawal" if went else "submission", mover.office, identifier, mover.period)
