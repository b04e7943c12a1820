"""Rows that share a key: identical ones are dropped, different ones conflict."""

from __future__ import annotations

from datetime import date

from tests.schemas.making import SOUND, cell, check, counts, row, said, workbook

SECOND = row("UMKM", kode_umkm="MJN-0002", nib="9120001112224")


def test_later_rows_of_the_same_content_are_dropped_with_a_warning():
    same = SOUND["UMKM"] | {"kode_umkm": "mjn-0001", "nib": "9120 0011 12223", "omzet_tahunan": "100 juta"}
    result = check(workbook(UMKM=[SOUND["UMKM"], SECOND, same, same]))
    assert said(result) == ["4 kode_umkm duplicate.identical warning", "5 kode_umkm duplicate.identical warning"]
    assert counts(result, "UMKM") == (4, 4, 0)
    assert list(result.sheets["UMKM"].accepted.index) == [2, 3]


def test_where_some_differ_all_conflict():
    other = SOUND["UMKM"] | {"alamat": "Jl. Baru"}
    result = check(
        workbook(UMKM=[SOUND["UMKM"], SOUND["UMKM"], other, SECOND], Produk=[row("Produk", kode_umkm="MJN-0002")])
    )
    assert said(result) == [f"{number} kode_umkm duplicate.conflict error" for number in (2, 3, 4)]
    assert counts(result, "UMKM") == (4, 1, 3)


def test_columns_that_are_not_the_contracts_do_not_make_rows_differ():
    from tests.schemas.making import grid, table

    rows = table("UMKM", [SOUND["UMKM"], SOUND["UMKM"]])
    sheet = grid("UMKM", [["No", *rows[0], "Ket"], [1.0, *rows[1], "a"], [2.0, *rows[2], "b"]])
    assert said(check(workbook(UMKM=sheet))) == [
        "1 None column.unknown warning",
        "3 kode_umkm duplicate.identical warning",
    ]


def test_unreadable_cells_are_compared_as_typed():
    first, second = SOUND["UMKM"] | {"npwp": "123"}, SOUND["UMKM"] | {"npwp": "124"}
    assert said(check(workbook(UMKM=[first, first]))) == [
        "2 npwp npwp.length withheld",
        "3 kode_umkm duplicate.identical warning",
        "3 npwp npwp.length withheld",
    ]
    assert [line for line in said(check(workbook(UMKM=[first, second]))) if "duplicate" in line] == [
        "2 kode_umkm duplicate.conflict error",
        "3 kode_umkm duplicate.conflict error",
    ]


def test_desa_of_an_unknown_kecamatan_are_compared_as_typed():
    unknown = SOUND["UMKM"] | {"kecamatan": "Antah"}
    result = check(workbook(UMKM=[unknown, unknown | {"desa": "Berantah"}]))
    assert [line for line in said(result, "UMKM") if "duplicate" in line] == [
        "2 kode_umkm duplicate.conflict error",
        "3 kode_umkm duplicate.conflict error",
    ]


def test_identical_rows_with_an_error_of_their_own_are_quarantined():
    result = check(workbook(UMKM=[SECOND, SOUND["UMKM"] | {"nama_usaha": ""}, SOUND["UMKM"] | {"nama_usaha": ""}]))
    assert said(result, "UMKM") == [
        "3 nama_usaha required error",
        "4 kode_umkm duplicate.identical warning",
        "4 nama_usaha required error",
    ]
    assert counts(result, "UMKM") == (3, 1, 2)


def test_a_key_that_is_empty_or_malformed_is_no_duplicate():
    rows = [SOUND["UMKM"] | {"kode_umkm": key} for key in ("MJN1", "MJN1")]
    assert {line.split()[2] for line in said(check(workbook(UMKM=rows)), "UMKM")} == {"key.format"}


def test_an_empty_part_of_a_key_equals_an_empty_part_and_an_alias_its_name():
    first = row("Kemitraan", usaha_besar="Alfamidi")
    second = row("Kemitraan", usaha_besar="PT Midi Utama Indonesia Tbk", kode_produk="-")
    assert said(check(workbook(Kemitraan=[first, second]))) == ["3 kode_umkm duplicate.identical warning"]
    other = row("Kemitraan", kode_produk="MJN-0001-01")
    assert said(check(workbook(Kemitraan=[first, second | {"tahap": "Negosiasi"}, other]))) == [
        "2 kode_umkm duplicate.conflict error",
        "3 kode_umkm duplicate.conflict error",
    ]


def test_compound_keys_of_the_other_sheets():
    first = row("Kurasi")
    assert said(check(workbook(Kurasi=[first, row("Kurasi", tanggal="3 Nopember 2026", hasil="Pembinaan")]))) == [
        "2 kode_produk duplicate.conflict error",
        "3 kode_produk duplicate.conflict error",
    ]
    assert said(check(workbook(Kurasi=[first, row("Kurasi", tanggal="4 Nopember 2026")]))) == []
    assert said(check(workbook(Pendampingan=[row("Pendampingan"), row("Pendampingan", topik="Halal")]))) == []
    sale = row("Pemasaran")
    assert said(check(workbook(Mitra=[SOUND["Mitra"]], Pemasaran=[sale, sale]))) == [
        "3 kode_produk duplicate.identical warning"
    ]
    demand = row("Persyaratan")
    assert said(check(workbook(Persyaratan=[demand, demand | {"wajib": "Tidak"}]))) == [
        "2 ritel duplicate.conflict error",
        "3 ritel duplicate.conflict error",
    ]
    assert said(check(workbook(Persyaratan=[demand, demand | {"berlaku_mulai": date(2026, 2, 1)}]))) == []


def test_one_nib_under_several_keys_is_said_at_every_row():
    rows = [
        SOUND["UMKM"],
        row("UMKM", kode_umkm="MJN-0002", nib="9120 0011 12223"),
        row("UMKM", kode_umkm="MJN-0003", nib="-"),
    ]
    assert said(check(workbook(UMKM=rows))) == ["2 nib nib.shared warning", "3 nib nib.shared warning"]


def test_one_nib_twice_under_one_key_is_not_shared():
    assert said(check(workbook(UMKM=[SOUND["UMKM"], SOUND["UMKM"]]))) == ["3 kode_umkm duplicate.identical warning"]


def test_every_such_row_names_the_others_by_their_rows_of_the_sheet():
    other = SOUND["UMKM"] | {"alamat": "Jl. Baru"}
    grids = workbook(UMKM=[SOUND["UMKM"], SECOND, SOUND["UMKM"] | {"kode_umkm": "MJN-0003"}, other])
    expectations = {
        finding.cell: finding.expected
        for finding in check(grids).findings
        if finding.sheet == "UMKM" and finding.expected
    }
    assert expectations == {
        cell("UMKM", "kode_umkm", 2): "satu isi untuk setiap kode (kode ini juga di baris 5)",
        cell("UMKM", "kode_umkm", 5): "satu isi untuk setiap kode (kode ini juga di baris 2)",
        cell("UMKM", "nib", 2): "satu NIB untuk satu usaha (NIB ini juga di baris 4)",
        cell("UMKM", "nib", 4): "satu NIB untuk satu usaha (NIB ini juga di baris 2)",
        cell("UMKM", "nib", 5): "satu NIB untuk satu usaha (NIB ini juga di baris 4)",
    }
