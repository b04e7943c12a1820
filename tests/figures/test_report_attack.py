"""An attack on what the forum is given: by exact algebra over every amount that two months' copies tell in page,
sheets, workbooks, data and lists of rows, nothing of one business may follow. Whoever attacks knows which rows stand
behind a figure, and which of them stayed the same.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection, select, table, text, update

from benchmarks.months import History, fill
from reports.partnership import forum
from reports.partnership.behind import behind
from reports.partnership.forms import Report, make_report
from reports.partnership.forum import Audience
from reports.partnership.lists import USUAL_LISTS, Lists
from reports.partnership.money import Shown
from reports.partnership.page import sheet_page
from reports.partnership.reading import ReportSource, read_source
from reports.partnership.ready_list import read_ready, ready_workbook
from reports.partnership.sheets import sheet_of_office, sheet_of_retailer
from reports.partnership.shown import Numbers
from reports.partnership.workbook import CODES, HEAD_ROW
from reports.snapshot.suppression import business_of
from tests.conftest import NIK_KEY, Databases
from tests.figures.conftest import ZONE
from tests.reports.partnership.making import EVERY_LIST, NO_LIST
from tests.reports.partnership.test_forum import rank
from warehouse.contract_tables import SHEETS
from warehouse.engine import Warehouse, open_warehouse
from warehouse.figure_codes import MART, REPORT, FigureCode, read_code
from warehouse.mart_reading import at_point, described_mart
from warehouse.point_of_view import PointOfView
from warehouse.rebuilding import rebuild

pytestmark = pytest.mark.xdist_group("figures")

ALONE = {"PT Indomarco Prismatama", "73.15"}
"""A large business and a collaborator of which one business alone has everything."""


@dataclass(frozen=True)
class Small:
    """A warehouse, and what the reports of its last two months are made from, the newest first."""

    warehouse: Warehouse
    sources: tuple[ReportSource, ReportSource]


@pytest.fixture(scope="module")
def world(sqlite_databases: Databases) -> Iterator[Small]:
    """The last two months of a few businesses, whose amounts are of every size."""
    warehouse = open_warehouse(sqlite_databases.fresh(), nik_key=NIK_KEY)
    fill(warehouse, History(months=4, businesses=8, retailers=2, demands=4))
    partners = SHEETS["mitra"].batch
    warehouse.run(
        lambda connection: connection.execute(update(partners).values(nama_mitra="Toko " + partners.c.row_key))
    )
    warehouse.run(_amounts)
    rebuild(warehouse)
    last = read_source(warehouse)
    assert last.point is not None
    yield Small(warehouse, (last, read_source(warehouse, period=last.point.period.before())))
    warehouse.close()


def _amounts(connection: Connection) -> None:
    for name, columns, of in (
        ("kemitraan", ("nilai_kontrak", "nilai_realisasi"), "usaha_besar"),
        ("pemasaran", ("nilai_penjualan",), "office"),
    ):
        batch = SHEETS[name].batch
        rows = connection.execute(select(batch)).mappings().all()
        first = {name: min(row["row_key"] for row in rows if row[of] == name) for name in {row[of] for row in rows}}
        for row in rows:
            alone = row[of] in ALONE and row["row_key"] != first[row[of]]
            chance = Random(f"{row['row_key']} {row['period'] if name == 'pemasaran' else ''}")
            moved = Random(f"{row['row_key']} {row['period']}").random() < 0.2
            values = {column: 0 if alone else chance.randrange(1, 60) * 1_000_000 + moved for column in columns}
            here = (batch.c.submission_id == row["submission_id"]) & (batch.c.row_key == row["row_key"])
            connection.execute(update(batch).where(here).values(values))


@dataclass
class Loot:
    """What an attacker reads in one month's copies: amounts by code, rows of lists with their amounts, and amounts that
    have no code; and, since nobody is kept from knowing them, the rows behind each figure.
    """

    source: ReportSource
    warehouse: Warehouse
    amounts: set[tuple[str, float]] = field(default_factory=set)
    listed: set[tuple[str, str, float]] = field(default_factory=set)
    loose: list[str] = field(default_factory=list)
    hidden: list[Mapping[str, Any]] = field(default_factory=list)
    _rows: dict[tuple[str, PointOfView], list[dict[str, Any]]] = field(default_factory=dict)

    def rows_of(self, figure: FigureCode) -> list[dict[str, Any]]:
        """The rows that add to a figure of a mart."""
        key = figure.name, figure.point
        if key not in self._rows:
            with at_point(self.warehouse, period=figure.point.period, known_on=figure.point.known_on) as (
                connection,
                _,
            ):
                query = select(text("*")).select_from(table(f"{figure.name}_rows"))
                self._rows[key] = [dict(row) for row in connection.execute(query).mappings()]
        return [
            row
            for row in self._rows[key]
            if row[figure.measure] and all(row[name] == value for name, value in figure.dimensions.items())
        ]


def gathered(source: ReportSource, warehouse: Warehouse, audience: Audience, lists: Lists = USUAL_LISTS) -> Loot:
    """Everything that the copy of a month tells of money: the page, the data, the workbook, and every one-page
    sheet.
    """
    report = make_report(source, ZONE, audience, lists)
    loot = Loot(source, warehouse)
    for page in (report.form("html").decode(), report.printed.decode(), *_sheets(report, source, warehouse, loot)):
        _of_page(page, loot)
    _of_workbook(report.form("xlsx"), loot)
    data = json.loads(report.form("json"))
    for entry in data.pop("asal"):
        if is_money(entry["receipt"]):
            loot.listed |= {(entry["receipt"], row["kunci"], row["menambah"]) for row in entry["baris"]}
    for name, rows in data.pop("marts").items():
        described = described_mart(name)
        money = [column for column, shown in described.figures.columns.items() if shown.type == "rupiah" and shown.adds]
        for row, measure in ((row, measure) for row in rows for measure in money):
            if row[measure]:
                assert source.point is not None
                grain = {column: row[column] for column in described.figures.grain}
                loot.amounts.add((FigureCode(MART + name, source.point, measure, grain).text(ZONE), row[measure]))
    _of_data(data, loot)
    loot.hidden += [row for row in data["uang"] if row["disamarkan"]]
    return loot


def _sheets(report: Report, source: ReportSource, warehouse: Warehouse, loot: Loot) -> Iterator[str]:
    told, point = report.contents.told, source.point
    assert told is not None
    assert point is not None
    for name in sorted({row["nama_kabupaten"] for row in source.marts["legalitas"]}):
        yield sheet_page(sheet_of_office(told, name), report.contents).decode()
    numbers = Numbers.of(report.data, ZONE)
    names = [retailer.name for retailer in source.now.retailers]
    for name, ready in read_ready(warehouse, names, period=point.period, known_on=point.known_on).items():
        yield sheet_page(sheet_of_retailer(told, report.data, numbers, name, ready), report.contents).decode()
        _of_workbook(ready_workbook(ready, name, told.moment), loot)


def _of_page(page: str, loot: Loot) -> None:
    content = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    for value, role, code in re.findall(r'<data value="([^"]*)" data-(kode|penyebut|selisih)="([^"]*)"', content):
        if is_money(unescape(code)):
            if role == "selisih":
                loot.loose.append(value)
            else:
                loot.amounts.add((unescape(code), float(value)))
    loot.loose += re.findall(r"Rp\s?[\d.]*[1-9]\d*", re.sub(r"<data [^>]*>[^<]*</data>", "", content))


def _of_workbook(content: bytes, loot: Loot) -> None:
    book = load_workbook(BytesIO(content))
    texts = [cell.value for sheet in book for row in sheet for cell in row if isinstance(cell.value, str)]
    loot.loose += [text for text in texts if re.search(r"Rp\s?[\d.]*[1-9]", text)]
    if CODES in book.sheetnames:
        for _, _, number, _, code in book[CODES].iter_rows(min_row=HEAD_ROW + 2, values_only=True):
            if is_money(str(code)):
                assert isinstance(number, int | float)
                loot.amounts.add((str(code), number))


def _of_data(value: Any, loot: Loot) -> None:
    """Every amount in the data: with a code beside it, or loose."""
    if isinstance(value, dict):
        code = value.get("receipt")
        if code and is_money(code):
            loot.amounts |= {(code, value[name]) for name in ("value", "nilai_rp") if value.get(name)}
        else:
            loot.loose += [f"{name}: {inner}" for name, inner in value.items() if name.endswith("_rp") and inner]
        for inner in value.values():
            _of_data(inner, loot)
    elif isinstance(value, list):
        for inner in value:
            _of_data(inner, loot)


def is_money(code: str) -> bool:
    figure = read_code(code)
    if figure.name.startswith(REPORT) or figure.measure is None:
        return figure.measure == "nilai_rp"
    return described_mart(figure.name.removeprefix(MART)).figures.columns[figure.measure].type == "rupiah"


Equation = Mapping[tuple[str, ...], int]


def equations(loot: Loot) -> Iterator[Equation]:
    """What is told as sums of unknown amounts, by business and whatever makes them one amount. A contract that stands
    as a month before is the same unknown; what flows is another every month.
    """
    for code, value in loot.amounts:
        figure = read_code(code)
        if figure.name.startswith(REPORT):
            yield {(business_of(key), "nilai", key): 1 for _, key in behind(loot.source, figure).keys}
        else:
            rows = loot.rows_of(figure)
            assert sum(row[figure.measure] for row in rows) == value, code
            yield {_unknown(figure, row): 1 for row in rows}
    for code, key, amount in loot.listed:
        figure = read_code(code)
        if figure.name.startswith(REPORT):
            yield {(business_of(key), "nilai", key): 1}
            continue
        yield {
            _unknown(figure, row): 1
            for row in loot.rows_of(figure)
            if (row["row_key"], row[figure.measure]) == (key, amount)
        }


def _unknown(figure: FigureCode, row: Mapping[str, Any]) -> tuple[str, ...]:
    measure = str(figure.measure)
    same = row[measure] if measure == "nilai_kontrak_rp" else row.get("period", figure.point.period)
    return business_of(row["row_key"]), measure, row["row_key"], str(same)


def recovered(loots: Iterable[Loot]) -> list[str]:
    """Businesses of which a sum of theirs alone follows from everything that was gathered, and amounts that have no
    code.
    """
    told = [equation for loot in loots for equation in equations(loot) if equation]
    loose = [text for loot in loots for text in loot.loose]
    if at_once := {name for equation in told for name, *_ in equation if len({one for one, *_ in equation}) == 1}:
        return sorted(at_once) + loose
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, equation in enumerate(told):
        for unknown in equation:
            places[unknown].append(number)
    columns = {(unknown[0], *map(str, numbers)): numbers for unknown, numbers in places.items()}
    matrix: list[dict[tuple[str, ...], int]] = [{} for _ in told]
    for name, numbers in columns.items():  # unknowns of a business that always come together are one
        for number in numbers:
            matrix[number][name] = 1
    rows = list({tuple(sorted(row.items())): row for row in matrix}.values())
    whole = rank(rows)
    names = sorted({name[0] for name in columns})
    return [name for name in names if whole > rank(rows, without=name)] + [
        text for loot in loots for text in loot.loose
    ]


@pytest.mark.parametrize("lists", [USUAL_LISTS, EVERY_LIST], ids=["usual", "every list"])
def test_nothing_of_one_business_follows_from_what_the_forum_is_given_in_two_months(world: Small, lists: Lists) -> None:
    loots = [gathered(source, world.warehouse, "forum", lists) for source in world.sources]
    assert all(loot.amounts for loot in loots)
    assert not any(loot.listed for loot in loots)
    assert recovered(loots) == []
    assert {row["nilai"] for loot in loots for row in loot.hidden} >= ALONE


@pytest.mark.parametrize(
    ("rule", "instead"),
    [
        ("may_be_shown", lambda table: Shown(frozenset(table.cells), table.has_total)),
        ("rows_for_forum", lambda entries: entries),
        ("hidden_money", lambda described: ()),
        ("_plan", dict),
    ],
)
def test_the_attack_finds_businesses_where_a_rule_is_missing(
    world: Small, monkeypatch: pytest.MonkeyPatch, rule: str, instead: Any
) -> None:
    monkeypatch.setattr(forum, rule, instead)
    assert recovered([gathered(world.sources[0], world.warehouse, "forum")])


def texts_of(world: Small, audience: Audience, lists: Lists) -> list[bytes]:
    """Every form of a copy, and the sheets of regencies and retailers that it makes; without the ready lists, which are
    read apart.
    """
    source, texts = world.sources[0], []
    for sheet in (None, "kabupaten", "ritel"):
        report = make_report(source, ZONE, audience, lists, sheet)
        told = report.contents.told
        assert told is not None
        if sheet is None:
            book = load_workbook(BytesIO(report.form("xlsx")))
            cells = repr([cell.value for page in book for row in page for cell in row if cell.value]).encode()
            texts += [report.form("html"), report.printed, report.form("json"), cells]
        elif sheet == "kabupaten":
            offices = sorted({row["nama_kabupaten"] for row in source.marts["legalitas"]})
            texts += [sheet_page(sheet_of_office(told, office), report.contents) for office in offices]
        else:
            numbers = Numbers.of(report.data, ZONE)
            names = [retailer.name for retailer in source.now.retailers]
            texts += [
                sheet_page(sheet_of_retailer(told, report.data, numbers, name, None), report.contents) for name in names
            ]
    return texts


def names_of(world: Small) -> list[str]:
    """Of every business, product and partner."""
    query = "SELECT nama_usaha FROM dim_umkm UNION SELECT nama_produk FROM dim_produk UNION SELECT nama_mitra FROM dim_mitra"
    with at_point(world.warehouse) as (connection, _):
        return sorted(set(connection.scalars(text(query))))


@pytest.mark.parametrize("lists", [USUAL_LISTS, EVERY_LIST], ids=["usual", "every list"])
def test_no_form_for_the_forum_names_a_business(world: Small, lists: Lists) -> None:
    """But the list of what is ready, which is for its buyer; partners are named in the data."""
    names = [row["nama_usaha"] for row in world.sources[0].marts["usaha"]]
    assert len(names) > 40
    for content in texts_of(world, "forum", lists)[:4]:
        assert not [name for name in names if name.encode() in content]
    for content in texts_of(world, "forum", USUAL_LISTS):
        assert not [name for name in names if name.encode() in content]


@pytest.mark.parametrize("audience", ["kantor", "forum"])
def test_a_list_that_nobody_gets_stands_in_no_form(world: Small, audience: Audience) -> None:
    plans = world.sources[0].parts
    assert plans is not None
    visited = {visit.kode_umkm for plan in plans.plans for visit in plan.visits}
    products = set(world.sources[0].now.products.key.tolist())
    assert len(visited) > 5
    for content in texts_of(world, audience, NO_LIST):
        words = set(re.findall(r"[A-Z]{3}-\d{4}(?:-\d{2})?", content.decode()))
        assert words & (visited | products) == set()
        assert not [name for name in names_of(world) if re.search(rf"\b{re.escape(name)}\b", content.decode())]


def test_an_offices_lists_name_businesses_only_where_the_setting_says_so(world: Small) -> None:
    source = world.sources[0]
    usual, named = (make_report(source, ZONE, "kantor", lists).data for lists in (USUAL_LISTS, EVERY_LIST))
    visits = [visit for plan in named["rencana"] for visit in plan["visits"]]
    assert visits
    assert all(visit["nama_usaha"] for visit in visits)
    assert {visit["nama_usaha"] for plan in usual["rencana"] for visit in plan["visits"]} == {None}
    assert {row["nama"] for entry in usual["asal"] for row in entry["baris"]} == {None}
    listed = {row["nama"] for entry in named["asal"] for row in entry["baris"]} - {None}
    assert listed <= set(names_of(world))
    assert len(listed) > 20
    report = make_report(source, ZONE, "kantor", EVERY_LIST, "kabupaten")
    told = report.contents.told
    assert told is not None
    office = source.marts["legalitas"][0]
    [plan] = [plan for plan in named["rencana"] if plan["office"] == office["office"]]
    page = sheet_page(sheet_of_office(told, office["nama_kabupaten"]), report.contents).decode()
    assert {f"{visit['kode_umkm']} {visit['nama_usaha']} (" in page for visit in plan["visits"]} == {True}
