"""How long partnerships have stood at the stage where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from schemas.period import Period
from warehouse.mart_reading import STAGES

WAITING = STAGES[: STAGES.index("Memasok")]
"""The stages that lead to supplying: whoever stands at one of them waits for somebody."""

BOUNDS = (30, 60, 90)
"""Days."""
BANDS = ("di_bawah_30", "hari_30_59", "hari_60_89", "hari_90_lebih")
"""The measures of :class:`Ageing` for the days between the bounds."""


@dataclass(frozen=True)
class Standing:
    """A partnership (its office and key) with a large business, and since which month it has stood at its stage."""

    usaha_besar: str
    tahap: str
    since: Period
    key: tuple[str, str]


@dataclass(frozen=True)
class Ageing:
    """Counted partnerships at a stage by days there, from the last day of the month that first stated it (it was
    entered then or before) to the last day of the report's month.
    """

    usaha_besar: str
    tahap: str
    jumlah: int
    di_bawah_30: int
    hari_30_59: int
    hari_60_89: int
    hari_90_lebih: int


def read_standing(connection: Connection) -> Iterator[Standing]:
    """The partnerships that ``mart_kemitraan`` counts, by the month since which they stand where they do."""
    months: dict[str, Period] = {}
    for name, stage, since, office, key in connection.execute(_STANDING).all():
        if since not in months:
            months[since] = Period.read(since)
        yield Standing(name, stage, months[since], (office, key))


def ageing(standing: Iterable[Standing], period: Period) -> tuple[Ageing, ...]:
    """The bands of each large business and stage, in the order of the stages."""
    counts: dict[tuple[str, str], Counter[int]] = {}
    for row in standing:
        if row.tahap in WAITING:
            counts.setdefault((row.usaha_besar, row.tahap), Counter())[age(row, period)] += 1
    places = sorted(counts, key=lambda key: (key[0], WAITING.index(key[1])))
    return tuple(
        Ageing(*key, counts[key].total(), *(counts[key][at] for at in range(len(BOUNDS) + 1))) for key in places
    )


def age(row: Standing, period: Period) -> int:
    """Which of the bands between ``BOUNDS`` its days at the stage fall into, from 0."""
    days = (period.last_day - row.since.last_day).days
    return sum(days >= bound for bound in BOUNDS)


_STANDING = text(
    "SELECT k.usaha_besar, k.tahap, t.period, k.office, k.row_key FROM mart_kemitraan_rows k "
    "INNER JOIN (SELECT office, row_key, MAX(period) AS period FROM fct_tahap GROUP BY office, row_key) t "
    "ON t.office = k.office AND t.row_key = k.row_key ORDER BY k.usaha_besar, k.tahap, k.office, k.row_key"
)
