"""Every figure of every part of the report leads back to itself and to its products."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from benchmarks.months import History, fill
from reports.partnership.ageing import BANDS
from reports.partnership.as_data import as_bytes, report_data
from reports.partnership.behind import PARTS, Behind, behind
from reports.partnership.carried import Assumptions
from reports.partnership.forms import make_report
from reports.partnership.parts import Asked, computed
from reports.partnership.reading import ReportSource, read_source
from tests.conftest import NIK_KEY, Databases
from warehouse.engine import open_warehouse
from warehouse.errors import NothingToTrace
from warehouse.figure_codes import REPORT, FigureCode, read_code

pytestmark = pytest.mark.xdist_group("figures")  # the small world is made once

ZONE = ZoneInfo("Asia/Makassar")
NOT_ADDED = ("bawah", "atas", "persen", "usaha", "kabupaten", "sendiri")
"""Measures of the rows that are listed behind them, which no sum of these gives."""


@pytest.fixture(scope="module")
def source(sqlite_databases: Databases) -> Iterator[ReportSource]:
    """Five months of a few businesses, with every requirement there is."""
    warehouse = open_warehouse(sqlite_databases.fresh(), nik_key=NIK_KEY)
    fill(warehouse, History(months=5, businesses=25))
    yield read_source(warehouse, asked=Asked(visits=4))
    warehouse.close()


@pytest.fixture(scope="module")
def data(source: ReportSource) -> dict[str, Any]:
    return json.loads(as_bytes(report_data(source, ZONE)))


def figure(source: ReportSource, name: str, measure: str | None, **dimensions: Any) -> Behind:
    """What the code of a figure leads to, once written and read again."""
    assert source.point is not None
    texts = {column: str(value) for column, value in dimensions.items()}
    return behind(source, read_code(FigureCode(name, source.point, measure, texts).text(ZONE)))


def test_what_a_lighter_list_opens(source: ReportSource, data: dict[str, Any]) -> None:
    for entry in data["pembukaan"]:
        rows = [row | {"persyaratan": [row["persyaratan"]]} for row in entry["tanpa"]]
        for row in [*rows, *entry["pasangan"], *entry["terbaik"], *entry["terbaik_ritel"]]:
            dimensions = {"ritel": entry["ritel"], "persyaratan": ";".join(row["persyaratan"])}
            for measure in ("membuka", "membuka_atas"):
                got = figure(source, "laporan_pembukaan", measure, **dimensions)
                assert got.value == len(set(got.keys)) == row[measure]
            for where in row.get("menurut", []):
                wanted_there = dimensions | {"office": where["office"], "kategori": where["kategori"]}
                assert figure(source, "laporan_pembukaan", "membuka", **wanted_there).value == where["membuka"]
        for row in entry["ambang"]:
            dimensions = {"ritel": entry["ritel"], "persyaratan": row["persyaratan"], "nilai": row["nilai"]}
            assert figure(source, "laporan_ambang", "membuka", **dimensions).value == row["membuka"]


def test_one_step_away(source: ReportSource, data: dict[str, Any]) -> None:
    assert data["satu_langkah"]
    for row in data["satu_langkah"]:
        dimensions = {name: row[name] for name in ("ritel", "persyaratan", "office")}
        for measure in ("jumlah", "nilai_rp", "tidak_pasti"):
            assert figure(source, "laporan_satu_langkah", measure, **dimensions).value == row[measure]


def test_what_steps_are_worth_stands_in_a_table_of_offices_alone(source: ReportSource, data: dict[str, Any]) -> None:
    page, forum = (make_report(source, ZONE, audience).form("html").decode() for audience in ("kantor", "forum"))
    assert 'data-kode="laporan_satu_langkah.nilai_rp/' in page
    assert "laporan_satu_langkah.nilai_rp/" not in forum
    left = [row for row in data["marts"]["corong"] if row["lama_bulan_median"] is not None]
    assert len(set(re.findall('data-kode="(mart_corong.lama_bulan_median/[^"]*)"', forum))) == len(left)


def test_the_plan_and_what_mentoring_did(source: ReportSource, data: dict[str, Any]) -> None:
    assert data["dampak"]
    for row in data["rencana"]:
        dimensions = {"office": row["office"], "kunjungan": row["kunjungan"]}
        for measure, value in {
            "nilai_rp": row["nilai_rp"],
            "produk": row["produk"],
            "kunjungan": len(row["visits"]),
        }.items():
            assert figure(source, "laporan_rencana", measure, **dimensions).value == value
    for row in data["dampak"]:
        dimensions = {"topik": row["topik"], "dibantu": row["dibantu"]}
        for measure in ("jumlah", "terpenuhi_kini"):
            got = figure(source, "laporan_dampak", measure, **dimensions)
            assert got.value == row[measure] >= len(got.keys)
        assert [figure(source, "laporan_dampak", bound, **dimensions).value for bound in ("bawah", "atas")] == [
            row["bawah"],
            row["atas"],
        ]


def test_what_stands_in_the_way(source: ReportSource, data: dict[str, Any]) -> None:
    for entry in data["hambatan"]:
        whole = figure(source, "laporan_hambatan", "belum_siap", ritel=entry["ritel"])
        assert whole.value == len(whole.keys) == entry["belum_siap"] > 0
        for row in entry["persyaratan"]:
            wanted = {"ritel": entry["ritel"], "persyaratan": row["persyaratan"]}
            for measure in ("produk", "sendirian", "pembilang", "bagian"):
                assert figure(source, "laporan_hambatan", measure, **wanted).value == row[measure]
            assert len(figure(source, "laporan_hambatan", "pembilang", **wanted).keys) == row["produk"]


def test_what_a_retailer_would_carry(source: ReportSource, data: dict[str, Any]) -> None:
    assert data["beban"]
    for row in data["beban"]:
        wanted = {"ritel": row["ritel"], "persyaratan": ";".join(row["persyaratan"])}
        for lacking in row["kurang"]:
            for measure in ("tidak", "belum_pasti"):
                got = figure(source, "laporan_beban", measure, **wanted, kurang=lacking["persyaratan"])
                assert got.value == len(got.keys) == lacking[measure]
        numbers = row["masa_simpan"] | {name: row[name] for name in ("membuka", "tanpa_kapasitas")}
        for measure, value in numbers.items():
            got = figure(source, "laporan_beban", measure, **wanted)
            assert got.value == len(got.keys) == value
        outlets = figure(source, "laporan_beban", "gerai", **wanted)
        assert outlets.value == row["gerai"] >= len(outlets.keys)
        assert sum(row["masa_simpan"].values()) == row["membuka"]


def test_a_code_names_the_assumptions_that_its_figure_was_made_with(source: ReportSource) -> None:
    other = replace(source, parts=computed(source, Asked(4, Assumptions(100, 7, 3))))
    page = make_report(other, ZONE).form("html").decode()
    figures = re.findall(r'<data value="([^"]*)" data-kode="(laporan_(?:beban|anggapan|selama_proses)[^"]*)"', page)
    assert {code.partition(".")[0] for _, code in figures} == {
        "laporan_beban",
        "laporan_anggapan",
        "laporan_selama_proses",
    }
    others = 0
    for value, code in figures:
        read = read_code(unescape(code))
        assert behind(source, read).value == float(value), code
        usual = {name: value for name, value in read.dimensions.items() if name not in ("hari_jalan", "unit_per_gerai")}
        others += behind(source, replace(read, dimensions=usual)).value != float(value)
    assert others


def test_the_market(source: ReportSource, data: dict[str, Any]) -> None:
    whole = figure(source, "laporan_pasar", "nilai_rp")
    supplies = {(row["office"], row["kode_produk"]) for row in data["pasar"]["pasokan"]}
    assert (whole.value, set(whole.keys)) == (data["pasar"]["nilai_rp"], supplies)
    for row in data["pasar"]["terpenuhi"]:
        assert (
            figure(source, "laporan_pasar", "terpasok", kode_permintaan=row["kode_permintaan"]).value == row["terpasok"]
        )


def test_pooled_orders(source: ReportSource, data: dict[str, Any]) -> None:
    assert data["pesanan_bersama"]
    owners = dict(
        zip(
            zip(source.now.products.office, source.now.products.key, strict=True),
            source.now.products.business,
            strict=True,
        )
    )
    for row in data["pesanan_bersama"]:
        wanted = {"pemesan": row["office"], "kode_permintaan": row["kode_permintaan"]}
        for measure in ("volume", "terpasok", "usaha", "kabupaten", "sendiri", "nilai_rp"):
            got = figure(source, "laporan_pesanan_bersama", measure, **wanted)
            assert got.value == row[measure]
            if measure == "volume":
                assert (got.table, got.keys) == ("fct_permintaan", ((row["office"], row["kode_permintaan"]),))
                continue
            assert len({(office, owners[office, key]) for office, key in got.keys}) == row["usaha"] > 1
        for part in row["bagian"]:
            for measure in ("usaha", "terpasok", "persen"):
                got = figure(source, "laporan_pesanan_bersama", measure, **wanted, office=part["office"])
                assert got.value == part[measure]
                assert {office for office, _ in got.keys} == {part["office"]}


def test_what_is_not_known(source: ReportSource, data: dict[str, Any]) -> None:
    assert data["tidak_diketahui"]
    for row in data["tidak_diketahui"]:
        for measure in ("produk", "tidak_diketahui", "persen", "belum_dikurasi"):
            got = figure(source, "laporan_tidak_diketahui", measure, office=row["office"])
            assert got.value == row[measure]
            assert len(got.keys) == row["tidak_diketahui" if measure == "persen" else measure]


def test_how_long_partnerships_wait(source: ReportSource, data: dict[str, Any]) -> None:
    assert data["umur_corong"]
    for row in data["umur_corong"]:
        dimensions = {name: row[name] for name in ("usaha_besar", "tahap")}
        for measure in ("jumlah", *BANDS):
            got = figure(source, "laporan_umur_corong", measure, **dimensions)
            assert (got.value, got.table) == (len(set(got.keys)), "fct_kemitraan")
            assert got.value == row[measure]


def test_the_products_listed_behind_a_figure_are_those_that_its_code_leads_to(
    source: ReportSource, data: dict[str, Any]
) -> None:
    entries = {entry["receipt"]: entry for entry in data["asal"] if entry["receipt"].startswith("laporan_")}
    parts = {code.partition(".")[0].partition("/")[0].removeprefix(REPORT) for code in entries}
    assert parts == set(PARTS) - {"anggapan"}, "behind an assumption stands no row"
    whole = 0
    for code, entry in entries.items():
        got = behind(source, read_code(code))
        assert len(got.keys) == entry["banyak"], code
        listed = [(row["office"], row["kunci"]) for row in entry["baris"]]
        assert listed == sorted(got.keys)[: len(listed)], code
        if len(listed) == entry["banyak"] and read_code(code).measure not in NOT_ADDED:
            whole += 1
            assert sum(row["menambah"] for row in entry["baris"]) == pytest.approx(got.value), code
    assert whole > 200


@pytest.mark.parametrize(
    ("name", "measure", "dimensions", "sentence"),
    [
        ("laporan_cuaca", "hujan", {}, "Bagian laporan_cuaca tidak ada"),
        ("laporan_pasar", "hujan", {}, "tidak mempunyai ukuran hujan"),
        ("laporan_pasar", None, {}, "tidak mempunyai ukuran None"),
        ("laporan_pasar", "terpasok", {"office": "76.05"}, "Kolom office tidak ada"),
        ("laporan_pasar", "terpasok", {"kode_permintaan": "SSL-1"}, "Permintaan SSL-1 tidak berlaku"),
        ("laporan_pembukaan", "membuka", {}, "tidak menyebut ritel"),
        ("laporan_pembukaan", "membuka", {"ritel": "PT X", "persyaratan": "NIB"}, "Tidak ada persyaratan dari PT X"),
        ("laporan_rencana", "produk", {"office": "76.05", "kunjungan": "banyak"}, "'banyak' bukan bilangan"),
        ("laporan_rencana", "produk", {"office": "99.99", "kunjungan": "3"}, "Tidak ada rencana untuk 99.99"),
        (
            "laporan_pesanan_bersama",
            "usaha",
            {"pemesan": "73.71", "kode_permintaan": "SSL-1"},
            "Permintaan SSL-1 dari 73.71 tidak dilayani bersama",
        ),
        (
            "laporan_beban",
            "gerai",
            {"ritel": "PT X", "persyaratan": "Barcode", "unit_per_gerai": "0"},
            "Tidak ada persyaratan dari PT X",
        ),
        ("laporan_anggapan", "hari_jalan", {"unit_per_gerai": "0"}, "paling sedikit satu unit"),
        ("laporan_anggapan", "hari_jalan", {"hari_jalan": "tujuh"}, "'tujuh' bukan bilangan"),
        (
            "laporan_selama_proses",
            "proses",
            {"ritel": "PT X", "persyaratan": "Halal"},
            "Tidak ada persyaratan dari PT X",
        ),
        ("laporan_tidak_diketahui", "produk", {"office": "99.99"}, "Tidak ada produk yang dihitung dari 99.99"),
        ("laporan_dampak", "jumlah", {"topik": "Cuaca", "dibantu": "0"}, "topik Cuaca"),
    ],
)
def test_what_is_no_figure_is_refused_with_a_sentence(
    source: ReportSource, name: str, measure: str | None, dimensions: dict[str, str], sentence: str
) -> None:
    with pytest.raises(NothingToTrace, match=sentence):
        figure(source, name, measure, **dimensions)


def test_a_requirement_that_is_not_compulsory_opens_nothing_and_says_so(source: ReportSource) -> None:
    ritel = source.now.retailers[0].name
    with pytest.raises(NothingToTrace, match="tidak mewajibkan SNI"):
        figure(source, "laporan_pembukaan", "membuka", ritel=ritel, persyaratan="Halal;SNI")
    with pytest.raises(NothingToTrace, match="tidak mempunyai ambang"):
        figure(source, "laporan_ambang", "membuka", ritel=ritel, persyaratan="Halal", nilai=3)
