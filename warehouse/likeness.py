"""How much of what a checked submission says is in force already, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from schemas.result import CheckResult, SheetResult
from warehouse.contract_tables import SHEETS, SheetTables
from warehouse.engine import Warehouse
from warehouse.keys import row_keys
from warehouse.personal import public_frame
from warehouse.tables import in_force


@dataclass(frozen=True)
class Likeness:
    """Rows in force of a month (``before``) and rows of a submission (``now``), of the sheets that the latter holds; how many
    are the ``same`` in key and content. Personal columns are not compared.
    """

    before: int
    now: int
    same: int

    @property
    def share(self) -> float:
        """Of all rows of the larger of the two, those that are the same; 0 where there are none."""
        return self.same / max(self.before, self.now, 1)


def likeness(warehouse: Warehouse, result: CheckResult, period: str) -> Likeness:
    """A submission's accepted rows beside those in force of its office and kind for a month."""
    before = now = same = 0
    with warehouse.read() as connection:
        for sheet in result.sheets.values():
            stands = _in_force(connection, result, sheet, period)
            comes = _coming(sheet)
            before, now = before + len(stands), now + len(comes)
            same += len(stands & comes)
    return Likeness(before, now, same)


def _in_force(connection: Connection, result: CheckResult, sheet: SheetResult, period: str) -> set[tuple[str, ...]]:
    tables = SHEETS[sheet.sheet.table]
    batch = tables.batch
    live = select(in_force.c.submission_id).where(
        in_force.c.office == result.office,
        in_force.c.kind == result.kind,
        in_force.c.period == period,
        in_force.c.sheet == sheet.sheet.title,
        in_force.c.live_to.is_(None),
    )
    owner = connection.scalar(live)
    if owner is None:
        return set()
    columns = [batch.c[name] for name in ("row_key", *tables.public_columns)]
    return {_texts(row) for row in connection.execute(select(*columns).where(batch.c.submission_id == owner))}


def _coming(sheet: SheetResult) -> set[tuple[str, ...]]:
    tables: SheetTables = SHEETS[sheet.sheet.table]
    frame = public_frame(tables, sheet.accepted)
    columns = [row_keys(sheet.sheet, sheet.accepted), *(frame[name] for name in tables.public_columns)]
    return {_texts(row) for row in zip(*(column.tolist() for column in columns), strict=True)}


def _texts(row: Iterable[Any]) -> tuple[str, ...]:
    """A row's values as text, the same whether they come from a frame or from either database."""
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
