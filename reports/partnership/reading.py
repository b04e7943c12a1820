"""What the report is made from, asked of the warehouse once: marts, offices, states of products, visits, demands.

No formula stands here: statuses, what is required of which category, and what fits a demand are the marts' own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Text, bindparam, text

from reports.partnership.ageing import Standing, read_standing
from reports.partnership.changes_reading import Changed, read_changed
from reports.partnership.effect import MONTHS, Visit
from reports.partnership.in_process import InProcess, read_in_process
from reports.partnership.market import Market
from reports.partnership.market_reading import read_market
from reports.partnership.mentoring import Plan
from reports.partnership.money import MoneyTable, money_tables
from reports.partnership.parts import USUALLY_ASKED, Asked, Parts, computed
from reports.partnership.past import Past, Rows, months_before, read_month_before, read_past
from reports.partnership.product_reading import SHEETS as STATES
from reports.partnership.product_reading import read_readiness, readiness_of_nothing
from reports.partnership.rows_behind import read_rows_behind
from reports.partnership.states import Readiness
from schemas.period import Period
from warehouse.difference import Difference, looking_from
from warehouse.engine import Warehouse
from warehouse.figure_rows import FigureRows
from warehouse.mart_reading import at_point, described_mart, mart_rows
from warehouse.marts import MARTS
from warehouse.marts.description import mart
from warehouse.point_of_view import PointOfView

KEPT = ("kurasi_terbaru", "status_produk", "kurang_produk", "pasokan_produk")
"""What several marts, the states and the market ask for: computed once in the connection that reads those."""

OF_PRODUCTS = ("kesiapan", "syarat", "legalitas", "kurasi", "permintaan")
"""The marts that read one of them."""

BESIDE = frozenset(sheet for name in MARTS if name not in OF_PRODUCTS for sheet in mart(name).sheets)
"""The sheets that the other marts read: another connection brings together only these."""


@dataclass(frozen=True)
class OfficeData:
    """The newest month that an office's figures come from, and its name."""

    office: str
    name: str
    period_data: Period


@dataclass(frozen=True)
class ReportSource:
    """Everything that the report is computed from. ``before`` is the state some months earlier as known on the same
    moment, None where there can be none; ``point`` is None where nothing was ever in force. ``month_before``,
    ``year_before``: the same figures then, ``changed`` and ``others_changed`` what moved since the month before; all as
    known on the same moment. ``parts`` are the report's own, None where no mart was asked for; ``rows`` stand behind
    its figures, ``names`` are those of the businesses that a plan visits, by office and code.
    """

    point: PointOfView | None
    offices: tuple[OfficeData, ...]
    marts: Mapping[str, Rows]
    now: Readiness
    before: Readiness | None
    visits: tuple[Visit, ...]
    market: Market
    standing: tuple[Standing, ...] = ()
    month_before: Past | None = None
    year_before: Past | None = None
    changed: Difference | None = None
    others_changed: Changed = field(default_factory=Changed)
    in_process: InProcess = field(default_factory=dict)
    money: tuple[MoneyTable, ...] = ()
    parts: Parts | None = None
    rows: tuple[FigureRows, ...] = ()
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def missing(self) -> list[str]:
        """What there is nothing of, in sentences."""
        if not self.offices:
            return ["Belum ada yang berlaku dari sudut pandang itu."]
        present = {office.office for office in self.offices}
        sentences = [
            f"Belum ada data dari {row['nama_kabupaten']}."
            for row in self.marts["kepatuhan"]
            if row["period"] == self.point.period and row["office"] not in present
        ]
        if not self.now.retailers:
            sentences.append("Tidak ada persyaratan ritel yang berlaku, jadi kesiapan dan pembukaan kosong.")
        return sentences


def read_source(
    warehouse: Warehouse,
    *,
    period: Period | None = None,
    known_on: datetime | None = None,
    marts: Sequence[str] = MARTS,
    asked: Asked = USUALLY_ASKED,
) -> ReportSource:
    """Everything for a month as known on a moment, by default the newest as known when what is in force last changed;
    of the marts those that are named. ``asked`` says what for.
    """
    with at_point(warehouse, period=period, known_on=known_on, kept=KEPT) as (connection, point):
        if point is None:
            nothing = readiness_of_nothing()
            market = read_market(connection, nothing.products)
            source = ReportSource(None, (), dict.fromkeys(marts, ()), nothing, None, (), market)
            return replace(source, parts=computed(source, asked))
        products = connection.scalar(text("SELECT COUNT(*) FROM dim_produk")) or 0
        waiting = iter(_tasks(warehouse, marts, point, products))
        with ThreadPoolExecutor(1) as beside:
            others = beside.submit(_done_beside, warehouse, waiting, point)
            now = read_readiness(connection)
            market, in_process = read_market(connection, now.products), read_in_process(connection, now.products)
            of_products = {name: mart_rows(connection, described_mart(name)) for name in marts if name in OF_PRODUCTS}
            offices, standing = _offices(connection), tuple(read_standing(connection))
            visits = tuple(_visits(connection, since)) if (since := months_before(point.period, MONTHS)) else ()
            done = {**of_products, **_done(connection, waiting), **others.result()}
        month_before, changed = done.get("month_before", (None, None))
        joined = {row["usaha_id"] for row in done.get("usaha", ()) if row["jumlah_catatan"] > 1}
        contracts = month_before.contracts if month_before else None
        money = money_tables(connection, point.period, contracts, joined) if marts else ()
        shown = {name: done[name] for name in marts}
        source = ReportSource(
            point=point,
            offices=offices,
            marts=shown,
            now=now,
            before=done["three_before"],
            visits=visits,
            market=market,
            standing=standing,
            month_before=month_before,
            year_before=done.get("year_before"),
            changed=changed,
            others_changed=done.get("changed", Changed()),
            in_process=in_process,
            money=money,
        )
        if not marts:
            return source
        parts = computed(source, asked)
        rows = read_rows_behind(connection, source, parts)
        return replace(source, parts=parts, rows=rows, names=_names(connection, parts.plans))


Task = tuple[str, Callable[[Connection], Any]]
"""Something to be read, by name, from a connection that shows the report's point of view."""


def _tasks(warehouse: Warehouse, marts: Sequence[str], point: PointOfView, products: int) -> list[Task]:
    """What may be read by either connection, the longest first; where no mart is asked for, of other months only the
    states. ``products`` says how many rows of products stand.
    """
    since = months_before(point.period, MONTHS)
    states: Task = ("three_before", lambda _: read_earlier(warehouse, since, point.known_on) if since else None)
    earlier: list[Task] = [
        ("month_before", lambda connection: read_month_before(warehouse, connection, point)),
        ("changed", lambda connection: read_changed(warehouse, connection, point, products)),
        ("year_before", lambda _: read_past(warehouse, months_before(point.period, 12), point.known_on)),
    ]
    rows: list[Task] = [
        (name, partial(mart_rows, described=described_mart(name))) for name in marts if name not in OF_PRODUCTS
    ]
    return [states, *(earlier if marts else ()), *rows]


def _done_beside(warehouse: Warehouse, waiting: Iterator[Task], point: PointOfView) -> dict[str, Any]:
    """Tasks done from the same point of view, on a connection of its own: a database works while we compute."""
    with looking_from(warehouse, point, BESIDE) as connection:
        return _done(connection, waiting)


def _done(connection: Connection, waiting: Iterator[Task]) -> dict[str, Any]:
    """What tasks give, for as long as some wait; whoever asks next gets the next one."""
    return {name: task(connection) for name, task in waiting}


def read_earlier(warehouse: Warehouse, period: Period, known_on: datetime) -> Readiness:
    """The states of the products of an earlier month, as known on a moment."""
    with at_point(warehouse, period=period, known_on=known_on, sheets=STATES) as (connection, _):
        return read_readiness(connection)


def _offices(connection: Connection) -> tuple[OfficeData, ...]:
    query = text(
        "SELECT p.office, COALESCE(o.name, p.office), MAX(p.period) FROM pernyataan_berlaku p "
        "LEFT JOIN dim_office o ON o.code = p.office "
        "WHERE p.kind = 'regency' AND p.sheet = 'UMKM' OR p.kind = 'sulsel' AND p.sheet = 'Mitra' GROUP BY p.office, o.name"
    )
    return tuple(sorted((OfficeData(*row) for row in connection.execute(query)), key=lambda row: row.office))


def _names(connection: Connection, plans: Sequence[Plan]) -> dict[tuple[str, str], str]:
    """What the businesses are called that these plans visit."""
    wanted = {(plan.office, visit.kode_umkm) for plan in plans for visit in plan.visits}
    query = text("SELECT office, row_key, nama_usaha FROM dim_umkm WHERE row_key IN :keys")
    keys = bindparam("keys", sorted({key for _, key in wanted}), Text, expanding=True)
    rows = connection.execute(query.bindparams(keys))
    return {(office, key): name for office, key, name in rows if (office, key) in wanted}


def _visits(connection: Connection, after: Period) -> list[Visit]:
    """Every mentoring of the months after this one, up to the connection's."""
    query = text("SELECT DISTINCT office, kode_umkm, topik FROM mart_pendampingan_rows WHERE bulan > :after")
    return [Visit(*row) for row in connection.execute(query, {"after": str(after)}).all()]
