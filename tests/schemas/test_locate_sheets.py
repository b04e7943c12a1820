"""Which grid is which sheet, which kind the workbook is, and what is said of its sheets."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.grid import Grid
from tests.schemas.making import SOUND, addressed, check, cover, grid, lines, table, workbook

UMKM = grid("UMKM", table("UMKM", [SOUND["UMKM"]]))
PRODUK = grid("Produk", table("Produk", [SOUND["Produk"]]))
KURASI = grid("Kurasi", table("Kurasi", [SOUND["Kurasi"]]))
COVER = cover()
NOTE = grid("Catatan", [["Catatan internal"]])


@pytest.mark.parametrize(
    "name",
    ["UMKM", "1. Data UMKM", " Daftar UMKM", "data_umkm", "DATA  UMKM", "6. umkm", "1)UMKM", "01_UMKM", "2-Data-UMKM"],
)
def test_a_sheet_is_known_however_its_name_is_written(name):
    assert lines(check([COVER, replace(UMKM, name=name), PRODUK])) == []


@pytest.mark.parametrize("name", ["Baca Dulu", "PERBAIKAN", "Petunjuk", "kamus", "0. Petunjuk"])
def test_guide_sheets_are_passed_over(name):
    assert lines(check([COVER, UMKM, PRODUK, replace(NOTE, name=name)])) == []


def test_an_unknown_sheet_is_said_when_it_is_visible_and_holds_something():
    foreign = replace(NOTE, name="Daftar Mitra")
    hidden, blank = replace(NOTE, visible=False), Grid("Sheet3", ())
    assert lines(check([COVER, UMKM, PRODUK, NOTE, foreign, hidden, blank])) == [
        "Catatan - sheet.unknown warning",
        "Daftar Mitra - sheet.unknown warning",
    ]


def test_two_visible_claims_are_a_duplicate_and_each_surplus_sheet_is_said():
    result = check(
        [COVER, UMKM, PRODUK, KURASI, replace(KURASI, name="Hasil Kurasi"), replace(KURASI, name="4. Kurasi")]
    )
    assert lines(result) == ["Kurasi - sheet.duplicate fatal"] * 2
    assert result.outcome == "rejected"


def test_a_hidden_sheet_gives_way_to_a_visible_one_and_is_read_where_there_is_none():
    bad = grid("Data UMKM", table("UMKM", [SOUND["UMKM"] | {"nib": "12"}]), visible=False)
    assert lines(check([COVER, bad, UMKM, PRODUK])) == []
    assert lines(check([COVER, bad, PRODUK])) == addressed("UMKM nib@2 nib.length withheld")


@pytest.mark.parametrize(
    ("grids", "kind", "missing"),
    [
        ([COVER, UMKM], "regency", ["Produk"]),
        ([COVER, PRODUK], "regency", ["UMKM"]),
        ([UMKM, PRODUK], "regency", ["Identitas"]),
        ([COVER], "regency", ["UMKM", "Produk"]),
        ([NOTE], "regency", ["Identitas", "UMKM", "Produk"]),
        ([cover("sulsel"), grid("Permintaan", [["x"]])], "sulsel", ["Mitra"]),
        ([grid("Persyaratan", table("Persyaratan", [SOUND["Persyaratan"]]))], "retail", ["Identitas"]),
    ],
)
def test_the_kind_is_the_one_most_of_whose_sheets_are_there_and_each_missing_one_is_said(grids, kind, missing):
    result = check(grids)
    assert result.kind == kind
    assert [line for line in lines(result) if "sheet.missing" in line] == [
        f"{title} - sheet.missing fatal" for title in missing
    ]


def test_where_no_sheet_tells_the_kind_the_office_does():
    assert check([cover("sulsel")], office="73.71").kind == "sulsel"


def test_a_workbook_of_no_sheets_at_all_is_rejected():
    assert check([]).outcome == "rejected"


def test_absent_optional_sheets_and_the_cover_are_not_listed():
    assert list(check(workbook(Kurasi=[SOUND["Kurasi"]])).sheets) == ["UMKM", "Produk", "Kurasi"]


def test_a_missing_sheet_hides_references_to_it_and_the_rest_is_told():
    curated = grid("Kurasi", table("Kurasi", [SOUND["Kurasi"] | {"skor_harga": 101.0}]))
    assert lines(check([COVER, UMKM, curated, NOTE])) == addressed(
        "Catatan - sheet.unknown warning",
        "Produk - sheet.missing fatal",
        "Kurasi skor_harga@2 range error",
    )


def test_sheets_and_headers_without_a_row_are_an_empty_submission():
    empty = [grid(title, table(title, [])) for title in ("UMKM", "Produk", "Kurasi")]
    assert lines(check([COVER, *empty])) == ["- - submission.empty fatal"]
    assert lines(check([cover(Periode=""), *empty])) == [
        "- - submission.empty fatal",
        "Identitas B2 cover.period fatal",
    ]


def test_a_missing_column_is_not_said_to_be_emptiness():
    names = ("kode_umkm", "nib")
    result = check([COVER, grid("UMKM", table("UMKM", [], names)), grid("Produk", table("Produk", []))])
    assert {finding.code for finding in result.findings} == {"column.missing"}


def test_headers_that_claim_a_column_twice_and_no_row_are_both_told():
    header = [*table("UMKM", [])[0], "Kode UMKM"]
    result = check([COVER, grid("UMKM", [header]), grid("Produk", table("Produk", []))])
    assert lines(result) == addressed("- - submission.empty fatal", "UMKM +1@1 column.duplicate fatal")
