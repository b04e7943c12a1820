"""The header row, wherever titles, merges and moved columns put it, and what is said of headers."""

from __future__ import annotations

import pytest

from schemas.grid import Grid
from schemas.text import fold_name
from tests.schemas.making import KIND_OF, SOUND, addressed, cell, check, counts, grid, lines, row, said, table, workbook

REQUIRED = [column.name for column in KIND_OF["UMKM"].sheet("UMKM").columns if column.required]


def with_header(header: list, title: str = "UMKM", first: int = 1, merged=(), **changes) -> list:
    """A workbook one of whose sheets has these header rows (a list of lists) above one sound row by header text."""
    sheet = KIND_OF[title].sheet(title)
    cells = [row(title, **changes).get(name, "") for name in sheet.names]
    return workbook(**{title: grid(title, [*[[]] * (first - 1), *header, cells], merged)})


def headers(title: str = "UMKM", **changes: str) -> list[str]:
    sheet = KIND_OF[title].sheet(title)
    return [changes.get(column.name, column.header) for column in sheet.columns]


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("kode_umkm", "id  umkm"),
        ("kode_umkm", "KODE"),
        ("nib", "Nomor Induk Berusaha :"),
        ("nib", "2. No. NIB"),
        ("nik_pemilik", "NIK\nPemilik"),
        ("nik_pemilik", "No. KTP *"),
        ("nama_usaha", "nama pelaku usaha"),
        ("nama_pemilik", "9. Nama Pemilik"),
        ("jenis_kelamin", "L/P"),
        ("telepon", "No. HP/WA"),
        ("email", "E-Mail"),
        ("kecamatan", "kECAMATAN"),
        ("desa", "Desa /\nKel."),
        ("kbli", "(12) Kode KBLI"),
        ("modal_usaha", "mODAL\xa0uSAHA"),
        ("modal_usaha", "Modal Usaha (dalam Rupiah)"),
        ("omzet_tahunan", "Omset / Tahun"),
        ("omzet_tahunan", "Omset Tahunan [Rp]"),
        ("tenaga_kerja_l", "TK Pria"),
        ("tenaga_kerja_l", "Tenaga Kerja (L)"),
        ("tenaga_kerja_p", "tenaga_kerja_p"),
        ("skala", "1.4 Kelas Usaha"),
        ("lintang", "Latitude :"),
    ],
)
def test_a_header_is_known_by_title_id_or_alias_however_it_is_written(column, text):
    result = check(with_header([headers(**{column: text})]))
    assert lines(result) == []
    assert result.sheets["UMKM"].located[column] == list(KIND_OF["UMKM"].sheet("UMKM").names).index(column)


@pytest.mark.parametrize(
    ("title", "column", "text"),
    [
        ("Produk", "kode_produk", "SKU"),
        ("Produk", "kode_umkm", "Kode"),
        ("Produk", "masa_simpan_hari", "Daya Tahan (hari)"),
        ("Produk", "masa_simpan_hari", "Masa Simpan"),
        ("Produk", "kapasitas_bulanan", "Kapasitas Produksi/Bulan"),
        ("Produk", "gtin", "EAN"),
        ("Kurasi", "kode_produk", "ID Produk"),
        ("Kurasi", "tanggal", "Tgl Kurasi"),
        ("Kurasi", "nilai_akhir", "Total Skor"),
        ("Pendampingan", "tindak_lanjut", "RTL"),
        ("Kemitraan", "kode_produk", "SKU"),
        ("Kemitraan", "usaha_besar", "Ritel"),
        ("Kemitraan", "tahap", "Status"),
        ("Kemitraan", "nomor_dokumen", "No. Dokumen"),
        ("Kemitraan", "nilai_realisasi", "Nilai Realisasi"),
        ("Pemasaran", "unit_terjual", "unit_terjual"),
        ("Pemasaran", "nilai_penjualan", "Nilai Penjualan"),
        ("Permintaan", "harga_maks", "Harga Maks"),
        ("Persyaratan", "ritel", "Nama Mitra"),
        ("Persyaratan", "berlaku_sampai", "berlaku_sampai"),
    ],
)
def test_aliases_of_the_other_sheets(title, column, text):
    if title in ("UMKM", "Produk", "Mitra", "Persyaratan"):
        sheets = {}
    else:
        sheets = {sheet.title: [SOUND[sheet.title]] for sheet in KIND_OF[title].sheets if sheet.title == "Mitra"}
    result = check(workbook(**sheets, **{title: with_header([headers(title, **{column: text})], title)[-1]}))
    assert column in result.sheets[title].located
    assert [line for line in lines(result) if "column" in line] == []


@pytest.mark.parametrize("first", [1, 2, 7, 24, 25])
def test_the_header_is_found_among_the_first_25_rows(first):
    result = check(with_header([headers()], first=first, nib="123"))
    assert lines(result) == addressed(f"UMKM nib@{first + 1} nib.length withheld")


def test_a_header_in_row_26_is_not_looked_for():
    result = check(with_header([headers()], first=26))
    assert lines(result) == [f"UMKM {name} column.missing fatal" for name in REQUIRED]


def test_a_header_over_two_rows_is_read_as_one():
    plain = headers(tenaga_kerja_l="Tenaga Kerja", tenaga_kerja_p="")
    at = plain.index("Tenaga Kerja")
    lower = ["" for _ in plain]
    lower[at], lower[at + 1] = "L", "P"
    merges = [(3, column, 4, column) for column in range(len(plain)) if column not in (at, at + 1)]
    merges.append((3, at, 3, at + 1))
    result = check(with_header([plain, lower], first=4, merged=merges, tenaga_kerja_p="banyak"))
    assert lines(result) == addressed("UMKM tenaga_kerja_p@6 integer withheld")


def test_a_group_that_is_not_merged_goes_on_over_blank_cells():
    plain = headers(tenaga_kerja_l="Tenaga Kerja", tenaga_kerja_p="")
    lower = ["" for _ in plain]
    at = plain.index("Tenaga Kerja")
    lower[at : at + 2] = "L", "P"
    result = check(with_header([plain, lower], tenaga_kerja_l="a", tenaga_kerja_p="b"))
    assert lines(result) == addressed(
        "UMKM tenaga_kerja_l@3 integer withheld", "UMKM tenaga_kerja_p@3 integer withheld"
    )


def test_scores_under_one_heading():
    plain = headers("Kurasi")
    lower = ["" for _ in plain]
    first = plain.index("Skor Legalitas")
    for at, name in enumerate(("Legalitas", "Kemasan", "Kualitas", "Kapasitas", "Harga"), first):
        plain[at], lower[at] = ("Skor" if at == first else ""), name
    sheet = with_header([plain, lower], "Kurasi", merged=[(0, first, 0, first + 4)], skor_harga=101.0)[-1]
    assert lines(check(workbook(UMKM=[SOUND["UMKM"]], Kurasi=sheet))) == addressed("Kurasi skor_harga@3 range error")


def test_a_heading_spread_over_known_headers_beside_known_headers():
    plain, lower = headers(), ["" for _ in headers()]
    at = plain.index("NIB")
    lower[at : at + 2] = plain[at : at + 2]
    plain[at : at + 2] = "Perizinan", ""
    result = check(with_header([plain, lower], merged=[(0, at, 0, at + 1)], nib="12"))
    assert lines(result) == addressed("UMKM nib@3 nib.length withheld")


def test_titles_merged_right_above_the_header_are_no_part_of_it():
    title = ["DATA UMKM KABUPATEN MAJENE", "Bulan berjalan"]
    result = check(with_header([title[:1], title[1:], headers()], merged=[(0, 0, 0, 7), (1, 0, 1, 20)], nib="12"))
    assert lines(result) == addressed("UMKM nib@4 nib.length withheld")


def test_digits_above_a_header_are_no_part_of_it():
    plain = headers()
    above = ["" for _ in plain]
    at = plain.index("NIB")
    above[at - 1 : at + 1] = "Bulan", "11/2026"
    result = check(with_header([above, [*plain, "NIK Pemilik"]], nib="12"))
    assert lines(result) == addressed("UMKM +1@2 column.duplicate fatal", "UMKM nib@3 nib.length withheld")
    assert {finding.got for finding in result.findings if finding.code == "column.duplicate"} == {"NIK Pemilik"}


def test_a_missing_column_is_named_and_nothing_follows_from_it():
    names = [name for name in KIND_OF["UMKM"].sheet("UMKM").names if name != "omzet_tahunan"]
    sheet = grid("UMKM", table("UMKM", [row("UMKM", nib="12")], names))
    assert lines(check(workbook(UMKM=sheet))) == addressed(
        "UMKM omzet_tahunan column.missing fatal",
        "UMKM nib@2 nib.length withheld",
    )


def test_a_column_claimed_twice_is_said_at_the_later_header_and_an_unknown_one_at_its_own():
    sheet = with_header([[*headers(), "Omzet Tahunan", "Media Sosial", ""]])
    assert lines(check(sheet)) == addressed("UMKM +1@1 column.duplicate fatal", "UMKM +2@1 column.unknown warning")


@pytest.mark.parametrize(
    ("more", "findings"),
    [
        (["Alamat Usaha"], ["+1@1 column.unknown warning"]),
        (["Alamat Usaha", "alamat usaha"], ["+1@1 column.unknown warning", "+2@1 column.unknown warning"]),
        (["Alamat Usaha", "ALAMAT"], ["+2@1 column.duplicate fatal", "+1@1 column.unknown warning"]),
        (["NIK", "Alamat Usaha"], ["+1@1 column.unknown warning", "+2@1 column.unknown warning"]),
    ],
)
def test_a_title_wins_over_an_alias_wherever_it_stands(more, findings):
    behind = check(with_header([[*headers(), *more]]))
    assert lines(behind) == addressed(*(f"UMKM {line}" for line in findings))
    before = grid("UMKM", [[more[0], *headers()], ["lain", *table("UMKM", [SOUND["UMKM"]])[1]]])
    assert lines(check(workbook(UMKM=before))) == ["UMKM A1 column.unknown warning"]


def test_an_alias_beside_the_title_of_a_column_that_every_row_needs_is_one_too_many():
    assert lines(check(with_header([[*headers(), "Omset"]]))) == addressed("UMKM +1@1 column.duplicate fatal")


def test_of_two_aliases_the_later_is_one_too_many():
    titles = [header.replace("Alamat", "Alamat Usaha") for header in headers()]
    second = check(with_header([[*titles, "alamat usaha"]]))
    assert lines(second) == addressed("UMKM +1@1 column.duplicate fatal")


@pytest.mark.parametrize("number", ["No", "No.", "Nomor", "NO URUT", "Nomor Urut"])
def test_columns_that_number_the_rows_are_never_judged(number):
    sheet = grid("UMKM", [[number, *headers()], ["satu", *table("UMKM", [SOUND["UMKM"]])[1]]])
    assert lines(check(workbook(UMKM=sheet))) == []


def test_a_column_without_a_header_is_ignored():
    rows = table("UMKM", [SOUND["UMKM"]])
    sheet = grid("UMKM", [["", *rows[0]], ["catatan", *rows[1]], ["hanya ini"]])
    result = check(workbook(UMKM=sheet))
    assert (lines(result), counts(result, "UMKM")) == ([], (1, 1, 0))


@pytest.mark.parametrize(
    "rows", [[], [[""]], [["Produk"]], [["catatan"], [1.0, 2.0]], [[""] * 50], [["x"]] * 40], ids=str
)
def test_without_a_header_row_every_required_column_is_missing(rows):
    result = check(workbook(UMKM=Grid("UMKM", ()) if not rows else grid("UMKM", rows)))
    assert [line for line in lines(result) if line.startswith("UMKM")] == [
        f"UMKM {name} column.missing fatal" for name in REQUIRED
    ]


def test_a_sheet_of_ten_thousand_columns_is_read():
    rows = table("UMKM", [row("UMKM", nib="12")])
    before = 10_000 - len(rows[0])
    wide = grid("UMKM", [[*[""] * before, *cells] for cells in rows])
    assert lines(check(workbook(UMKM=wide))) == addressed("UMKM nib@2 nib.length withheld", before=before)


def test_no_two_columns_of_a_sheet_are_known_by_one_name():
    for kind in {id(kind): kind for kind in KIND_OF.values()}.values():
        for sheet in kind.sheets:
            names = [
                name
                for column in sheet.columns
                for name in {fold_name(name) for name in (column.header, column.name, *column.aliases)}
            ]
            assert sorted(names) == sorted(set(names))


def test_findings_of_a_sheet_come_in_the_order_of_its_cells():
    result = check(workbook(UMKM=[row("UMKM", email="surel", nib="1"), row("UMKM", kode_umkm="MJN-2", kbli="9")]))
    assert said(result, "UMKM") == [
        "2 nib nib.length withheld",
        "2 email email warning",
        "3 kode_umkm key.format error",
        "3 kbli kbli.unknown withheld",
    ]


def test_a_missing_column_is_told_with_the_headers_that_may_be_it():
    titles = [
        {"Nama Pemilik": "NAMA PESERTA", "Omzet Tahunan (Rp)": "Nilai Omset Usaha"}.get(title, title)
        for title in headers()
    ]
    result = check(with_header([[*titles, "RT"]]))
    missing = {finding.column: finding.got for finding in result.findings if finding.code == "column.missing"}
    assert missing["nama_pemilik"].startswith(f"NAMA PESERTA ({cell('UMKM', 'nama_pemilik', 1)})")
    assert missing["omzet_tahunan"] == f"Nilai Omset Usaha ({cell('UMKM', 'omzet_tahunan', 1)})"
    assert check(grid_without("omzet_tahunan")).findings[0].got is None


def grid_without(name):
    sheet = KIND_OF["UMKM"].sheet("UMKM")
    return workbook(
        UMKM=grid(
            "UMKM", table("UMKM", [row("UMKM")], [column_name for column_name in sheet.names if column_name != name])
        )
    )
