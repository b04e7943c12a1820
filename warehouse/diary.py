"""When regular work was last done, and how large everything was: for watching over the home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, func, insert, select

from warehouse.engine import Warehouse
from warehouse.tables import home_key, regular_work, size_seen


class Work(StrEnum):
    """Regular work that somebody waits for."""

    CONSOLIDATION = "consolidation"
    BACKUP = "backup"


@dataclass(frozen=True)
class LastDone:
    """When the work was last done. ``place`` is the folder of a backup. ``error`` says what was wrong, None when all
    is well.
    """

    at: datetime
    place: str | None
    error: str | None


def record_done(warehouse: Warehouse, work: Work, *, place: str | None = None, error: str | None = None) -> None:
    """Records that this work was done just now."""

    def record(connection: Connection) -> None:
        connection.execute(delete(regular_work).where(regular_work.c.work == work))
        values = {"work": work, "at": warehouse.now(), "place": place, "error": error}
        connection.execute(insert(regular_work).values(values))

    warehouse.run(record)


def last_done(warehouse: Warehouse, work: Work) -> LastDone | None:
    """When this work was last done; None when it never was."""
    table = regular_work
    with warehouse.read() as connection:
        query = select(table.c.at, table.c.place, table.c.error).where(table.c.work == work)
        row = connection.execute(query).one_or_none()
    return LastDone(*row) if row else None


def began_at(warehouse: Warehouse) -> datetime | None:
    """When the work with this warehouse began: before that nothing can be overdue."""
    with warehouse.read() as connection:
        return connection.scalar(select(func.min(home_key.c.since)))


def record_sizes(warehouse: Warehouse, day: date, sizes: Mapping[str, int]) -> None:
    """Records the bytes of each part on this day. A later measurement on the same day replaces it."""

    def record(connection: Connection) -> None:
        connection.execute(delete(size_seen).where(size_seen.c.day == day.isoformat()))
        rows = [{"day": day.isoformat(), "part": part, "bytes": size} for part, size in sizes.items()]
        connection.execute(insert(size_seen), rows)

    warehouse.run(record)


def sizes_before(warehouse: Warehouse, day: date) -> tuple[date, dict[str, int]] | None:
    """The last sizes of this day or before it, else the first of all; None when there are none."""
    table = size_seen
    with warehouse.read() as connection:
        before = connection.scalar(select(func.max(table.c.day)).where(table.c.day <= day.isoformat()))
        last_day = before or connection.scalar(select(func.min(table.c.day)))
        if last_day is None:
            return None
        rows = connection.execute(select(table.c.part, table.c.bytes).where(table.c.day == last_day))
        return date.fromisoformat(last_day), {part: int(size) for part, size in rows}
