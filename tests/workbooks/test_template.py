"""The template of an office: what it offers, and that it says what the contract says."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from schemas.contract_2026_1 import CONTRACT
from schemas.kinds import Choice, Choices, Date, Desa, Gtin, Kecamatan, Key, Money, Nib, Nik, Number, Partner, YesNo
from schemas.period import Period
from schemas.reference import Reference, parse_reference
from workbooks.template import build_template

WORKBOOKS = [("regency", "76.05"), ("regency", "76.06"), ("sulsel", "73.71"), ("retail", "76")]


@pytest.fixture(scope="module")
def reference() -> Reference:
    text = (Path(__file__).parents[2] / "schemas" / "data" / "wilayah.csv").read_text(encoding="utf-8")
    partners = "name,alias\nPT Midi Utama Indonesia Tbk,Alfamidi\nPT Indomarco Prismatama,Indomaret\n"
    return parse_reference(text, "code,alias\n", "code\n", partners)


@pytest.fixture(scope="module")
def make_template(reference):
    """Makes a template and opens it; the same one only once."""
    ready = {}

    def make(kind="regency", office="76.05", filled=None):
        if filled is None and (kind, office) in ready:
            return ready[kind, office]
        packed = build_template(CONTRACT, kind, office, Period(2026, 11), reference, filled)
        workbook = openpyxl.load_workbook(io.BytesIO(packed))
        if filled is None:
            ready[kind, office] = workbook
        return workbook

    return make


def rules_of(sheet):
    return {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}


def listed(workbook, name):
    reference = workbook.defined_names[name].attr_text
    letter, first, last = re.fullmatch(r"'_daftar'!\$([A-Z]+)\$(\d+):\$[A-Z]+\$(\d+)", reference).groups()
    return [cell.value for (cell,) in workbook["_daftar"][f"{letter}{first}:{letter}{last}"]]


@pytest.mark.parametrize(("kind", "office"), WORKBOOKS)
def test_the_sheets_stand_in_contract_order_with_the_contracts_headers(make_template, kind, office):
    workbook = make_template(kind, office)
    titles = [sheet.title for sheet in CONTRACT.kind(kind).sheets]
    assert workbook.sheetnames == ["Petunjuk", "Identitas", *titles, "Kamus", "_daftar"]
    assert workbook["_daftar"].sheet_state == "hidden"
    for sheet in CONTRACT.kind(kind).sheets:
        assert [cell.value for cell in workbook[sheet.title][1]] == [column.header for column in sheet.columns]


@pytest.mark.parametrize(("kind", "office"), WORKBOOKS)
def test_every_column_has_a_note_within_the_limits_of_excel(make_template, kind, office):
    workbook = make_template(kind, office)
    for sheet in CONTRACT.kind(kind).sheets:
        rules = rules_of(workbook[sheet.title])
        assert len(rules) == len(sheet.columns)
        for rule in rules.values():
            assert 0 < len(rule.prompt) <= 255
            assert len(rule.promptTitle) <= 32
            assert len(rule.error or "") <= 225


@pytest.mark.parametrize(("kind", "office"), WORKBOOKS)
def test_every_choice_has_a_dropdown_of_exactly_its_words(make_template, kind, office):
    workbook = make_template(kind, office)
    for sheet in CONTRACT.kind(kind).sheets:
        rules = list(rules_of(workbook[sheet.title]).values())
        for column, rule in zip(sheet.columns, rules, strict=True):
            if isinstance(column.kind, Choice | Choices):
                assert rule.type == "list"
                assert listed(workbook, rule.formula1) == [word.text for word in column.kind.words]
                assert bool(rule.showErrorMessage) == isinstance(column.kind, Choice)
            elif isinstance(column.kind, Partner):
                assert listed(workbook, rule.formula1) == ["Alfamidi", "Indomaret"]
            elif isinstance(column.kind, YesNo):
                assert listed(workbook, rule.formula1) == ["Ya", "Tidak"]


def test_the_desa_on_offer_are_those_of_the_rows_kecamatan(make_template, reference):
    workbook = make_template(office="76.06")
    rules = rules_of(workbook["UMKM"])
    sheet = CONTRACT.kind("regency").sheet("UMKM")
    letters = {type(column.kind): chr(65 + index) for index, column in enumerate(sheet.columns)}
    formula = rules[f"{letters[Desa]}3:{letters[Desa]}2002"].formula1
    assert f"${letters[Kecamatan]}3" in formula
    kecamatan, desa = listed(workbook, "daftar_desa_kecamatan"), listed(workbook, "daftar_desa")
    codes = {place.name: place.code for place in reference.places if place.parent == "76.06"}
    assert listed(workbook, "daftar_kecamatan") == sorted(codes)
    for name, code in codes.items():
        start, count = kecamatan.index(name), kecamatan.count(name)  # what MATCH and COUNTIF give
        assert set(desa[start : start + count]) == {place.name for place in reference.places if place.parent == code}


@pytest.mark.parametrize(("kind", "office"), WORKBOOKS)
def test_what_is_no_number_is_a_text_column_and_required_headers_look_required(make_template, kind, office):
    workbook = make_template(kind, office)
    for sheet in CONTRACT.kind(kind).sheets:
        target = workbook[sheet.title]
        for cell, column in zip(target[1], sheet.columns, strict=True):
            shape = target.column_dimensions[cell.column_letter].number_format
            if not isinstance(column.kind, Number):
                assert shape == "@"
            elif isinstance(column.kind, Money):
                assert shape == "#,##0"
            assert (cell.number_format == '@" *"') == column.required


@pytest.mark.parametrize(("kind", "office"), WORKBOOKS)
def test_the_example_row_is_no_data_and_shows_nearly_every_column(make_template, kind, office):
    workbook = make_template(kind, office)
    for sheet in CONTRACT.kind(kind).sheets:
        row = [cell.value for cell in workbook[sheet.title][2]]
        assert row[0].startswith("CONTOH ")
        assert all(value is not None for value, column in zip(row, sheet.columns, strict=True) if column.required)
        assert workbook[sheet.title].max_row == 2


def test_identitas_is_filled_in_except_for_the_officer(make_template):
    def cover(kind, office):
        return {row[0].value: row[1].value for row in make_template(kind, office)["Identitas"]["A3:B9"]}

    regency = cover("regency", "76.05")
    assert regency["Kabupaten"] == "Majene"
    assert regency["Periode"] == "November 2026"
    assert regency["Versi Templat"] == "2026.1"
    assert regency["Petugas"] is None
    assert cover("sulsel", "73.71")["Kabupaten/Kota"] == "Kota Makassar"
    assert cover("retail", "76")["Instansi"] == "Pemerintah Provinsi Sulawesi Barat"


def test_known_businesses_are_filled_in_as_people_write_them(make_template):
    umkm = pd.DataFrame(
        {
            "kode_umkm": ["MJN-0001", "MJN-0002"],
            "nib": ["0220009896155", None],
            "nama_usaha": ["=SUM(A1)", "Dapur Anjoroi"],
            "kecamatan": ["76.05.01", "76.05.02"],
            "desa": ["76.05.01.1001", None],
            "omzet_tahunan": pd.array([180_000_000, None], dtype="Int64"),
        }
    )
    produk = pd.DataFrame(
        {
            "kode_produk": ["MJN-0001-01"],
            "halal": [None],
            "halal_status": ["proses"],
            "label_komposisi": pd.array([True], dtype="boolean"),
        }
    )
    workbook = make_template(filled={"UMKM": umkm, "Produk": produk})
    headers = {cell.value: cell.column_letter for cell in workbook["UMKM"][1]}
    sheet = workbook["UMKM"]
    assert [sheet[f"A{row}"].value for row in (3, 4, 5)] == ["MJN-0001", "MJN-0002", None]
    assert sheet[f"{headers['NIB']}3"].value == "0220009896155"
    assert sheet[f"{headers['NIB']}3"].number_format == "@"
    assert sheet[f"{headers['Kecamatan']}3"].value == "Banggae"
    assert sheet[f"{headers['Omzet Tahunan (Rp)']}3"].value == 180_000_000
    assert sheet[f"{headers['Omzet Tahunan (Rp)']}4"].value is None
    assert sheet[f"{headers['Nama Usaha']}3"].data_type == "s"
    products = {cell.value: cell.column_letter for cell in workbook["Produk"][1]}
    assert workbook["Produk"][f"{products['Sertifikat Halal']}3"].value == "dalam proses"
    assert workbook["Produk"][f"{products['Label Komposisi']}3"].value == "Ya"


def test_the_dictionary_has_a_line_for_every_column(make_template):
    workbook = make_template()
    lines = [(row[0], row[1]) for row in workbook["Kamus"].iter_rows(min_row=2, values_only=True)]
    assert lines == [(s.title, c.header) for s in CONTRACT.kind("regency").sheets for c in s.columns]


def test_examples_of_identifiers_have_their_proper_length(make_template):
    workbook = make_template()
    for sheet in CONTRACT.kind("regency").sheets:
        for cell, column in zip(workbook[sheet.title][2], sheet.columns, strict=True):
            match column.kind:
                case Nib() | Gtin():
                    assert len(cell.value) == 13
                case Nik():
                    assert len(cell.value) == 16
                case Date():
                    assert re.fullmatch(r"\d+ (Nov|Des)ember \d{4}", cell.value)
                case Key() if column.name == "kode_umkm":
                    assert cell.value.endswith("MJN-0001")


def test_an_office_that_does_not_exist_is_named(make_template):
    with pytest.raises(KeyError, match=r"79\.99"):
        make_template(office="79.99")


def test_an_office_gets_no_template_of_another_kind(make_template):
    with pytest.raises(ValueError, match="sulsel, bukan regency"):
        make_template("regency", "73.71")
