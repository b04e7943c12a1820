"""The cover: labels, values to their right, and what is said of office, period and version."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.schemas.making import SOUND, check, cover, grid, lines, table

SHEETS = [grid(title, table(title, [SOUND[title]])) for title in ("UMKM", "Produk")]
RETAIL = [grid("Persyaratan", table("Persyaratan", [SOUND["Persyaratan"]]))]
MITRA = [grid("Mitra", table("Mitra", [SOUND["Mitra"]]))]


def covered(rows, merged=(), sheets=SHEETS, **changes):
    return check([grid("Identitas", rows, merged), *sheets], **changes)


@pytest.mark.parametrize(
    "value",
    [
        "Majene",
        "MAJENE",
        " Kab. Majene ",
        "kab majene",
        "Kabupaten  Majene",
        "76.05",
        76.05,
        "'76.05",
    ],
)
def test_an_office_is_known_by_name_or_code(value):
    result = check([cover(Kabupaten=value), *SHEETS])
    assert (lines(result), result.office) == ([], "76.05")


@pytest.mark.parametrize(
    ("value", "office"),
    [
        ("Mamuju", "76.02"),
        ("Mamuju Tengah", "76.06"),
        ("Mamuju Utara", "76.01"),
        ("Polman", "76.04"),
        ("MATENG", "76.06"),
    ],
)
def test_whole_names_and_aliases_are_matched(value, office):
    assert check([cover(Kabupaten=value), *SHEETS]).office == office


@pytest.mark.parametrize(
    "value", ["7605", 7605.0, "76.5", 76.0, "76", "Makassar", "73.71", "Maje", "76.05 Majene", True]
)
def test_a_bare_bps_number_another_province_or_half_a_name_is_no_office(value):
    result = check([cover(Kabupaten=value), *SHEETS])
    assert [line for line in lines(result) if "cover" in line] == ["Identitas B1 cover.office fatal"]
    assert (result.office, result.outcome) == (None, "rejected")


@pytest.mark.parametrize(
    ("value", "period"),
    [
        ("November 2026", "2026-11"),
        ("Nopember 2026", "2026-11"),
        ("10/2026", "2026-10"),
        ("2026-09", "2026-09"),
        (date(2026, 11, 1), "2026-11"),
        (datetime(2026, 11, 30), "2026-11"),  # noqa: DTZ001
    ],
)
def test_a_period(value, period):
    result = check([cover(Periode=value), *SHEETS])
    assert (lines(result), result.period) == ([], period)


@pytest.mark.parametrize(
    ("value", "period"),
    [
        ("bulan lalu", None),
        ("", None),
        ("-", None),
        (2026.11, None),
        ("Desember 2026", "2026-12"),
        ("1/2027", "2027-01"),
    ],
)
def test_a_period_that_is_missing_unreadable_or_yet_to_come(value, period):
    result = check([cover(Periode=value), *SHEETS])
    assert lines(result) == ["Identitas B2 cover.period fatal"]
    assert result.period == period


@pytest.mark.parametrize("value", ["2026.1", 2026.1, "'2026.1"])
def test_the_version_as_text_or_number(value):
    assert lines(check([cover(Versi_Templat=value), *SHEETS])) == []


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("2024.3", "Identitas B4 cover.version fatal"),
        (2025.1, "Identitas B4 cover.version fatal"),
        ("", "Identitas B4 cover.version warning"),
        (None, "Identitas - cover.version warning"),
    ],
)
def test_another_version_is_refused_and_none_is_said(value, line):
    assert lines(check([cover(Versi_Templat=value), *SHEETS])) == [line]


@pytest.mark.parametrize("value", ["", "-", "nihil"])
def test_an_empty_officer_is_a_warning(value):
    result = check([cover(Petugas=value), *SHEETS])
    assert lines(result) == ["Identitas B3 required warning"]
    assert result.outcome == "accepted_with_notes"


def test_an_absent_label_has_no_cell():
    assert lines(check([cover(Petugas=None, Periode=None), *SHEETS])) == [
        "Identitas - cover.period fatal",
        "Identitas - required warning",
    ]


def test_labels_may_be_merged_numbered_or_followed_by_a_colon_and_values_moved_right():
    rows = [
        ["LAPORAN BULANAN KABUPATEN", "", "", "", ""],
        ["1. Kabupaten :", "", ":", "", "Majene"],
        ["2) PERIODE", "", "", " : ", "bulan lalu"],
        ["3. Petugas", "", "", ":", ""],
        ["Versi Templat:", "2026.1"],
        ["Jabatan", ": Petugas"],
    ]
    merged = [(row, 0, row, 1) for row in (1, 2, 3)]
    assert lines(covered(rows, merged)) == ["Identitas E3 cover.period fatal", "Identitas C4 required warning"]


def test_a_colon_may_stand_before_the_value():
    rows = [
        ["Kabupaten", ": Majene"],
        ["Periode", " : November 2026"],
        ["Petugas", ":Nurul"],
        ["Versi Templat", ":2026.1"],
    ]
    assert lines(covered(rows)) == []


def test_labels_side_by_side_do_not_take_each_other_as_value():
    rows = [["Kabupaten", "", "Periode", "November 2026"], ["Petugas", "Nurul", "Versi Templat", "2026.1"]]
    assert lines(covered(rows)) == ["Identitas B1 cover.office fatal"]


def test_an_office_that_the_source_is_not_registered_for_is_refused():
    result = check([cover(), *SHEETS], office="76.02")
    assert (lines(result), result.office) == (["Identitas B1 cover.office fatal"], "76.05")


def test_the_cover_of_a_collaborator():
    result = check([cover("sulsel"), *MITRA])
    assert (lines(result), result.office, result.kind) == ([], "73.71", "sulsel")
    assert lines(check([cover("sulsel", **{"Kabupaten/Kota": "Majene"}), *MITRA])) == [
        "Identitas B2 cover.office fatal"
    ]
    assert lines(check([cover("sulsel", Instansi=""), *MITRA])) == ["Identitas B1 required warning"]


def test_a_field_is_known_by_its_id_and_by_what_other_kinds_call_it():
    rest = [["Periode", "2026-11"], ["Petugas", "Nurul"], ["versi_templat", "2026.1"]]
    assert lines(covered([["Kabupaten/Kota", "Majene"], *rest])) == []
    assert lines(covered([["Instansi", "Dinas"], ["Kabupaten", "Makassar"], *rest], sheets=MITRA)) == []


def test_the_cover_of_the_province():
    result = check([cover("retail"), *RETAIL])
    assert (lines(result), result.office, result.kind) == ([], "76", "retail")
    assert lines(check([cover("retail"), *RETAIL], office="76.05")) == ["Identitas - cover.office fatal"]


def test_telephone_and_date_of_the_cover_are_text():
    assert lines(check([cover("regency", ["Telepon", "x"], ["Tanggal Kirim", "31/02/2026"]), *SHEETS])) == []
