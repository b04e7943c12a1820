"""column.unit: a header that names another unit or rate than its column's; no value is loaded as what it is not."""

from fractions import Fraction

import pandas as pd
import pytest

from schemas.context import Context
from schemas.contract_2026_1 import CONTRACT
from schemas.locate.header import find_header
from schemas.messages import message
from schemas.period import Period
from schemas.units import split_header
from tests.schemas.making import (
    KIND_OF,
    asked,
    cell,
    check,
    counts,
    cover,
    grid,
    outcome,
    read,
    row,
    said,
    table,
    workbook,
)

OWN, NO_FACTOR, UNKNOWN = Fraction(1), None, "unknown"


def factor(title, column, header):
    """What a header makes of a column's values; ``unknown`` where the column is not recognised."""
    kind = KIND_OF[title]
    sheet = kind.sheet(title)
    other_headers = [other_column.header for other_column in sheet.columns if other_column.name != column][:4]
    headers = find_header(grid(title, [[*other_headers, header], ["x"] * 5]), sheet, kind.name, ())
    if column not in headers.located:
        return UNKNOWN
    converted = headers.conversions.get(column)
    return converted.conversion.factor if converted else OWN


@pytest.mark.parametrize(
    ("title", "column", "header", "expected"),
    [
        *(("UMKM", "omzet_tahunan", header, 1000) for header in ("Omzet Tahunan (Rp.000)", "Omzet Tahunan (ribu Rp)", "Omset (Rp 000)", "Omzet (dalam ribuan rupiah)", "Omzet (Rp 1.000)", "Omzet (Rp.1.000,-)", "Omzet (x1000)", "Omzet Tahunan ribu Rp", "Omzet (Rp000)", "Omzet (000)", "Omzet (rb)", "Omzet (Rp K)")),
        *(("UMKM", "omzet_tahunan", header, 10**6) for header in ("Omzet Tahunan (juta Rp)", "Omzet (Rp juta)", "Omzet (jt)", "Omset (Jutaan Rupiah)", "Omzet (Rp 000.000)", "Omzet (dlm Rp 1.000.000)", "Omset Juta", "Omset/Tahun (juta)")),
        *(("UMKM", "omzet_tahunan", header, 10**9) for header in ("Omzet (miliar)", "Omzet (Rp M)", "Omzet (milyar Rp)")),
        *(("UMKM", "omzet_tahunan", header, 12) for header in ("Omzet (per bulan)", "Omzet per bulan", "Omset/Bulan", "Omzet Bulanan", "Omzet (Rp/bulan)", "Omzet (Rp/bln)", "Omset per Bulan (Rp)", "Omzet (bulan)", "Omzet sebulan")),
        ("UMKM", "omzet_tahunan", "Omzet (juta Rp/bulan)", 12 * 10**6),
        *(("UMKM", "omzet_tahunan", header, NO_FACTOR) for header in ("Omzet (per hari)", "Omzet per minggu", "Omzet (USD)", "Omzet (per triwulan)", "Omzet (3 bulan)", "Omzet per lusin", "Omzet (kg)", "Omzet (ribu pcs/hari)")),
        *(("UMKM", "omzet_tahunan", header, OWN) for header in ("Omzet Tahunan (Rp)", "Omzet", "Omset/Tahun", "Omzet per Tahun", "Omzet (per tahun)", "Omzet (Rp/tahun)", "Omzet Tahunan (Rupiah)", "Omzet (tahun 2025)", "Omzet (wajib diisi)", "Omzet (maks. 1.000.000.000)", "Omzet Tahunan Rp", "Omset setahun (Rp.)", "omzet_tahunan")),
        *(("UMKM", "modal_usaha", header, 10**6) for header in ("Modal (juta)", "Modal Usaha (Rp juta)", "Modal Juta Rp")),
        ("UMKM", "modal_usaha", "Modal (tahun 2025)", OWN),
        ("UMKM", "modal_usaha", "Modal (per bulan)", NO_FACTOR),
        ("UMKM", "tenaga_kerja_l", "Tenaga Kerja (L)", OWN),
        ("UMKM", "tenaga_kerja_l", "Tenaga Kerja L (orang)", OWN),
        ("UMKM", "tenaga_kerja_p", "TK Wanita orang", OWN),
        ("UMKM", "tahun_berdiri", "Tahun Berdiri (tahun)", OWN),
        ("UMKM", "lintang", "Lintang (derajat)", OWN),
        *(("Produk", "masa_simpan_hari", header, 30) for header in ("Masa Simpan (bulan)", "Masa Simpan (bln)", "Daya Tahan (bulan)", "Masa Simpan bulan", "Masa Simpan dalam bulan")),
        ("Produk", "masa_simpan_hari", "Masa Simpan (minggu)", 7),
        ("Produk", "masa_simpan_hari", "Masa Simpan (tahun)", 365),
        ("Produk", "masa_simpan_hari", "Masa Simpan (per bulan)", NO_FACTOR),
        *(("Produk", "masa_simpan_hari", header, OWN) for header in ("Masa Simpan (hari)", "Masa Simpan", "Masa Simpan Hari", "Masa Simpan (hari, suhu ruang)")),
        *(("Produk", "harga_jual", header, NO_FACTOR) for header in ("Harga (per lusin)", "Harga per lusin", "Harga Jual (Rp/kg)", "Harga per dus", "Harga (USD)", "Harga Jual per karton", "Harga/kodi", "Harga (per bulan)")),
        *(("Produk", "harga_jual", header, OWN) for header in ("Harga", "Harga (Rp)", "Harga per pcs", "Harga Jual (Rp/bungkus)", "Harga Satuan", "Harga Jual per kemasan (Rp)")),
        ("Produk", "harga_jual", "Harga (ribu)", 1000),
        *(("Produk", "kapasitas_bulanan", header, NO_FACTOR) for header in ("Kapasitas Produksi (per tahun)", "Kapasitas (per tahun)", "Kapasitas per Tahun", "Kapasitas Produksi/hari", "Kapasitas per minggu", "Kapasitas Produksi (kg)", "Kapasitas Produksi (Rp)", "Kapasitas per Bulan (lusin)")),
        *(("Produk", "kapasitas_bulanan", header, OWN) for header in ("Kapasitas per Bulan", "Kapasitas Produksi", "Kapasitas Produksi (pcs/bulan)", "Kapasitas per Bulan (unit)", "Kapasitas Bulanan", "Kapasitas (per bulan)")),
        ("Produk", "kapasitas_bulanan", "Kapasitas", UNKNOWN),
        ("Produk", "kapasitas_bulanan", "Kapasitas (unit)", UNKNOWN),
        ("Produk", "kapasitas_bulanan", "Kapasitas Produksi (ribu pcs)", 1000),
        ("Kemitraan", "nilai_kontrak", "Nilai Kontrak (juta Rp)", 10**6),
        ("Kemitraan", "nilai_realisasi", "Nilai Realisasi (per tahun)", NO_FACTOR),
        ("Kemitraan", "nilai_realisasi", "Realisasi Bulan Ini (juta Rp)", 10**6),
        ("Kemitraan", "jumlah_gerai", "Jumlah Gerai (unit)", OWN),
        ("Kurasi", "nilai_akhir", "Nilai Akhir (0-100)", OWN),
        ("Kurasi", "skor_harga", "Skor Harga (Rp)", NO_FACTOR),
        *(("Persyaratan", "nilai", header, OWN) for header in ("Nilai (hari/unit/Rp)", "Nilai (hari, unit, Rp)", "Nilai (Rp)")),
        *(("Produk", "isi_bersih", header, OWN) for header in ("Isi Bersih (g/ml)", "Netto (gr / ml / pcs)", "Isi Bersih", "Netto (per kemasan)")),
        *(("Produk", "isi_bersih", header, NO_FACTOR) for header in ("Isi Bersih (ons)", "Netto (per kg)", "Berat Bersih (ton)")),
        ("Persyaratan", "nilai", "Nilai (juta)", NO_FACTOR),
        ("Pemasaran", "nilai_penjualan", "Nilai Penjualan (ribu Rp)", 1000),
        ("Pemasaran", "unit_terjual", "Unit Terjual (lusin)", NO_FACTOR),
    ],
)  # fmt: skip
def test_what_a_header_makes_of_its_columns_values(title, column, header, expected):
    assert factor(title, column, header) == expected


@pytest.mark.parametrize("kind", CONTRACT.kinds, ids=lambda kind: kind.name)
def test_no_header_alias_or_id_of_the_contract_names_another_unit(kind):
    for sheet in kind.sheets:
        for column in sheet.columns:
            for name in (column.header, *column.aliases, column.name.replace("_", " ")):
                assert factor(sheet.title, column.name, name) == OWN, name


def test_a_header_without_units_is_split_into_itself():
    assert split_header("Nama Usaha") == ("Nama Usaha", "")
    assert split_header("Omzet per bulan (juta Rp)") == ("Omzet", "per bulan juta Rp")


def renamed(title, rows, **headers):
    """A sheet whose headers are written otherwise."""
    sheet = KIND_OF[title].sheet(title)
    first, *rest = table(title, rows)
    names = {sheet[name].header: text for name, text in headers.items()}
    return grid(title, [[names.get(header, header) for header in first], *rest])


def unit_lines(result, title):
    """Code, severity, column and row, suggestion of each finding of a sheet; the cell is the column's own."""
    findings = [finding for finding in result.findings if finding.sheet == title]
    assert all(entry.cell == cell(title, entry.column, entry.row) for entry in findings)
    return [(entry.code, entry.severity.value, f"{entry.column}@{entry.row}", entry.suggestion) for entry in findings]


def accepted(result, title, column):
    return result.sheets[title].accepted[column].tolist()


def test_values_are_converted_and_it_is_said_once_at_the_header():
    rows = [
        row("UMKM", kode_umkm=f"MJN-{at:04}", nib=f"912000111222{at}", omzet_tahunan=value)
        for at, value in enumerate((490_000.0, "371.000", "1,5", 0.1, "2 M", "", "abc"), 1)
    ]
    result = check(workbook(UMKM=renamed("UMKM", rows, omzet_tahunan="Omzet Tahunan (Rp.000)")))
    header = ("column.unit", "warning", "omzet_tahunan@1", 1000)
    assert unit_lines(result, "UMKM") == [
        header,
        ("required", "error", "omzet_tahunan@7", None),
        ("number", "error", "omzet_tahunan@8", None),
    ]
    assert accepted(result, "UMKM", "omzet_tahunan") == [490_000_000, 371_000_000, 1500, 100, 2_000_000_000]
    text = message(result.findings[0])
    assert f"“Omzet Tahunan (Rp.000)” di sel {cell('UMKM', 'omzet_tahunan', 1)} lembar UMKM" in text
    assert "dikalikan 1.000" in text
    assert result.outcome == "partially_accepted"


def test_a_value_is_judged_by_what_it_is_after_it_was_converted():
    rows = [row("Produk", kode_produk=f"MJN-0001-{at:02}", masa_simpan_hari=value) for at, value in enumerate((12.0, "1,5", 0.25, 200.0), 1)]  # fmt: skip
    result = check(workbook(Produk=renamed("Produk", rows, masa_simpan_hari="Masa Simpan (bulan)")))
    assert unit_lines(result, "Produk")[0] == ("column.unit", "warning", "masa_simpan_hari@1", 30)
    assert said(result, "Produk")[1:] == ["4 masa_simpan_hari integer withheld", "5 masa_simpan_hari range withheld"]
    assert accepted(result, "Produk", "masa_simpan_hari")[:2] == [360, 45]


def test_a_required_column_of_a_unit_without_a_factor_is_fatal_and_causes_nothing_else():
    result = check(workbook(Produk=renamed("Produk", [row("Produk"), row("Produk", kode_produk="MJN-0001-02")], harga_jual="Harga (per lusin)")))  # fmt: skip
    assert unit_lines(result, "Produk") == [("column.unit", "fatal", "harga_jual@1", None)]
    assert result.outcome == "rejected"
    assert counts(result, "Produk") == (2, 2, 0)
    assert "per lusin" in message(result.findings[0])


def test_an_optional_column_of_a_unit_without_a_factor_is_withheld_with_one_warning():
    rows = [row("Produk", kode_produk=f"MJN-0001-{at:02}", kapasitas_bulanan=value) for at, value in enumerate((1200.0, ""), 1)]  # fmt: skip
    result = check(workbook(Produk=renamed("Produk", rows, kapasitas_bulanan="Kapasitas Produksi (per tahun)")))
    assert unit_lines(result, "Produk") == [("column.unit", "warning", "kapasitas_bulanan@1", None)]
    assert result.sheets["Produk"].accepted["kapasitas_bulanan"].isna().all()
    assert result.outcome == "accepted_with_notes"
    assert "dikosongkan" in message(result.findings[0])


@pytest.mark.parametrize(
    ("units", "values", "suggestion", "loaded"),
    [
        (("g", "g"), (0.25, "1,5"), 1000, [250.0, 1500.0]),
        (("kg", "kg"), (0.25, 1.0), "nothing", [0.25, 1.0]),
        (("kg", "g"), (0.25, 0.25), None, [0.25, 250.0]),
        (("g", "pcs"), (0.25, 10.0), 1000, [250.0, None]),
        (("ml", ""), (0.25, 10.0), None, [None, None]),
    ],
)
def test_net_weight_goes_by_the_unit_of_its_row(units, values, suggestion, loaded):
    rows = [row("Produk", kode_produk=f"MJN-0001-{at:02}", isi_bersih=value, satuan=unit) for at, (unit, value) in enumerate(zip(units, values, strict=True), 1)]  # fmt: skip
    result = check(workbook(Produk=renamed("Produk", rows, isi_bersih="Isi Bersih (kg)")))
    expected = [] if suggestion == "nothing" else [("column.unit", "warning", "isi_bersih@1", suggestion)]
    assert unit_lines(result, "Produk") == expected
    assert [None if pd.isna(value) else value for value in accepted(result, "Produk", "isi_bersih")] == loaded


def test_a_header_of_another_unit_yields_to_the_columns_own():
    sheet = KIND_OF["UMKM"].sheet("UMKM")
    first, *rest = table("UMKM", [row("UMKM")])
    wide = grid("UMKM", [[*first, "Omzet per bulan"], *([*cells, 5.0] for cells in rest)])
    result = check([cover(), wide, *workbook(UMKM=[row("UMKM")])[2:]])
    assert [(finding.code, finding.got) for finding in result.findings] == [("column.unknown", "Omzet per bulan")]
    assert sheet["omzet_tahunan"].header in first


@pytest.mark.parametrize(
    ("title", "column", "text", "expected"),
    [
        *(("UMKM", "tenaga_kerja_l", text, (3, "number.unit → 3")) for text in ("3 orang", "3 org", "3orang", "3 Pekerja")),
        *(("UMKM", "tenaga_kerja_l", text, (None, "integer")) for text in ("3 pcs", "3 hari", "3 per bulan", "3 orang lebih", "tiga orang", "3-4 orang", "3 ekor", "3 kg")),
        ("UMKM", "omzet_tahunan", "5.000.000/bulan", (60_000_000, "number.unit → 60000000")),
        ("UMKM", "omzet_tahunan", "Rp 5 juta per bulan", (60_000_000, "number.unit → 60000000")),
        ("UMKM", "omzet_tahunan", "60 jt / tahun", (60_000_000, "number.unit → 60000000")),
        ("UMKM", "omzet_tahunan", "60.000.000 setahun", (60_000_000, "number.unit → 60000000")),
        ("UMKM", "omzet_tahunan", "60.000.000 rupiah", 60_000_000),
        ("UMKM", "omzet_tahunan", "IDR 60.000.000", 60_000_000),
        *(("UMKM", "omzet_tahunan", text, (None, "number")) for text in ("5.000.000/hari", "5 juta per minggu", "5.000.000 bulan", "5-10 juta", "5.000.000 pcs", "5.000.000 USD", "lima juta", "5 juta 2025")),
        ("Produk", "masa_simpan_hari", "30 hari", (30, "number.unit → 30")),
        ("Produk", "masa_simpan_hari", "6 bulan", (180, "number.unit → 180")),
        ("Produk", "masa_simpan_hari", "1 tahun", (365, "number.unit → 365")),
        ("Produk", "masa_simpan_hari", "2 minggu", (14, "number.unit → 14")),
        ("Produk", "masa_simpan_hari", "1,5 bulan", (45, "number.unit → 45")),
        ("Produk", "masa_simpan_hari", "0,5 tahun", (None, "integer")),
        ("Produk", "masa_simpan_hari", "20 tahun", (None, "range")),
        ("Produk", "masa_simpan_hari", "6 kg", (None, "integer")),
        ("Produk", "masa_simpan_hari", "6-12 bulan", (None, "integer")),
        ("Produk", "kapasitas_bulanan", "500 bungkus/bulan", (500, "number.unit → 500")),
        ("Produk", "kapasitas_bulanan", "1.000 pcs", (1000, "number.unit → 1000")),
        ("Produk", "kapasitas_bulanan", "1,000 pcs", (None, "number.ambiguous")),
        *(("Produk", "kapasitas_bulanan", text, (None, "integer")) for text in ("50 per minggu", "600 per tahun", "500 orang", "50 lusin", "50 kg", "500 bulan")),
        ("Produk", "harga_jual", "35.000/pcs", (35_000, "number.unit → 35000")),
        ("Produk", "harga_jual", "35.000 per kg", (None, "number")),
        ("Kemitraan", "jumlah_gerai", "12 gerai", (12, "number.unit → 12")),
        ("Kemitraan", "jumlah_gerai", "12 orang", (None, "integer")),
        ("Kurasi", "skor_harga", "80 hari", (None, "number")),
        ("Persyaratan", "nilai", "90 hari", (None, "number")),
    ],
)  # fmt: skip
def test_unit_words_behind_a_number_are_read_where_they_are_certain(title, column, text, expected):
    assert outcome(read(title, column, text)) == expected


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("250 gr", "g", (250.0, "number.unit → 250.0")),
        ("1,5 kg", "g", (1500.0, "number.unit → 1500.0")),
        ("500 ml", "l", (0.5, "number.unit → 0.5")),
        ("1.5 kg", "g", (1500.0, "number.unit → 1500.0")),
        ("10 bungkus", "pcs", (10.0, "number.unit → 10.0")),
        ("250", "g", 250.0),
        ("250 gr", None, (None, "number")),
        ("250 gr", "pcs", (None, "number")),
        ("10 bungkus", "g", (None, "number")),
        ("250 ml", "g", (None, "number")),
        ("1.500 gr", "g", (None, "number.ambiguous")),
    ],
)
def test_a_unit_behind_the_net_weight_goes_by_the_unit_of_its_row(text, unit, expected):
    column = KIND_OF["Produk"].sheet("Produk")["isi_bersih"]
    context = Context(asked(), CONTRACT, "76.05", Period(2026, 11))
    assert outcome(column.kind.reader_beside(column, context)(text, unit)) == expected


def test_a_unit_in_the_cell_wins_over_the_headers():
    rows = [row("Produk", kode_produk=f"MJN-0001-{at:02}", masa_simpan_hari=value) for at, value in enumerate((2.0, "10 hari", "1 tahun"), 1)]  # fmt: skip
    result = check(workbook(Produk=renamed("Produk", rows, masa_simpan_hari="Masa Simpan (bulan)")))
    assert accepted(result, "Produk", "masa_simpan_hari") == [60, 10, 365]


def test_the_unit_of_its_row_is_taken_where_it_stands_beside_it():
    rows = [row("Produk", isi_bersih="1,5 kg", satuan="gram"), row("Produk", kode_produk="MJN-0001-02", isi_bersih=3.0)]
    result = check(workbook(Produk=rows))
    assert unit_lines(result, "Produk") == [("number.unit", "warning", "isi_bersih@2", 1500.0)]
    assert accepted(result, "Produk", "isi_bersih") == [1500.0, 3.0]
    assert "Dipakai: 1.500." in message(result.findings[0])


def test_a_range_is_said_with_what_the_value_was_multiplied_by() -> None:
    rows = [row("Produk", masa_simpan_hari=365.0)]
    result = check(workbook(Produk=renamed("Produk", rows, masa_simpan_hari="Masa Simpan (bulan)")))
    (range_finding,) = [finding for finding in result.findings if finding.code == "range"]
    assert (range_finding.got, range_finding.expected) == (
        "365",
        "angka bulat 0 sampai 3.650 sesudah dikalikan 30 menurut judul kolomnya",
    )
