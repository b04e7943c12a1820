"""Which rows are data: numbers, examples, repeated headers, groups, totals and signatures are not."""

from __future__ import annotations

from datetime import date

import pytest

from schemas.grid import FORMULA_WITHOUT_RESULT
from tests.schemas.making import KIND_OF, SOUND, addressed, check, counts, grid, lines, row, said, table, workbook

NAMES = KIND_OF["UMKM"].sheet("UMKM").names
HEADER = ["No", *table("UMKM", [])[0], "Media Sosial"]
WIDTH = len(HEADER)
FIRST = [1.0, *table("UMKM", [SOUND["UMKM"]])[1], ""]
SECOND = [2.0, *table("UMKM", [row("UMKM", kode_umkm="MJN-0002", nib="9120001112224")])[1], ""]


def at(name: str) -> int:
    """The sheet column of a contract column here: "No" stands first."""
    return NAMES.index(name) + 1


def with_cells(values: list, **changes) -> list:
    """A row with other values in some cells, by column name."""
    changed = {at(name): value for name, value in changes.items()}
    return [changed.get(place, value) for place, value in enumerate(values)]


def cells(**values) -> list:
    """A row of blanks but for some cells, by column name (``no``, ``unknown``)."""
    filled = [""] * WIDTH
    for name, value in values.items():
        filled[{"no": 0, "unknown": WIDTH - 1}.get(name) if name in ("no", "unknown") else at(name)] = value
    return filled


def judged(*rows, merged=(), **more) -> tuple[list[str], tuple[int, int, int]]:
    """What is said of a UMKM sheet with these rows below the header, without the column of its own that it has."""
    result = check(workbook(UMKM=grid("UMKM", [HEADER, *rows], merged, **more)))
    return [line for line in lines(result) if "column.unknown" not in line], counts(result, "UMKM")


NO_DATA = {
    "column numbers in brackets": [f"({number})" for number in range(1, WIDTH + 1)],
    "column numbers": [float(number) for number in range(1, WIDTH + 1)],
    "only the number": cells(no=3.0),
    "only an unknown column": cells(unknown="@toko"),
    "the number and an unknown column": cells(no=3.0, unknown="@toko"),
    "a header again": HEADER,
    "a header again in other letters": [text.upper() for text in HEADER],
    "a group": cells(nama_usaha="Kecamatan Banggae"),
    "a group in the number's column": cells(no="Wilayah 1"),
    "a numbered group": cells(no="II", nama_usaha="Kecamatan Banggae"),
    "a total": cells(no="Jumlah", omzet_tahunan=5e8, tenaga_kerja_l=3.0),
    "a total in capitals": cells(no="TOTAL", omzet_tahunan="5.000.000"),
    "a grand total": cells(nama_usaha="Total keseluruhan", omzet_tahunan=5e8),
    "a total with a sum over no keys": cells(no="Jumlah", kode_umkm=0.0, omzet_tahunan=5e8),
    "an example": ["CONTOH", *FIRST[1:]],
    "an example in words": ["Contoh:", *FIRST[1:]],
    "an example in the key": with_cells(FIRST, kode_umkm="CONTOH MJN-0001"),
    "an example in a note": [*FIRST[:-1], "CONTOH, jangan dihapus"],
    "only words that say nothing": cells(kode_umkm="-", nib="–", nama_usaha="nihil"),
}


@pytest.mark.parametrize("between", NO_DATA.values(), ids=NO_DATA.keys())
def test_what_is_no_data_is_never_a_finding(between):
    directly_below = (
        isinstance(between[0], float | str) and str(between[0]).strip("()") in ("1", "1.0") and "2" in str(between[1])
    )
    rows = [between, FIRST, SECOND] if directly_below else [FIRST, between, [""] * WIDTH, SECOND]
    assert judged(*rows) == ([], (2, 2, 0))


def test_blank_rows_never_end_a_table():
    assert judged(FIRST, *[[""] * WIDTH] * 30, SECOND) == ([], (2, 2, 0))


def test_a_row_with_a_key_is_data_whatever_else_it_holds():
    lone = cells(kode_umkm="MJN-0009")
    findings, sizes = judged(FIRST, lone)
    assert {line.split()[2] for line in findings} == {"required", "identity.missing"}
    assert sizes == (2, 1, 1)


def test_a_row_without_its_key_is_data_when_two_cells_are_filled():
    findings, sizes = judged(FIRST, with_cells(SECOND, kode_umkm=""))
    assert (findings, sizes) == (addressed("UMKM kode_umkm@3 required error", before=1), (2, 1, 1))


@pytest.mark.parametrize(
    "note", ["Total pesanan 40 dus", "Dibahas bersama Kepala Dinas", "Mengetahui keadaan pasar", "Contoh kemasan baru"]
)
def test_words_of_a_frame_in_the_notes_of_a_real_row_make_it_no_frame(note):
    curated = grid(
        "Kurasi", table("Kurasi", [row("Kurasi", catatan=note), row("Kurasi", kode_produk="", catatan=note)])
    )
    assert said(check(workbook(UMKM=[SOUND["UMKM"]], Kurasi=curated))) == ["3 kode_produk required error"]


@pytest.mark.parametrize("column", [0, 3, WIDTH - 4, WIDTH - 1])
def test_all_from_a_signature_block_on_is_no_data(column):
    block = ["Mamuju, 24 November 2026", "Mengetahui,", "Kepala Dinas", "", "", "( ____________ )", "NIP. -"]
    lines_below = [[*[""] * column, text, *[""] * (WIDTH - column - 1)] for text in block]
    assert judged(FIRST, SECOND, [""] * WIDTH, *lines_below) == ([], (2, 2, 0))


def test_a_signature_block_of_two_columns_is_no_data():
    block = [
        cells(nib="Mengetahui,", alamat="Majene, .... November 2026"),
        cells(nib="Kepala Dinas", alamat="Petugas"),
        cells(nib="Drs. Anwar", alamat="Nurul", kbli="NIP. 1"),
        cells(nib="Pembina", alamat="Staf", kbli="x", omzet_tahunan=1.0),
    ]
    assert judged(FIRST, SECOND, *block) == ([], (2, 2, 0))


def test_a_row_with_a_key_below_a_signature_block_is_data():
    assert judged(FIRST, cells(nib="Mengetahui,"), SECOND) == ([], (2, 2, 0))


def test_a_group_merged_over_the_whole_row_is_no_data():
    assert judged(FIRST, cells(no="KECAMATAN BANGGAE"), SECOND, merged=[(2, 0, 2, 8)]) == ([], (2, 2, 0))


def test_a_row_under_a_merged_key_is_data_whatever_else_it_holds():
    key = at("kode_umkm")
    below = cells(nama_usaha="Kecamatan Banggae")
    assert judged(FIRST, below, SECOND, merged=[(1, key, 2, key)])[1][0] == 3
    assert judged(FIRST, below, SECOND)[1][0] == 2


def test_an_empty_sum_without_a_stored_result_is_no_data():
    row_number = 3
    total = cells(no="Jumlah")
    flags = {(row_number, at("omzet_tahunan")): FORMULA_WITHOUT_RESULT, (row_number, at("tenaga_kerja_l")): "#REF!"}
    assert judged(FIRST, SECOND, total, flags=flags) == ([], (2, 2, 0))
    assert judged(FIRST, SECOND, cells(), flags={(row_number, at("omzet_tahunan")): "#REF!"}) == ([], (2, 2, 0))


def test_column_numbers_need_not_be_without_a_gap():
    gaps = [float(number) for number in range(1, WIDTH + 2) if number != 7]
    assert judged(gaps, FIRST) == ([], (1, 1, 0))


def test_the_first_row_may_hold_two_small_numbers_and_be_data():
    findings, sizes = judged(cells(no=1.0, tenaga_kerja_l=2.0, tenaga_kerja_p=5.0), FIRST)
    assert len(findings) == 8
    assert sizes == (2, 1, 1)


def test_both_rows_of_a_header_may_be_repeated_with_their_numbers():
    plain = [*HEADER]
    lower = [""] * WIDTH
    plain[at("tenaga_kerja_l")], plain[at("tenaga_kerja_p")] = "Tenaga Kerja", ""
    lower[at("tenaga_kerja_l")], lower[at("tenaga_kerja_p")] = "L", "P"
    numbers = [f"({number})" for number in range(1, WIDTH + 1)]
    rows = [plain, lower, numbers, FIRST, plain, lower, numbers, SECOND]
    result = check(workbook(UMKM=grid("UMKM", rows)))
    assert [line for line in lines(result) if "column.unknown" not in line] == []
    assert counts(result, "UMKM") == (2, 2, 0)


@pytest.mark.parametrize("word", ["Jumlah", "TOTAL", "Mengetahui,", "Kepala Dinas", "Majene, 24 November 2026"])
def test_in_persyaratan_words_of_a_frame_are_no_key(word):
    frame = {"ritel": word, "nilai": 5.0, "berlaku_mulai": date(2026, 1, 1)}
    result = check(workbook(Persyaratan=[SOUND["Persyaratan"], frame]))
    assert (lines(result), counts(result, "Persyaratan")) == ([], (1, 1, 0))


def test_elsewhere_such_a_word_is_a_malformed_key():
    (first, *_), _ = judged(FIRST, cells(kode_umkm="Jumlah", omzet_tahunan=5.0))
    assert [first] == addressed("UMKM kode_umkm@3 key.format error", before=1)


def test_a_sheet_with_only_a_header_has_no_rows():
    assert judged() == (addressed("Produk kode_umkm@2 reference error"), (0, 0, 0))
