"""The report as data: as worked out by hand, the marts' own statuses, the same bytes wherever and whenever."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import Connection, text

from benchmarks.months import History, fill
from kemitraan.config.models import ListSettings
from kemitraan.errors import UsageError
from kemitraan.steps.views.sheets import sheet_for
from reports.partnership.as_data import as_bytes, report_data
from reports.partnership.carried import Assumptions
from reports.partnership.forms import make_report
from reports.partnership.in_process import COLUMNS, read_in_process, waiting_for
from reports.partnership.parts import Asked
from reports.partnership.product_reading import read_readiness
from reports.partnership.reading import read_source
from reports.partnership.ready_list import read_ready
from schemas.period import Period
from tests.conftest import NIK_KEY, Databases
from tests.figures.conftest import CASE, FOLDER, ZONE, World
from tests.steps.driver import days_later
from warehouse.engine import Warehouse, open_warehouse
from warehouse.figure_codes import MART, read_code
from warehouse.mart_reading import at_point
from warehouse.marts import MARTS
from warehouse.tracing import trace_figure

pytestmark = pytest.mark.xdist_group("worked-by-hand")  # the two worlds are made once

ASKS = json.loads((FOLDER / "report.json").read_text(encoding="utf-8"))
ALIKE = {"menurut", "lacks", "volume", "kapasitas", "cocok"}
"""What an expected entry says beside its figures."""


def report(world: World, *, after: int = 4, period: str | None = None, visits: int = 20) -> dict[str, Any]:
    return json.loads(_read_once(world, after, period, visits))


@cache
def _read_once(world: World, after: int, period: str | None, visits: int) -> bytes:
    warehouse, zone = world.workshop.warehouse, world.workshop.config.settings.zone
    moment = world.moments[after]
    source = read_source(warehouse, period=Period.read_any(period), known_on=moment, asked=Asked(visits))
    return as_bytes(report_data(source, zone))


def by_grain(rows: list[dict[str, Any]], grain: list[str], expected: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The columns that are wanted, by grain."""
    names = {name for row in expected for name in row} - ALIKE
    return {json.dumps([row[name] for name in grain]): {name: row[name] for name in names} for row in rows}


GRAINS = {
    "offices": ["office"],
    "satu_langkah": ["ritel", "persyaratan", "office"],
    "rencana": ["office"],
    "dampak": ["topik", "dibantu"],
}
UNLOCK_GRAINS = {
    "tanpa": ["persyaratan"],
    "pasangan": ["persyaratan"],
    "terbaik": ["k"],
    "terbaik_ritel": ["k"],
    "ambang": ["persyaratan", "nilai"],
}


@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: f"{ask['period']}-{ask['after']}-{ask.get('kunjungan', 20)}")
def test_the_report_is_as_worked_out_by_hand(world: World, ask: dict[str, Any]) -> None:
    data = report(world, after=ask["after"], period=ask["period"], visits=ask.get("kunjungan", 20))
    expected = ask["expect"]
    for part, grain in GRAINS.items():
        if part in expected:
            assert by_grain(data[part], grain, expected[part]) == by_grain(expected[part], grain, expected[part]), part
    got = {entry["ritel"]: entry for entry in data["pembukaan"]}
    for entry in expected.get("pembukaan", []):
        mine = got.pop(entry["ritel"])
        for part, grain in UNLOCK_GRAINS.items():
            assert by_grain(mine[part], grain, entry[part]) == by_grain(entry[part], grain, entry[part]), part
        assert [single["menurut"] for single in mine["tanpa"]] == [single["menurut"] for single in entry["tanpa"]]
    if "pasar" in expected:
        assert not got
        assert data["pasar"]["nilai_rp"] == expected["pasar"]["nilai_rp"]
        served = {row["kode_permintaan"]: row["volume"] for row in data["pasar"]["terpenuhi"]}
        assert served == expected["pasar"]["volume"]


def test_the_masks_say_what_the_marts_rows_say(databases: Databases) -> None:
    """Every requirement there is, for several retailers and products by chance, with licences of every state."""
    warehouse = open_warehouse(databases.fresh(), nik_key=NIK_KEY)
    fill(warehouse, History(months=2, businesses=25))
    with warehouse.read() as connection:
        readiness = read_readiness(connection)
        expected = _statuses(connection)
        counts = connection.execute(text("SELECT ritel, office, row_key, kurang, kurang_pasti FROM mart_kesiapan_rows"))
        counted = {tuple(row)[:3]: tuple(row)[3:] for row in counts}
        in_process = read_in_process(connection, readiness.products)
        in_law = (
            "SELECT ritel, office, row_key, persyaratan FROM mart_syarat_rows WHERE status = 'proses' AND wajib = 1"
        )
        waits = {tuple(row) for row in connection.execute(text(in_law))}
    warehouse.close()
    products = list(zip(readiness.products.office, readiness.products.key, strict=True))
    assert len(products) > 100
    got = {}
    for retailer, lacks, surely in zip(readiness.retailers, readiness.lacks, readiness.surely, strict=True):
        for product, mask, sure in zip(products, lacks.tolist(), surely.tolist(), strict=True):
            assert counted.pop((retailer.name, *product)) == (mask.bit_count(), sure.bit_count())
            got[retailer.name, *product] = (set(retailer.names(mask)), set(retailer.names(sure)))
    assert counted == {}
    assert got == expected
    waiting = {
        (retailer.name, *products[place], name)
        for at, retailer in enumerate(readiness.retailers)
        for name in COLUMNS
        for place in waiting_for(readiness, in_process, at, name)[0].tolist()
    }
    assert waiting == {row for row in waits if row[3] in COLUMNS} != set()


def test_the_pairs_of_the_market_are_the_rows_of_the_mart(databases: Databases) -> None:
    """Demands in several units, with licences and a highest price, and products that have them or not."""
    warehouse = open_warehouse(databases.fresh(), nik_key=NIK_KEY)
    fill(warehouse, History(months=1, businesses=40))
    requirements = ["NIB, Halal", "P-IRT", "BPOM MD, Barcode", "Merek Terdaftar", "Halal, P-IRT, NIB"]
    for at, licences in enumerate(requirements):
        change = text("UPDATE fct_permintaan SET syarat = :licences WHERE kode_permintaan LIKE :some")
        values = {"licences": licences, "some": f"%{at}"}
        warehouse.run(lambda connection, query=change, parameters=values: connection.execute(query, parameters))
    warehouse.run(
        lambda c: c.execute(text("UPDATE fct_permintaan SET harga_maks = NULL WHERE kode_permintaan LIKE '%6'"))
    )
    warehouse.run(lambda c: c.execute(text("UPDATE fct_permintaan SET syarat = NULL WHERE kode_permintaan LIKE '%7'")))
    market = read_source(warehouse, marts=()).market
    with warehouse.read() as connection:
        rows = connection.execute(
            text("SELECT office, kode_permintaan, office_produk, kode_produk, pasokan FROM mart_permintaan_rows")
        ).all()
    warehouse.close()
    products, demands = market.products, market.demands
    supply = products.capacity[market.product] * market.gives
    got = {
        (demands.office[demand], demands.code[demand], products.office[product], products.key[product]): amount
        for product, demand, amount in zip(market.product, market.demand, supply, strict=True)
    }
    assert got == pytest.approx({tuple(row[:4]): row.pasokan for row in rows if row.kode_produk is not None})
    assert len(got) > 100
    assert {tuple(row[:2]) for row in rows} == set(zip(demands.office, demands.code, strict=True))


def _statuses(connection: Connection) -> dict[tuple[str, ...], tuple[set[str], set[str]]]:
    """By retailer and product the compulsory requirements that it does not meet, and those that it surely does not."""
    rows = connection.execute(text("SELECT ritel, office, row_key, persyaratan, wajib, status FROM mart_syarat_rows"))
    statuses: dict[tuple[str, ...], tuple[set[str], set[str]]] = {}
    for *grain, requirement, compulsory, status in rows:
        unmet, surely = statuses.setdefault(tuple(grain), (set(), set()))
        assert status is not None
        if compulsory and status in ("tidak", "proses", "ditahan", "tidak_diketahui"):
            unmet.add(requirement)
            if status in ("tidak", "proses"):
                surely.add(requirement)
    return statuses


def _bytes_of(warehouse: Warehouse, world: World) -> bytes:
    source = read_source(warehouse, period=Period(2026, 9), known_on=world.moments[4])
    return as_bytes(report_data(source, world.workshop.config.settings.zone))


def test_the_bytes_are_the_same_on_another_day_with_the_same_moment(world: World) -> None:
    later = days_later(world.workshop, 60)
    assert _bytes_of(later.warehouse, world) == _bytes_of(world.workshop.warehouse, world)


def test_asking_twice_gives_the_same_bytes_as_known_when_something_last_changed(world: World) -> None:
    first, second = (read_source(world.workshop.warehouse, known_on=world.moments[4]) for _ in range(2))
    assert as_bytes(report_data(first, ZONE)) == as_bytes(report_data(second, ZONE))
    assert first.point == second.point
    assert first.point is not None
    assert first.point.period == Period(2026, 9)


def test_both_databases_give_the_same_bytes(sqlite_databases: Databases, postgres_databases: Databases) -> None:
    contents = []
    for databases in (sqlite_databases, postgres_databases):
        warehouse = open_warehouse(databases.fresh(), nik_key=NIK_KEY)
        fill(warehouse, History(months=5, businesses=30))
        contents.append(as_bytes(report_data(read_source(warehouse), ZONE)))
        warehouse.close()
    assert contents[0] == contents[1]
    data = json.loads(contents[0])
    assert all(data[part] for part in ("marts", "pembukaan", "satu_langkah", "rencana", "dampak", "headline"))
    assert data["pasar"]["nilai_rp"] > 0


def test_the_rows_behind_a_figure_stand_in_the_cells_that_it_names(world: World) -> None:
    """The cell of a row's key holds the key; that of a stated amount holds what the row adds. A part of the report
    computes its amounts.
    """
    books = {
        sha256(content).hexdigest()[:8]: load_workbook(BytesIO(content), data_only=True)
        for name in {name for step in CASE["steps"] for _, name in step["files"] if name.endswith(".xlsx")}
        for content in [(FOLDER / name).read_bytes()]
    }
    checked = Counter[str]()
    for entry in report(world, after=2, period="2026-08")["asal"]:
        code = read_code(entry["receipt"])
        is_stated = (code.measure or "").endswith("_rp") and code.name.startswith(MART)
        for row in entry["baris"]:
            if row["lembar"] is not None and (book := books.get(row["berkas"][-13:-5])):
                value = book[row["lembar"]][row["sel"]].value
                assert value == row["menambah"] if is_stated else value in row["kunci"].split("|")
                checked[row["lembar"]] += 1
    assert set(checked) == {"UMKM", "Produk", "Kemitraan", "Pemasaran", "Permintaan"}


def test_every_headline_figure_leads_to_rows_that_give_it_again(world: World) -> None:
    data = report(world)
    ids = [figure["id"] for figure in data["headline"]]
    assert len(set(ids)) == len(ids) > 9
    for figure in data["headline"]:
        code = read_code(figure["receipt"])
        traced = trace_figure(
            world.workshop.warehouse,
            code.name,
            code.dimensions,
            measure=code.measure,
            period=code.point.period,
            known_on=code.point.known_on,
        )
        if figure["id"] == "usaha":
            assert len(traced.figures) == figure["value"]
        elif code.measure is None:
            assert sum(1 for row in traced.figures if row["kiriman_berlaku"]) == figure["value"]
        else:
            assert traced.value == figure["value"], figure["id"]
            assert traced.total > 0 or figure["value"] == 0
        if figure["denominator"] is not None:
            assert figure["numerator"] == figure["value"] <= figure["denominator"]


def test_six_figures_stand_beside_their_past_and_the_largest_change_is_said_first(world: World) -> None:
    """In August six businesses counted, and 5,000,000 realised; in September MJN-0003 is not named any more."""
    data = report(world)
    got = {
        row["id"]: (row["value"], row["bulan_lalu"]["value"], row["bulan_lalu"]["selisih"])
        for row in data["perbandingan"]
    }
    assert got == {
        "umkm": (5, 6, -1),
        "usaha": (5, 6, -1),
        "nib": (3, 4, -1),
        "memasok": (1, 1, 0),
        "realisasi_rp": (0, 5_000_000, -5_000_000),
        "penjualan_rp": (0, 1_550_000, -1_550_000),
    }
    assert {row["tahun_lalu"] for row in data["perbandingan"]} == {None}
    assert data["perbandingan"][0]["kata"].startswith("turun 1 dari bulan lalu (Agustus 2026); bulan yang sama tahun ")
    sentence = data["kalimat"][0]["bagian"]
    assert [part if isinstance(part, str) else part["value"] for part in sentence] == [
        "Nilai realisasi kemitraan bulan September 2026: turun ", 5_000_000, " menjadi ", 0, ", dari ", 5_000_000, " bulan lalu.",
    ]  # fmt: skip
    assert len(data["kalimat"]) == 6


def test_each_requirement_has_its_share_of_the_obstacle(world: World) -> None:
    """Alfamidi in September: two products lack Kapasitas alone, one NIB; three lack two or three requirements."""
    obstacle = report(world)["hambatan"][0]
    shares = {
        row["persyaratan"]: (row["produk"], row["sendirian"], row["pembilang"]) for row in obstacle["persyaratan"]
    }
    assert shares == {
        "Kapasitas Minimal": (4, 2, 12 + 12 + 6 + 4),
        "NIB": (3, 1, 12 + 6 + 4),
        "P-IRT atau BPOM MD": (2, 0, 6 + 6),
        "Halal": (1, 0, 4),
    }
    assert (obstacle["belum_siap"], obstacle["penyebut"]) == (6, 12)
    for entry in report(world)["hambatan"]:
        assert sum(row["pembilang"] for row in entry["persyaratan"]) == entry["belum_siap"] * entry["penyebut"]


def test_what_alfamidi_would_carry_without_its_capacity(world: World) -> None:
    """MJN-0001-01 (120 days, 400 a month) and MJN-0001-02 (200 days, 100 a month)."""
    [entry] = report(world)["beban"]
    assert (entry["ritel"], entry["persyaratan"], entry["membuka"]) == (
        "PT Midi Utama Indonesia Tbk",
        ["Kapasitas Minimal"],
        2,
    )
    assert entry["kurang"] == [{"persyaratan": "Kapasitas Minimal", "tidak": 2, "belum_pasti": 0}]
    assert entry["masa_simpan"]["hari_90_lebih"] == 2
    assert (entry["gerai"], entry["anggapan"]["unit_per_gerai"]) == (400 // 30 + 100 // 30, 30)


def test_partnerships_wait_since_the_month_that_stated_their_stage(world: World) -> None:
    """From 31 August to 30 September are 30 days."""
    rows = {(row["usaha_besar"][3:7], row["tahap"]): row for row in report(world)["umur_corong"]}
    assert set(rows) == {("Midi", "Kesepakatan"), ("Sumb", "Diajukan"), ("Sumb", "Negosiasi")}
    assert {(row["jumlah"], row["hari_30_59"]) for row in rows.values()} == {(1, 1)}
    august = report(world, after=2, period="2026-08")["umur_corong"]
    assert {row["jumlah"] - row["di_bawah_30"] for row in august} == {0}


def test_what_changed_adds_up_by_cause_and_leads_to_both_months(world: World) -> None:
    """After step 3 Majene's September names four businesses fewer than the two regencies' six; Pasangkayu's August
    stands.
    """
    data = report(world, after=3, period="2026-09")
    changed = {row["words"]: row for row in data["perubahan"]}
    assert {"UMKM yang dihitung", "Produk yang dihitung", "UMKM yang mempunyai NIB"} < set(changed)
    assert {row["mart"] for row in changed.values()} == {"legalitas", "kesiapan", "kemitraan", "realisasi", "pemasaran"}
    for row in changed.values():
        assert row["selisih"] == row["menjadi"] - row["dari"] == sum(cause["delta"] for cause in row["causes"])
        for receipt, value in ((row["receipt_dari"], row["dari"]), (row["receipt"], row["menjadi"])):
            code = read_code(receipt)
            assert f"@{code.point.period}@" in receipt
            point = {"period": code.point.period, "known_on": code.point.known_on}
            traced = trace_figure(world.workshop.warehouse, code.name, code.dimensions, measure=code.measure, **point)
            assert traced.value == value, receipt
        if row["mart"] in ("legalitas", "kemitraan"):
            assert {cause["office"] for cause in row["causes"]} == {"76.05"}


def test_what_flows_no_more_is_put_down_to_the_office_that_states_nothing(world: World) -> None:
    """Pasangkayu and Makassar send nothing in September, and Majene's book has no sheet Kemitraan in the end."""
    flows = {row["mart"]: row for row in report(world)["perubahan"] if row["measure"].endswith("_rp")}
    assert {
        mart: (row["dari"], row["menjadi"], [(cause["cause"], cause["delta"]) for cause in row["causes"]])
        for mart, row in flows.items()
    } == {
        "realisasi": (5_000_000, 0, [("carried", -5_000_000)]),
        "pemasaran": (1_550_000, 0, [("carried", -1_550_000)]),
    }


def test_a_retailer_is_asked_to_accept_what_is_in_process_until_a_date(world: World) -> None:
    """MJN-0001-02 waits for Halal, MJN-0002-02 for BPOM MD; both lack more than that."""
    rows = report(world, after=2, period="2026-08")["selama_proses"]
    assert [(row["ritel"][3:7], row["persyaratan"], row["proses"], row["membuka"]) for row in rows] == [
        ("Midi", "Halal", 1, 0),
        ("Midi", "P-IRT atau BPOM MD", 1, 0),
        ("Sumb", "Halal", 1, 0),
    ]
    assert {row["sampai"] for row in rows} == {"2027-02-28"}


def test_other_assumptions_give_other_figures_and_stand_in_the_data(world: World) -> None:
    """Both products of Alfamidi's: 120 and 200 days, 400 and 100 a month."""
    asked = Asked(assumptions=Assumptions(110, 50, 2))
    source = read_source(world.workshop.warehouse, period=Period(2026, 9), known_on=world.moments[4], asked=asked)
    data = json.loads(as_bytes(report_data(source, ZONE)))
    assert data["anggapan"] == {"hari_jalan": 110, "unit_per_gerai": 50, "bulan_proses": 2}
    [entry] = data["beban"]
    assert (entry["masa_simpan"]["hari_1_29"], entry["masa_simpan"]["hari_90_lebih"]) == (1, 1)
    assert entry["gerai"] == 400 // 50 + 100 // 50
    assert {row["sampai"] for row in data["selama_proses"]} == {"2026-11-30"}


def test_the_forum_is_asked_for_what_somebody_can_decide(world: World) -> None:
    requests = [
        (row["dasar"], row["siapa"], row["apa"], row["angka"]["value"], row["sampai"])
        for row in report(world)["keputusan"]
    ]
    assert requests == [
        ("usul", "PT Midi Utama Indonesia Tbk", "meninjau persyaratan Kapasitas Minimal", 2, "2026-10-31"),
        ("rencana", "Kabupaten Majene", "mendampingi menurut rencana kunjungan", 2, "2026-10-31"),
        ("rencana", "Kabupaten Pasangkayu", "mendampingi menurut rencana kunjungan", 2, "2026-10-31"),
    ]


def test_the_forums_copy_of_a_few_businesses_has_no_name_and_no_money(world: World) -> None:
    zone = world.workshop.config.settings.zone
    source = read_source(world.workshop.warehouse, period=Period(2026, 8), known_on=world.moments[2])
    full, copy = (make_report(source, zone, audience) for audience in ("kantor", "forum"))
    names = [row["nama_usaha"] for row in full.data["marts"]["usaha"]]
    assert len(names) == 6
    assert any(row["nilai_kontrak_rp"] for row in full.data["marts"]["kemitraan"])
    for form in ("html", "json"):
        page_text = copy.form(form).decode()
        assert not [name for name in names if name in page_text]
    assert {"realisasi_rp", "penjualan_rp"}.isdisjoint(row["id"] for row in copy.data["headline"])
    assert {row["nilai_rp"] for row in copy.data["uang"]} <= {None, 0}
    elsewhere = copy.data | {"uang": []}
    assert set(
        re.findall(r'"(?:nilai_rp|\w*_kontrak_rp|\w*_realisasi_rp|\w*_penjualan_rp)": ([^,}]*)', json.dumps(elsewhere))
    ) == {"null"}
    page = re.sub("<style>.*?</style>", "", copy.form("html").decode(), flags=re.DOTALL)
    assert re.findall(r"Rp[1-9]", page) == []


def test_money_and_what_a_figure_was_lead_to_rows_that_give_them_again(world: World) -> None:
    data = report(world)
    amounts = [(row["receipt"], row["nilai_rp"]) for row in data["uang"]]
    amounts += [
        (row["bulan_lalu"]["receipt"], row["bulan_lalu"]["value"])
        for row in data["perbandingan"]
        if row["id"] != "usaha"
    ]
    assert len(amounts) > 8
    for receipt, value in amounts:
        code = read_code(receipt)
        point = {"period": code.point.period, "known_on": code.point.known_on}
        traced = trace_figure(world.workshop.warehouse, code.name, code.dimensions, measure=code.measure, **point)
        assert traced.value == value, receipt


def test_before_anything_was_in_force_it_comes_out_and_says_so(world: World) -> None:
    early = world.moments[1] - timedelta(days=1)
    zone = world.workshop.config.settings.zone
    source = read_source(world.workshop.warehouse, known_on=early)
    assert source.missing() == ["Belum ada yang berlaku dari sudut pandang itu."]
    data = json.loads(as_bytes(report_data(source, zone)))
    assert (data["offices"], data["pembukaan"], data["rencana"], data["pasar"]["nilai_rp"]) == ([], [], [], 0)
    assert set(data["marts"]) == set(MARTS)


def test_an_empty_warehouse_gives_an_empty_report(databases: Databases, world: World) -> None:
    warehouse = open_warehouse(databases.fresh())
    source = read_source(warehouse)
    warehouse.close()
    data = report_data(source, world.workshop.config.settings.zone)
    assert (data["period"], data["known_on"], data["headline"]) == (None, None, [])
    assert source.missing() == ["Belum ada yang berlaku dari sudut pandang itu."]


def test_offices_without_data_are_named(world: World) -> None:
    source = read_source(world.workshop.warehouse, known_on=world.moments[4])
    assert source.missing() == [
        f"Belum ada data dari Kabupaten {name}." for name in ("Mamuju", "Mamasa", "Polewali Mandar", "Mamuju Tengah")
    ]


def test_without_requirements_the_report_says_so(world: World) -> None:
    """In a month before the province's first list."""
    source = read_source(world.workshop.warehouse, period=Period(2026, 7), known_on=world.moments[4])
    assert source.now.retailers == ()
    assert read_ready(world.workshop.warehouse, (), period=Period(2026, 7), known_on=world.moments[4]) == {}
    assert (
        replace(source, offices=read_source(world.workshop.warehouse).offices)
        .missing()[-1]
        .startswith("Tidak ada pers")
    )
    with at_point(world.workshop.warehouse, known_on=datetime(2026, 1, 1, tzinfo=UTC)) as (connection, _):
        assert read_readiness(connection).retailers == ()


def test_a_list_of_what_is_ready_that_no_retailer_gets_stands_on_no_sheet(world: World) -> None:
    workshop, zone = world.workshop, world.workshop.config.settings.zone
    settings = workshop.config.report.model_copy(update={"lists": ListSettings(ready=())})
    without = replace(workshop, config=workshop.config.model_copy(update={"report": settings}))
    source = read_source(workshop.warehouse, period=Period(2026, 9), known_on=world.moments[4])
    report = make_report(source, zone, "forum", sheet="ritel")
    assert b'id="daftar-siap"' in sheet_for(workshop, source, report, "html", None, "Midi")
    assert sheet_for(workshop, source, report, "xlsx", None, "Midi").startswith(b"PK")
    assert b'id="daftar-siap"' not in sheet_for(without, source, report, "html", None, "Midi")
    with pytest.raises(UsageError, match="tidak memberikan daftar produk yang siap"):
        sheet_for(without, source, report, "xlsx", None, "Midi")
