"""Values merged down several rows, Excel errors, formulas without a result."""

from __future__ import annotations

import pytest

from schemas.grid import FORMULA_WITHOUT_RESULT
from tests.schemas.making import KIND_OF, SOUND, addressed, cell, check, counts, grid, lines, row, table, workbook

NAMES = KIND_OF["UMKM"].sheet("UMKM").names


def umkm(*rows, merged=(), flags=None):
    """A workbook with these rows of UMKM, merged and flagged by (row of the list, column)."""
    spans = [(top + 1, NAMES.index(name), bottom + 1, NAMES.index(name)) for top, bottom, name in merged]
    marks = {(at + 1, NAMES.index(name)): flag for (at, name), flag in (flags or {}).items()}
    return workbook(UMKM=grid("UMKM", table("UMKM", rows), spans, flags=marks), Produk=[])


def business(number: int, **changes):
    return row("UMKM", kode_umkm=f"MJN-{number:04d}", nib=f"91200011122{number:02d}", nik_pemilik="", **changes)


def without_empty(result) -> list[str]:
    return [line for line in lines(result) if "submission.empty" not in line]


def test_a_value_merged_down_counts_for_every_row():
    rows = [business(1), business(2, kecamatan="", desa=""), business(3, kecamatan="", desa="")]
    result = check(umkm(*rows, merged=[(0, 2, "kecamatan"), (0, 2, "desa")]))
    assert without_empty(result) == []
    assert counts(result, "UMKM") == (3, 3, 0)
    assert list(result.sheets["UMKM"].accepted["desa"]) == ["76.05.01.1009"] * 3


def test_a_bad_value_merged_down_quarantines_all_its_rows_and_is_said_once_at_the_top():
    rows = [business(1), business(2, bidang_usaha="Kriyaa"), business(3, bidang_usaha=""), business(4)]
    result = check(umkm(*rows, merged=[(1, 2, "bidang_usaha")]))
    assert without_empty(result) == addressed("UMKM bidang_usaha@3 choice error")
    assert counts(result, "UMKM") == (4, 2, 2)


def test_a_required_value_that_is_empty_in_a_merged_cell_is_said_once():
    rows = [business(1), business(2, nama_usaha=""), business(3, nama_usaha="")]
    result = check(umkm(*rows, merged=[(1, 2, "nama_usaha")]))
    assert without_empty(result) == addressed("UMKM nama_usaha@3 required error")
    assert counts(result, "UMKM") == (3, 1, 2)


def test_a_merged_value_that_one_of_its_rows_cannot_do_without_is_an_error():
    rows = [business(1) | {"nib": "12", "nik_pemilik": "7605014507890001"}, business(2) | {"nib": ""}]
    result = check(umkm(*rows, merged=[(0, 1, "nib")]))
    assert without_empty(result) == addressed("UMKM nib@2 nib.length error")


def test_rows_that_are_merged_down_as_a_whole_are_one_row():
    names = list(NAMES)
    spans = [(1, at, 2, at) for at in range(len(names))]
    result = check(workbook(UMKM=grid("UMKM", [*table("UMKM", [SOUND["UMKM"]]), [""]], spans)))
    assert (lines(result), counts(result, "UMKM")) == ([], (1, 1, 0))


def test_a_key_merged_down_is_every_rows_key():
    rows = [row("Kemitraan", usaha_besar="Alfamart"), row("Kemitraan", kode_umkm="", usaha_besar="Indomaret")]
    result = check(workbook(Kemitraan=grid("Kemitraan", table("Kemitraan", rows), [(1, 0, 2, 0)])))
    assert (lines(result), counts(result, "Kemitraan")) == ([], (2, 2, 0))


def test_a_merged_key_that_is_nowhere_is_said_once_and_quarantines_every_row():
    rows = [
        row("Kemitraan", kode_umkm="MJN-0099"),
        row("Kemitraan", kode_umkm="", usaha_besar="Alfamart"),
        row("Kemitraan"),
    ]
    result = check(workbook(Kemitraan=grid("Kemitraan", table("Kemitraan", rows), [(1, 0, 2, 0)])))
    assert (lines(result), counts(result, "Kemitraan")) == (
        addressed("Kemitraan kode_umkm@2 reference error"),
        (3, 1, 2),
    )


def test_a_value_merged_to_the_right_is_not_the_next_columns():
    rows = table("UMKM", [row("UMKM", nama_pemilik="")])
    at = NAMES.index("nama_usaha")
    result = check(workbook(UMKM=grid("UMKM", rows, [(1, at, 1, at + 1)])))
    assert lines(result)[0] == f"UMKM {cell('UMKM', 'nama_usaha', 2)} required error"
    assert result.findings[0].got is None


def test_ranges_over_everything_or_over_each_other_cost_nothing():
    rows = table("UMKM", [SOUND["UMKM"]])
    everything = (0, 0, 1_048_575, 16_383)
    assert check(workbook(UMKM=grid("UMKM", rows, [everything]))).outcome == "rejected"
    at = NAMES.index("nama_usaha")
    overlapping = [(1, at, 1 + number, at) for number in range(100_000)]
    assert lines(check(workbook(UMKM=grid("UMKM", rows, overlapping)))) == []


def test_a_header_merged_into_the_rows_is_no_value():
    rows = table("UMKM", [row("UMKM", kbli="")])
    at = NAMES.index("kbli")
    assert lines(check(workbook(UMKM=grid("UMKM", rows, [(0, at, 1, at)])))) == []


@pytest.mark.parametrize("merged_top", [True, False])
def test_an_error_value_is_an_error_where_the_row_needs_the_value_and_withheld_where_not(merged_top):
    rows = [business(1, omzet_tahunan="", kbli=""), business(2, omzet_tahunan="", kbli="")]
    flags = {(0, "omzet_tahunan"): "#REF!", (0, "kbli"): "#N/A", (1, "kbli"): FORMULA_WITHOUT_RESULT}
    merged = [(0, 1, "omzet_tahunan")] if merged_top else []
    result = check(umkm(*rows, merged=merged, flags=flags))
    expected = addressed(
        "UMKM kbli@2 cell.error withheld", "UMKM omzet_tahunan@2 cell.error error", "UMKM kbli@3 cell.formula withheld"
    )
    assert without_empty(result) == expected + ([] if merged_top else addressed("UMKM omzet_tahunan@3 required error"))
    assert counts(result, "UMKM") == (2, 0, 2)


def test_an_error_value_in_the_key_is_a_key_that_cannot_be_read():
    result = check(umkm(business(1), business(2) | {"kode_umkm": ""}, flags={(1, "kode_umkm"): "#NAME?"}))
    assert without_empty(result) == addressed("UMKM kode_umkm@3 cell.error error")


def test_error_values_outside_data_rows_and_contract_columns_are_passed_over():
    header, *rows = table("UMKM", [SOUND["UMKM"], {"nib": "Jumlah"}])
    rows = [[*header, "Selisih"], *rows]
    flags = {(1, len(header)): "#REF!", (2, NAMES.index("omzet_tahunan")): FORMULA_WITHOUT_RESULT}
    result = check(workbook(UMKM=grid("UMKM", rows, flags=flags)))
    assert lines(result) == addressed("UMKM +1@1 column.unknown warning")
    assert counts(result, "UMKM") == (1, 1, 0)
