"""Questions that the rest of the product asks the warehouse. Frames hold Python values, None for nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd
from sqlalchemy import Connection, Select, func, select

from schemas import kinds
from schemas.context import Stated
from schemas.period import Period
from warehouse.contract_tables import DIMENSIONS, SHEETS, SheetTables
from warehouse.engine import Warehouse
from warehouse.orphans import keys_that_would_go
from warehouse.reference_tables import dim_office
from warehouse.state import State
from warehouse.submissions import Submission, as_submission, select_submissions
from warehouse.tables import (
    in_force,
    quarantine,
    submission,
    submission_column,
    submission_event,
    submission_sheet,
)


@dataclass(frozen=True)
class SheetCounts:
    """How many rows of a sheet were sent, accepted, quarantined, and skipped as no data."""

    sheet: str
    rows: int
    accepted: int
    quarantined: int
    skipped: int


@dataclass(frozen=True)
class PeriodStatus:
    """Where an office stands for a period: its newest submission with counts, and those in force (``live``), oldest
    first. There are several where each has sheets of its own in force. ``period`` is None for submissions whose period
    could not be read.
    """

    office: str
    period: Period | None
    newest: Submission
    counts: tuple[SheetCounts, ...]
    live: tuple[Submission, ...]

    @property
    def in_force(self) -> Submission | None:
        """The last received of those in force."""
        return self.live[-1] if self.live else None


@dataclass(frozen=True)
class Event:
    """One audit row. The same state twice means that something other than the state changed (taken out of force, put
    back).
    """

    from_state: str | None
    to_state: str
    at: datetime
    who: str
    why: str


def status(
    warehouse: Warehouse, *, offices: Collection[str] | None = None, periods: Collection[str] | None = None
) -> list[PeriodStatus]:
    """The status of each office and period with a submission, by office, newest period first. A submission in the wrong
    inbox appears only where its office sent nothing itself.
    """
    query = _narrowed(select_submissions(), offices, periods)
    with warehouse.read() as connection:
        submissions = [as_submission(row) for row in connection.execute(query)]
        submissions.sort(key=lambda entry: entry.belongs_to is None)
        newest = {(entry.office, entry.period): entry for entry in submissions}  # oldest first: the newest stays
        counts = _counts(connection, [entry.id for entry in newest.values()])
    live: dict[tuple[str, str | None], list[Submission]] = {}
    for entry in submissions:
        if entry.in_force:
            live.setdefault((entry.office, entry.period), []).append(entry)
    period_statuses = [
        PeriodStatus(office, period, newest_one, counts.get(newest_one.id, ()), tuple(live.get((office, period), ())))
        for (office, period), newest_one in newest.items()
    ]
    period_statuses.sort(key=lambda entry: entry.period or "", reverse=True)
    return sorted(period_statuses, key=lambda entry: entry.office)


def office_names(warehouse: Warehouse) -> dict[str, str]:
    """The name of every office that the contract knows, by its code."""
    with warehouse.read() as connection:
        return {row.code: row.name for row in connection.execute(select(dim_office.c.code, dim_office.c.name))}


def live_submissions(
    warehouse: Warehouse, *, offices: Collection[str] | None = None, periods: Collection[str] | None = None
) -> list[Submission]:
    """The submissions in force, wholly or in part, oldest first."""
    query = _narrowed(select_submissions(), offices, periods)
    live = select(in_force.c.submission_id).where(in_force.c.live_to.is_(None))
    with warehouse.read() as connection:
        return [as_submission(row) for row in connection.execute(query.where(submission.c.id.in_(live)))]


def misplaced_submissions(warehouse: Warehouse) -> list[Submission]:
    """The submissions that came into another office's inbox than the one that their cover names, oldest first."""
    with warehouse.read() as connection:
        rows = connection.execute(select_submissions().where(submission.c.belongs_to.is_not(None)))
        return [as_submission(row) for row in rows]


def submissions_named(warehouse: Warehouse, sign: str) -> list[Submission]:
    """The submissions whose number or whose file's SHA-256 begins with this text, oldest first."""
    is_named = submission.c.id.startswith(sign, autoescape=True) | submission.c.sha256.startswith(sign, autoescape=True)
    with warehouse.read() as connection:
        return [as_submission(row) for row in connection.execute(select_submissions().where(is_named))]


def sheet_counts(warehouse: Warehouse, submission_id: str) -> tuple[SheetCounts, ...]:
    """The counts of each data sheet of a checked submission."""
    with warehouse.read() as connection:
        return _counts(connection, [submission_id]).get(submission_id, ())


def located_columns(warehouse: Warehouse, submission_id: str) -> dict[str, frozenset[str]]:
    """The contract's columns that a checked submission has, by the sheet's title."""
    table = submission_column
    query = select(table.c.sheet, table.c.column_name).where(table.c.submission_id == submission_id)
    column_names: dict[str, set[str]] = {}
    with warehouse.read() as connection:
        for sheet, column in connection.execute(query):
            column_names.setdefault(sheet, set()).add(column)
    return {sheet: frozenset(columns) for sheet, columns in column_names.items()}


def events(warehouse: Warehouse, submission_id: str) -> list[Event]:
    """The audit trail of a submission, oldest first."""
    table = submission_event
    query = (
        select(*(table.c[name] for name in Event.__dataclass_fields__))
        .where(table.c.submission_id == submission_id)
        .order_by(table.c.id)
    )
    with warehouse.read() as connection:
        return [Event(*row) for row in connection.execute(query)]


def quarantined(warehouse: Warehouse, submission_id: str) -> pd.DataFrame:
    """The quarantined rows of a submission: ``sheet``, ``row``, ``row_key``, ``raw`` (JSON, with personal data)."""
    columns = [quarantine.c[name] for name in ("sheet", "row", "row_key", "raw")]
    query = select(*columns).where(quarantine.c.submission_id == submission_id)
    return read_frame(warehouse, query.order_by(quarantine.c.sheet, quarantine.c.row))


def known_keys(warehouse: Warehouse, table: str, office: str | None = None) -> set[str]:
    """The keys in force of a sheet whose key is one column (``umkm``, ``produk``, ``mitra``), of one office or
    of all.
    """
    current = SHEETS[table].current
    query = select(current.c.row_key)
    if office is not None:
        query = query.where(current.c.office == office)
    with warehouse.read() as connection:
        return set(connection.scalars(query))


def keys_in_force(warehouse: Warehouse, stated: Stated | None = None) -> dict[str, frozenset[str]]:
    """The keys that references may name, by the sheet's title: the keys in force of every office. For a workbook that
    states these sheets, the keys that only the replaced statement has are left out.
    """
    in_force_keys = {SHEETS[table].sheet.title: known_keys(warehouse, table) for table in sorted(DIMENSIONS)}
    if stated is not None:
        with warehouse.read() as connection:
            for title in set(stated.sheets) & in_force_keys.keys():
                in_force_keys[title] -= keys_that_would_go(connection, stated, title)
    return {title: frozenset(keys) for title, keys in in_force_keys.items()}


def last_checked_at(warehouse: Warehouse, identifier: str) -> datetime | None:
    """When the last check of a submission was stored."""
    mine = (submission_event.c.submission_id == identifier) & (submission_event.c.to_state == State.CHECKED)
    with warehouse.read() as connection:
        return connection.scalar(
            select(submission_event.c.at).where(mine).order_by(submission_event.c.id.desc()).limit(1)
        )


def checked_on(warehouse: Warehouse, submission_id: str) -> date | None:
    """The day that counted as today in the submission's check; None when it was not checked."""
    with warehouse.read() as connection:
        day = connection.scalar(select(submission.c.checked_on).where(submission.c.id == submission_id))
    return date.fromisoformat(day) if day else None


def template_rows(warehouse: Warehouse, office: str) -> dict[str, pd.DataFrame]:
    """The contents of an office's template, by sheet title: its businesses and products, buyers or requirements as they
    stand; contract columns and ``<name>_status``, by key. Sheets without rows are left out.

    Personal columns are there, except NIK, which the warehouse does not know. Places are codes, licences numbers.
    """
    required = [tables for tables in SHEETS.values() if tables.sheet.required]
    frames = {tables.sheet.title: read_frame(warehouse, _with_personal(tables, office)) for tables in required}
    return {title: frame for title, frame in frames.items() if len(frame)}


def _with_personal(tables: SheetTables, office: str) -> Select:
    current, personal = tables.current, tables.personal
    columns = []
    for column in tables.sheet.columns:
        apart = personal is not None and column.name in personal.c
        if apart and column.name in current.c:  # an NPWP stands in one of the two
            columns.append(func.coalesce(personal.c[column.name], current.c[column.name]).label(column.name))
        elif apart:
            columns.append(personal.c[column.name])
        elif not isinstance(column.kind, kinds.Nik):
            columns.append(current.c[column.name])
        if column.has_status:
            columns.append(current.c[f"{column.name}_status"])
    source = current
    if personal is not None:
        same = (personal.c.submission_id == current.c.submission_id) & (personal.c.row_key == current.c.row_key)
        source = current.outerjoin(personal, same)
    return select(*columns).select_from(source).where(current.c.office == office).order_by(current.c.row_key)


def read_frame(warehouse: Warehouse, query: Select) -> pd.DataFrame:
    """The rows of a query as a frame of Python values."""
    with warehouse.read() as connection:
        result = connection.execute(query)
        return pd.DataFrame(result.all(), columns=list(result.keys()), dtype=object)


def _narrowed(query: Select, offices: Collection[str] | None, periods: Collection[str] | None) -> Select:
    if offices is not None:
        query = query.where(submission.c.office.in_(offices))
    if periods is not None:
        query = query.where(submission.c.period.in_(periods))
    return query


def _counts(connection: Connection, submission_ids: Collection[str]) -> dict[str, tuple[SheetCounts, ...]]:
    table = submission_sheet
    query = select(
        table.c.submission_id,
        table.c.sheet,
        table.c.rows,
        table.c.accepted_rows,
        table.c.quarantined_rows,
        table.c.skipped_rows,
    ).where(table.c.submission_id.in_(submission_ids))
    counts_by_submission: dict[str, list[SheetCounts]] = {}
    for submission_id, *counts in connection.execute(query):
        counts_by_submission.setdefault(submission_id, []).append(SheetCounts(*counts))
    order = [tables.sheet.title for tables in SHEETS.values()]
    return {
        identifier: tuple(sorted(counts, key=lambda c: order.index(c.sheet)))
        for identifier, counts in counts_by_submission.items()
    }
