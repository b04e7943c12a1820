"""How much of a checked submission's content is in force already, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, func, select

from schemas.period import Period
from schemas.result import CheckResult, SheetResult
from warehouse.contract_tables import BY_TITLE, SHEETS, SheetTables
from warehouse.engine import Warehouse
from warehouse.keys import row_keys
from warehouse.personal import masked_texts, public_frame
from warehouse.tables import in_force


@dataclass(frozen=True)
class Likeness:
    """Rows in force of a month (``before``) and rows of a submission (``now``), of the sheets that the latter holds,
    and how many are the ``same`` in key and content. Personal columns are not compared.
    """

    before: int
    now: int
    same: int

    @property
    def share(self) -> float:
        """The share of the same rows among all rows of the larger of the two; 0 where there are none."""
        return self.same / max(self.before, self.now, 1)


def likeness(warehouse: Warehouse, result: CheckResult, period: Period, least: float = 0) -> Likeness:
    """Compares a submission's accepted rows with those in force of its office and kind for a month. Where the numbers
    of rows alone keep the share below ``least``, no row is compared.
    """
    now = sum(len(sheet.accepted) for sheet in result.sheets.values())
    with warehouse.read() as connection:
        owners = _owners(connection, result, period)
        before = sum(_count(connection, title, owner) for title, owner in owners.items())
        if min(before, now) < least * max(before, now):
            return Likeness(before, now, 0)
        same = sum(
            len(_in_force(connection, SHEETS[sheet.sheet.table], owners[title]) & _coming(sheet))
            for title, sheet in result.sheets.items()
            if title in owners
        )
    return Likeness(before, now, same)


def _owners(connection: Connection, result: CheckResult, period: Period) -> dict[str, str]:
    """The submission whose statement is in force for the month, for each sheet that the submission holds."""
    live = select(in_force.c.sheet, in_force.c.submission_id).where(
        in_force.c.office == result.office,
        in_force.c.kind == result.kind,
        in_force.c.period == period,
        in_force.c.sheet.in_(list(result.sheets)),
        in_force.c.live_to.is_(None),
    )
    return {row.sheet: row.submission_id for row in connection.execute(live)}


def _count(connection: Connection, title: str, owner: str) -> int:
    batch = BY_TITLE[title].batch
    return connection.scalar(select(func.count()).where(batch.c.submission_id == owner)) or 0


def _in_force(connection: Connection, tables: SheetTables, owner: str) -> set[tuple[str, ...]]:
    batch = tables.batch
    columns = [batch.c[name] for name in ("row_key", *tables.public_columns)]
    return {_texts(row) for row in connection.execute(select(*columns).where(batch.c.submission_id == owner))}


def _coming(sheet: SheetResult) -> set[tuple[str, ...]]:
    tables: SheetTables = SHEETS[sheet.sheet.table]
    frame = public_frame(tables, sheet.accepted, masked_texts(tables, sheet.accepted)).reindex(
        columns=list(tables.public_columns)
    )
    columns = [row_keys(sheet.sheet, sheet.accepted), *(frame[name] for name in frame)]
    return {_texts(row) for row in zip(*(column.tolist() for column in columns), strict=True)}


def _texts(row: Iterable[Any]) -> tuple[str, ...]:
    """A row's values as text, the same from a frame and from either database."""
    return tuple(map(_text, row))


def _text(value: Any) -> str:
    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, date):  # a Timestamp, too
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
