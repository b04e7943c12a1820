"""``report --format json``: every figure of the report, and the codes that ``trace`` takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

PARTS = [
    "definition",
    "period",
    "known_on",
    "offices",
    "marts",
    "pembukaan",
    "satu_langkah",
    "rencana",
    "dampak",
    "pasar",
    "headline",
]


def test_the_report_is_json_on_standard_output_or_in_a_file(at_home: Run, tmp_path: Path) -> None:
    ran = at_home("report", "--format", "json", "--visits", "3")
    assert ran.status == 0
    data = json.loads(ran.out)
    assert set(PARTS) <= set(data)
    assert {plan["kunjungan"] for plan in data["rencana"]} == {3}
    assert "Belum ada data dari Kabupaten " in ran.err
    file = tmp_path / "laporan.json"
    ran = at_home("report", "--format", "json", "--visits", "3", "--to", file)
    assert ran.out == f"Ditulis: {file}\n"
    assert json.loads(file.read_text(encoding="utf-8")) == data
    assert {plan["kunjungan"] for plan in json.loads(at_home("report", "--format", "json").out)["rencana"]} == {20}


def test_the_report_is_a_page_as_well(at_home: Run, tmp_path: Path) -> None:
    file = tmp_path / "laporan.html"
    ran = at_home("report", "--format", "html", "--to", file)
    assert (ran.status, ran.out) == (0, f"Ditulis: {file}\n")
    text = file.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "WITA" in text


def test_an_office_has_a_sheet_of_its_own(at_home: Run) -> None:
    ran = at_home("report", "--format", "html", "--office", "majene")
    assert ran.status == 0
    assert "Lembar Kabupaten Majene" in ran.out


def test_a_month_without_data_comes_out_and_says_so(at_home: Run) -> None:
    ran = at_home("report", "--format", "json", "--known-on", "2020-01-01")
    assert (ran.status, ran.err) == (0, "Belum ada yang berlaku dari sudut pandang itu.\n")
    assert json.loads(ran.out)["offices"] == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--format", "json", "--period", "2100-01"), "bulan Januari 2100 belum tiba."),
        (("--format", "json", "--known-on", "kemarin"), "'kemarin' bukan waktu"),
        (("--format", "json", "--visits", "1001"), "bukan bilangan bulat dari 0 sampai 1.000"),
        (("--format", "json", "--visits", "-1"), "bukan bilangan bulat dari 0 sampai 1.000"),
        (("--period", "2026-10"), "--period memerlukan --format"),
        (("--office", "majene"), "--office memerlukan --format"),
        (("--format", "html", "--office", "mars"), "'mars' bukan kabupaten; yang ada: majene"),
        (("--format", "html", "--retailer", "toko"), "'toko' bukan satu ritel"),
        (("--format", "json", "--office", "majene"), "Lembar kabupaten ada sebagai html dan pdf"),
        (("--known-on", "2026-10-01"), "--known-on memerlukan --format"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(at_home: Run, arguments: tuple[str, ...], sentence: str) -> None:
    ran = at_home("report", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert sentence in ran.err


def test_the_code_of_a_figure_leads_to_its_rows(at_home: Run) -> None:
    figures = json.loads(at_home("report", "--format", "json").out)["headline"]
    figure = next(figure for figure in figures if figure["id"] == "umkm")
    traced = at_home("trace", figure["receipt"], "--json").json
    assert (traced["value"], traced["total"]) == (figure["value"], figure["value"])
    words = at_home("trace", figure["receipt"]).out
    assert words.startswith(f"mart_legalitas.penyebut = {figure['value']}\n")
    assert f"Dibentuk dari {figure['value']} baris:" in words


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("mart_kesiapan.siap@2026-11",), "bukan kode angka"),
        (("mart_kesiapan.siap@2026-13@2026-11-30T23:59:59+08:00",), "bukan kode angka"),
        (("mart_kesiapan.siap@2026-11@2026-11-30T23:59:59",), "bukan kode angka"),
        (("mart_cuaca.siap@2026-11@2026-11-30T23:59:59+08:00",), "Angka mart_cuaca tidak ada"),
        (("mart_kesiapan.hujan@2026-11@2026-11-30T23:59:59+08:00",), "tidak mempunyai ukuran hujan"),
        (("mart_kesiapan.siap/hujan=1@2026-11@2026-11-30T23:59:59+08:00",), "Kolom hujan tidak ada"),
        (("mart_kesiapan.siap@2026-11@2026-11-30T23:59:59+08:00", "office=76.05"), "berdiri sendiri"),
    ],
)
def test_a_code_that_is_none_is_refused_with_a_sentence(
    at_home: Run, arguments: tuple[str, ...], sentence: str
) -> None:
    ran = at_home("trace", *arguments)
    assert (ran.status, ran.out) == (2, "")
    assert sentence in ran.err
