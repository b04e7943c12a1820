"""When corrections were entered and ended, for telling why a figure changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from warehouse.corrections.tables import corrected_cell, correction
from warehouse.engine import Warehouse


@dataclass(frozen=True)
class Moments:
    """When each correction was entered and when it was ended, by its number."""

    by_number: Mapping[int, tuple[datetime, datetime | None]]

    def newest(self, before: Set[int], after: Set[int], known_on: datetime) -> datetime | None:
        """The last moment by which corrections that acted before and those that act after came to differ; None where
        they do not, or only because another statement stands. ``known_on`` is the moment from which the latter are
        seen.
        """
        entered = [self.by_number[number][0] for number in after - before]
        ended = [at for number in before - after if (at := self._undone(number, known_on))]
        return max((*entered, *ended), default=None)

    def _undone(self, number: int, known_on: datetime) -> datetime | None:
        """When a correction ceased to be known: it was ended, or an earlier moment is looked from than that of its
        entry.
        """
        entered_at, ended_at = self.by_number[number]
        if ended_at is not None and ended_at <= known_on:
            return ended_at
        return entered_at if entered_at > known_on else None


def correction_moments(warehouse: Warehouse) -> Moments:
    """Those of every correction."""
    query = select(correction.c.id, correction.c.entered_at, correction.c.ended_at)
    with warehouse.read() as connection:
        return Moments({row.id: (row.entered_at, row.ended_at) for row in connection.execute(query)})


def corrections_acting(connection: Connection) -> dict[tuple[str, str], frozenset[int]]:
    """The corrections that act on a row from this connection's point of view, by office and sheet."""
    cells = corrected_cell.c
    acting: dict[tuple[str, str], set[int]] = defaultdict(set)
    for office, sheet, number in connection.execute(select(cells.office, cells.sheet, cells.correction_id).distinct()):
        acting[office, sheet].add(number)
    return {place: frozenset(numbers) for place, numbers in acting.items()}
