"""Personal values are masked wherever a finding shows what stood in a cell."""

from __future__ import annotations

import pytest

from tests.schemas.making import SOUND, check, grid, row, table, workbook

NIK = "7605010706849335"


def got(**changes) -> dict[str, str | None]:
    """Column → what is shown of it, for one row of UMKM."""
    return {
        finding.column: finding.got
        for finding in check(workbook(UMKM=[row("UMKM", **changes)])).findings
        if finding.column
    }


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("nik_pemilik", "7605013207840001", "7605********0001"),
        ("nik_pemilik", 7605010706849335.0, "7605********9335"),
        ("nik_pemilik", "760501070684933", "7605*******4933"),
        ("telepon", "0812", "08**"),
        ("email", "warung.example.com", "w***"),
        ("npwp", "7605010706849335" + "1", "7605*********3351"),
        ("nama_pemilik", "Sitti" + "x" * 300, "S********"),
        ("alamat", "Jl. " + "x" * 300, "J********"),
        ("npwp", "1234567890", "1234567890"),
        ("nib", NIK, "7605********9335"),
        ("nib", "7605 0107 0684 9335", "7605********9335"),
        ("nama_usaha", "Usaha " + NIK + "x" * 300, None),
        ("nib", 81234567890.0, "81*********"),
        ("nib", "0812-3456-7890", "0812******7890"),
        ("nib", "760501410190001", "7605*******0001"),
        ("kbli", "760501410190001", "7605*******0001"),
        ("bidang_usaha", "hubungi +62 812 3456 7890", "hubungi +62 *********7890"),
        ("npwp", "7605.0141.0190.00A1", "7605*******0001"),
        ("nib", "812000123456", "8120****3456"),
        ("nib", "81200012345678", "8120******5678"),
        ("nib", "912000123456", "912000123456"),
        ("omzet_tahunan", "81234567890 juta sekali", "81234567890 juta sekali"),
    ],
)
def test_what_is_shown_of_a_cell(column, value, shown):
    masked = got(**{column: value})[column]
    assert NIK not in (masked or "")
    if shown is not None:
        assert masked == shown


def test_a_personal_value_that_stands_as_a_header_or_on_the_cover_is_masked():
    rows = [[*line, NIK if number == 0 else ""] for number, line in enumerate(table("UMKM", [row("UMKM")]))]
    result = check(workbook(UMKM=grid("UMKM", rows)))
    assert [finding.code for finding in result.findings] == ["column.unknown"]
    assert NIK not in repr(result.findings)


def test_an_empty_personal_cell_shows_nothing():
    assert got(nama_pemilik="")["nama_pemilik"] is None


def test_a_nik_in_the_keys_place_is_masked_in_every_field():
    result = check(workbook(UMKM=[SOUND["UMKM"], row("UMKM", kode_umkm=NIK, nib="12")]))
    assert NIK not in repr(result.findings)


def test_a_personal_value_merged_over_another_column_is_not_shown_there():
    rows = table("UMKM", [row("UMKM", nik_pemilik="7605013207840001", nama_usaha="")])
    result = check(workbook(UMKM=grid("UMKM", rows, [(1, 2, 1, 3)])))
    assert "7605013207840001" not in repr(result.findings)


def test_quarantined_rows_keep_what_was_sent_unmasked_for_those_who_may_see_it():
    result = check(workbook(UMKM=[row("UMKM", nik_pemilik="7605013207840001", nama_usaha="")]))
    raw = result.sheets["UMKM"].quarantined.loc[2, "raw"]
    assert raw["NIK Pemilik"] == "7605013207840001"
