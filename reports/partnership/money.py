"""Money that was agreed and realised: who adds how much to each cell, and which cells may be shown to the forum.

A cell that may not be shown has fewer than three businesses, or one with more than 85 % of it. Where a total is shown
beside its cells, the hidden ones together are known as well; so they are as many as it takes for their sum to be safe.
Of what stands from month to month (contracts) no total is shown, and a cell only if what changed in it since the month
before is nobody's alone. What flows is another amount every month.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from reports.snapshot.suppression import FEWEST, business_of
from schemas.period import Period
from warehouse.figure_codes import MART, FigureCode
from warehouse.point_of_view import PointOfView

MOST_OF_ONE = 85
"""Percent of a cell that one business may have."""

Amounts = Mapping[str, int]
"""Rupiah by business."""


@dataclass(frozen=True)
class MoneyTable:
    """A measure of a mart by one of its columns: in each cell what each business adds. ``month`` narrows a flow down to
    the report's month. ``before``: of what stands, the same a month earlier.
    """

    mart: str
    measure: str
    column: str
    month: Period | None
    cells: Mapping[str, Amounts]
    before: Mapping[str, Amounts] | None = None

    @property
    def has_total(self) -> bool:
        """Whether a total is told beside the cells."""
        return self.month is not None


@dataclass(frozen=True)
class Shown:
    """The cells that may be shown, and whether the total may."""

    cells: frozenset[str]
    total: bool


def money_tables(
    connection: Connection, period: Period, contracts_before: Mapping[str, Amounts] | None, joined: Collection[str]
) -> tuple[MoneyTable, ...]:
    """What stands agreed and what flowed in the month, each business counted once whatever records it has."""
    owners = read_owners(connection, joined)
    before = None if contracts_before is None else owned(contracts_before, owners)
    contracts = MoneyTable(
        "kemitraan", "nilai_kontrak_rp", "usaha_besar", None, owned(read_contracts(connection), owners), before
    )
    flows = (replace(table, cells=owned(table.cells, owners)) for table in read_flows(connection, period))
    return contracts, *flows


def read_contracts(connection: Connection) -> dict[str, Amounts]:
    """What stands agreed, by large business."""
    return _cells(connection, "SELECT usaha_besar, row_key, nilai_kontrak_rp FROM mart_kemitraan_rows", {})


def read_flows(connection: Connection, period: Period) -> Iterator[MoneyTable]:
    """What was realised and sold in a month."""
    for mart, measure, column in (
        ("realisasi", "nilai_realisasi_rp", "usaha_besar"),
        ("pemasaran", "nilai_penjualan_rp", "office"),
    ):
        query = f"SELECT {column}, row_key, {measure} FROM mart_{mart}_rows WHERE period = :period"  # noqa: S608
        yield MoneyTable(mart, measure, column, period, _cells(connection, query, {"period": str(period)}))


def read_owners(connection: Connection, joined: Collection[str]) -> dict[str, str]:
    """Records that are one business with others, by key; ``joined`` are the businesses that have several."""
    if not joined:
        return {}
    rows = connection.execute(text("SELECT row_key, usaha_id FROM mart_usaha_rows")).tuples()
    return {key: business for key, business in rows if business in joined}


def owned(cells: Mapping[str, Amounts], owners: Mapping[str, str]) -> dict[str, Amounts]:
    """The same with the records of one business added up."""
    added = {}
    for cell, amounts in cells.items():
        added[cell] = Counter[str]()
        for business, amount in amounts.items():
            added[cell][owners.get(business, business)] += amount
    return added


def may_be_shown(table: MoneyTable) -> Shown:
    """What the forum may see of a table."""
    hidden = {cell for cell, amounts in table.cells.items() if not is_safe(amounts)}
    if table.before is not None:
        then = table.before
        hidden |= {cell for cell, amounts in table.cells.items() if not is_safe(_moved(amounts, then.get(cell, {})))}
    if not table.has_total:
        return Shown(frozenset(table.cells) - hidden, total=False)
    if not is_safe(_together(table, set(table.cells))):
        return Shown(frozenset(), total=False)
    by_size = sorted(table.cells, key=lambda cell: (sum(table.cells[cell].values()), cell))
    waiting = iter([cell for cell in by_size if cell not in hidden and any(table.cells[cell].values())])
    while hidden and not is_safe(_together(table, hidden)):
        hidden.add(next(waiting))
    return Shown(frozenset(table.cells) - hidden, total=True)


def is_safe(amounts: Amounts) -> bool:
    """Whether a sum tells nothing of one business: it has none, or enough of them and none with nearly all."""
    sizes = [abs(amount) for amount in amounts.values() if amount]
    return not sizes or (len(sizes) >= FEWEST and 100 * max(sizes) <= MOST_OF_ONE * sum(sizes))


def _together(table: MoneyTable, cells: set[str]) -> Amounts:
    added = Counter[str]()
    for cell in cells:
        added.update(table.cells[cell])
    return added


def _moved(now: Amounts, before: Amounts) -> Amounts:
    return {business: now.get(business, 0) - before.get(business, 0) for business in {*now, *before}}


def _cells(connection: Connection, query: str, parameters: Mapping[str, str]) -> dict[str, Amounts]:
    cells: dict[str, Counter[str]] = defaultdict(Counter)
    for cell, key, amount in connection.execute(text(query), parameters).all():
        cells[cell][business_of(key)] += amount or 0
    return {cell: cells[cell] for cell in sorted(cells)}


def money_rows(tables: Sequence[MoneyTable], point: PointOfView | None, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Every cell of every table, and of what flows the total (``nilai`` is None), each with its code."""
    rows = []
    for table in tables if point else ():
        sums: dict[str | None, int] = {cell: sum(amounts.values()) for cell, amounts in table.cells.items()}
        if table.has_total:
            sums[None] = sum(sums.values())
        for cell, amount in sums.items():
            dimensions = {"period": str(table.month)} if table.month else {}
            dimensions |= {table.column: cell} if cell is not None else {}
            code = FigureCode(MART + table.mart, point, table.measure, dimensions).text(zone)
            grain = {"ukuran": table.measure, "kolom": table.column, "nilai": cell}
            rows.append(grain | {"nilai_rp": amount, "disamarkan": 0, "receipt": code})
    return rows
