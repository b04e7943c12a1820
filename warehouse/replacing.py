"""What a submission replaces: its office's rows in force before and after, by sheet, and the keys that go.

Everybody who tells of a replacement (form, page, command, letter, answer) asks here, so that all say the same. Which
statements give way is written once, in ``_statements``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, Connection, Row, func, select

from warehouse.contract_tables import BY_TITLE, SheetTables, in_contract_order, tables_of_kind
from warehouse.engine import Warehouse
from warehouse.errors import UnknownSubmission
from warehouse.mentions import Missing, missing, stated_keys
from warehouse.statements import counted_after, covered_sheets
from warehouse.tables import in_force, statement, submission, submission_sheet


@dataclass(frozen=True)
class SheetReplacement:
    """Rows of a sheet in force before and after. ``gone`` counts keys that were in force and that the new statement
    does not mention, ``held`` those whose rows it holds back; ``gone_keys`` are the former, in words. Both counts are
    None where the new keys are not known yet.
    """

    sheet: str
    before: int
    after: int
    gone: int | None = None
    held: int | None = None
    gone_keys: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Replacement:
    """What comes into force in one place (office, kind and period) and what gives way to it, the oldest first.

    ``comes`` is None where nothing does. ``overtaken`` are the sheets that it holds for which a later received
    statement was in force already. ``sheets`` are those that either of the two states, in contract order.
    """

    comes: str | None
    goes: tuple[str, ...]
    sheets: tuple[SheetReplacement, ...]
    overtaken: tuple[str, ...] = field(default=(), compare=False)

    @property
    def before(self) -> int:
        """Rows in force before, over all sheets."""
        return sum(sheet.before for sheet in self.sheets)

    @property
    def after(self) -> int:
        """Rows in force after, over all sheets."""
        return sum(sheet.after for sheet in self.sheets)

    @property
    def gone(self) -> int | None:
        """Keys that are not mentioned any more, over all sheets; None where that is not known."""
        return _sum(sheet.gone for sheet in self.sheets)

    @property
    def held(self) -> int | None:
        """Keys whose rows are held back, over all sheets; None where that is not known."""
        return _sum(sheet.held for sheet in self.sheets)


Keys = Mapping[str, Collection[str]]
"""Row keys by the sheet's table (``umkm``)."""


def would_replace(warehouse: Warehouse, submission_id: str, keys: Keys | None = None) -> Replacement | None:
    """What would give way if the submission's good rows came into force now; None when its kind or period is unknown.

    ``keys`` are those of the rows that would be loaded, for a submission that is not loaded yet; without them ``gone``
    and ``held`` are unknown. Raises UnknownSubmission.
    """
    with warehouse.read() as connection:
        place = _place(connection, submission_id)
        if place.kind is None or place.period is None:
            return None
        spoken = covered_sheets(place.kind, place.contract, place.only_sheet)
        sheets = set(spoken) - counted_after(connection, place, spoken).keys()
        goes = _statements(connection, place, sheets, in_force.c.live_to.is_(None))
        return _compare(connection, place.kind, submission_id, goes, keys)


def has_replaced(warehouse: Warehouse, submission_id: str) -> Replacement | None:
    """What gave way when the submission first came into force; None when it never did. Raises UnknownSubmission."""
    mine = in_force.c.submission_id == submission_id
    with warehouse.read() as connection:
        place = _place(connection, submission_id)
        at = connection.scalar(select(func.min(in_force.c.live_from)).where(mine))
        if at is None:
            return None
        sheets_that_came = set(connection.scalars(select(in_force.c.sheet).where(mine, in_force.c.live_from == at)))
        unstated = select(statement.c.sheet).where(statement.c.submission_id == submission_id, ~statement.c.stated)
        goes = _statements(
            connection, place, sheets_that_came.union(connection.scalars(unstated)), in_force.c.live_to == at
        )
        held = connection.scalars(
            select(statement.c.sheet).where(statement.c.submission_id == submission_id, statement.c.stated)
        )
        overtaken = in_contract_order(set(held) - sheets_that_came)
        return replace(_compare(connection, place.kind, submission_id, goes, None), overtaken=overtaken)


def _place(connection: Connection, submission_id: str) -> Row:
    names = ("id", "office", "kind", "period", "contract", "only_sheet", "received_at", "attempt")
    columns = [submission.c[name] for name in names]
    row = connection.execute(select(*columns).where(submission.c.id == submission_id)).one_or_none()
    if row is None:
        raise UnknownSubmission(submission_id)
    return row


def _statements(
    connection: Connection, place: Row, sheets: Collection[str], ended: ColumnElement[bool]
) -> dict[str, list[str]]:
    """The submission whose statement of each of these sheets gives way in this place, by the sheet's table. It is in
    force now, or ceased to be at a moment (``ended``). A submission never gives way to itself.
    """
    query = select(in_force.c.sheet, in_force.c.submission_id).where(
        in_force.c.office == place.office,
        in_force.c.kind == place.kind,
        in_force.c.period == place.period,
        in_force.c.submission_id != place.id,
        in_force.c.sheet.in_(sheets),
        ended,
    )
    submissions: dict[str, list[str]] = {BY_TITLE[sheet].sheet.table: [] for sheet in sheets}
    for row in connection.execute(query.order_by(in_force.c.live_from)):
        submissions[BY_TITLE[row.sheet].sheet.table].append(row.submission_id)
    return submissions


def _compare(
    connection: Connection, kind: str, comes: str | None, goes: Mapping[str, Sequence[str]], keys: Keys | None
) -> Replacement:
    sheets = []
    for tables in tables_of_kind(kind):
        if tables.sheet.table not in goes:
            continue  # another's statement of it counts
        giving_way = goes[tables.sheet.table]
        before = _rows(connection, tables, giving_way)
        after = _rows(connection, tables, [comes] if comes else [])
        if before or after:
            lost = _lost(connection, tables, comes, giving_way, keys)
            lost_counts = (lost.gone, lost.held, lost.keys) if lost else (None, None)
            sheets.append(SheetReplacement(tables.sheet.title, before, after, *lost_counts))
    everybody = dict.fromkeys(identifier for giving_way in goes.values() for identifier in giving_way)
    return Replacement(comes, tuple(everybody), tuple(sheets))


def _rows(connection: Connection, tables: SheetTables, submissions: Sequence[str]) -> int:
    """Accepted rows of the sheet: those that are loaded, or would be."""
    query = select(func.sum(submission_sheet.c.accepted_rows)).where(
        submission_sheet.c.submission_id.in_(submissions), submission_sheet.c.sheet == tables.sheet.title
    )
    return int(connection.scalar(query) or 0)


def _lost(
    connection: Connection, tables: SheetTables, comes: str | None, goes: Sequence[str], keys: Keys | None
) -> Missing | None:
    """The keys in force that will be gone; None while nobody knows what comes."""
    before = stated_keys(connection, tables, goes)
    if not before:
        return Missing(0, 0)
    coming = [comes] if comes else []
    if keys is not None:
        after = set(keys.get(tables.sheet.table, ()))
    elif comes and not _is_loaded(connection, comes):
        return None
    else:
        after = stated_keys(connection, tables, coming)
    return missing(connection, tables, before, after, coming)


def _is_loaded(connection: Connection, submission_id: str) -> bool:
    loaded = select(submission.c.loaded_at).where(submission.c.id == submission_id)
    return connection.scalar(loaded) is not None


def _sum(counts: Iterable[int | None]) -> int | None:
    total = 0
    for count in counts:
        if count is None:
            return None
        total += count
    return total
