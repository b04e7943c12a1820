"""What an earlier month says, as known on the same moment: the figures to compare with, and what changed since, by
cause.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, text

from reports.partnership.money import Amounts, read_contracts
from schemas.period import Period
from warehouse.difference import Difference, difference_between, looking_from
from warehouse.engine import Warehouse
from warehouse.mart_reading import at_point, described_mart, mart_rows
from warehouse.point_of_view import PointOfView
from warehouse.reference_rows import FIRST_MONTH

Rows = Sequence[Mapping[str, Any]]

COMPARED = ("legalitas", "kemitraan")
"""The marts of which an earlier month is asked. Others have a row for every month already."""

SHEETS = ("umkm", "kemitraan")
"""What stands then is brought together from these sheets alone, so nothing is told of products."""

OF_BUSINESSES = ("nib", "npwp")
"""The measures of legality that count businesses."""

CAUSED = "kemitraan"
"""The mart whose changes are put down to causes."""


@dataclass(frozen=True)
class Past:
    """An earlier month: marts, how many businesses were counted, each once, and what each had agreed with whom."""

    point: PointOfView
    marts: Mapping[str, Rows]
    businesses: int
    contracts: Mapping[str, Amounts]


def months_before(period: Period, months: int) -> Period | None:
    """The month so many before; None before the first that a calendar has."""
    for _ in range(months):
        period = period.before()
    return period if period >= FIRST_MONTH else None


def read_past(warehouse: Warehouse, period: Period | None, known_on: datetime) -> Past | None:
    """An earlier month; None where there was none, or nothing of it was in force."""
    if period is None:
        return None
    with at_point(warehouse, period=period, known_on=known_on, sheets=SHEETS) as (connection, point):
        return _past(connection, point) if point else None


def read_month_before(
    warehouse: Warehouse, connection: Connection, point: PointOfView
) -> tuple[Past | None, Difference | None]:
    """The month before, and what changed since in the mart ``CAUSED``: both from one look back. The connection shows
    the point of view, and keys may be laid down in it.
    """
    period = months_before(point.period, 1)
    if period is None:
        return None, None
    before = PointOfView(period, point.known_on)
    with looking_from(warehouse, before, SHEETS) as then:
        past = _past(then, before)
        change = difference_between(warehouse, (then, connection), CAUSED, (before, point)) if past else None
    return past, change


def _past(connection: Connection, point: PointOfView) -> Past | None:
    if connection.execute(text("SELECT 1 FROM pernyataan_berlaku LIMIT 1")).first() is None:
        return None
    businesses = connection.scalar(text("SELECT COUNT(DISTINCT usaha_id) FROM mart_usaha_rows")) or 0
    marts = {name: mart_rows(connection, described_mart(name)) for name in COMPARED}
    marts["legalitas"] = [row for row in marts["legalitas"] if row["ukuran"] in OF_BUSINESSES]
    return Past(point, marts, businesses, read_contracts(connection))
