"""Rules between the cells of a row, and whether a bad value is an error or withheld."""

from __future__ import annotations

from datetime import date

import pytest

from tests.schemas.making import KIND_OF, SOUND, check, counts, grid, row, said, table, workbook

NIB, NIK = "9120001112223", "7605014507890001"


def row_findings(title: str, **changes) -> list[str]:
    """What is said of one row of a sheet, without its number."""
    parents = {} if title == "UMKM" else {"UMKM": [SOUND["UMKM"]]}
    if KIND_OF[title].name != "regency":
        parents = {"Mitra": [SOUND["Mitra"]]} if KIND_OF[title].name == "sulsel" and title != "Mitra" else {}
    result = check(workbook(**parents, **{title: [row(title, **changes)]}))
    return [line.removeprefix("2 ") for line in said(result, title)]


def suggestions(title: str, **changes) -> list:
    parents = {"UMKM": [SOUND["UMKM"]]} | {title: [row(title, **changes)]}
    return [finding.suggestion for finding in check(workbook(**parents)).findings if finding.sheet == title]


@pytest.mark.parametrize(
    ("nib", "nik", "expected"),
    [
        (NIB, NIK, []),
        (NIB, "", []),
        ("-", NIK, []),
        ("", "", ["nib identity.missing error"]),
        ("0000000000000", "0", ["nib identity.missing error"]),
        ("123", NIK, ["nib nib.length withheld"]),
        ("123", "", ["nib nib.length error"]),
        (NIB, "123", ["nik_pemilik nik.length withheld"]),
        ("-", "123", ["nik_pemilik nik.length error"]),
        ("123", "123", ["nib nib.length error", "nik_pemilik nik.length error"]),
        (20422001234.0, "123", ["nib nib.leading_zero warning", "nik_pemilik nik.length withheld"]),
        ("", 7605014507890001.0, ["nik_pemilik nik.precision error"]),
        (NIB, "7605013207890000", ["nik_pemilik nik.date withheld", "nik_pemilik nik.serial withheld"]),
    ],
)
def test_a_business_has_a_nib_or_a_nik(nib, nik, expected):
    assert row_findings("UMKM", nib=nib, nik_pemilik=nik) == expected


def test_without_a_nib_column_the_missing_identity_is_said_at_the_key():
    names = [name for name in KIND_OF["UMKM"].sheet("UMKM").names if name != "nib"]
    books = workbook(UMKM=grid("UMKM", table("UMKM", [row("UMKM", nik_pemilik="")], names)))
    assert said(check(books), "UMKM") == ["2 kode_umkm identity.missing error"]


@pytest.mark.parametrize(
    ("nik", "sex", "expected"),
    [
        (NIK, "P", []),
        (NIK, "Laki-laki", ["nik_pemilik nik.gender warning"]),
        ("7605010507890001", "wanita", ["nik_pemilik nik.gender warning"]),
        ("7605010507890001", "L", []),
        (NIK, "", []),
        (NIK, "Campuran", ["jenis_kelamin choice withheld"]),
        ("7605013207890001", "P", ["nik_pemilik nik.date withheld"]),
    ],
)
def test_the_day_in_a_nik_tells_the_sex(nik, sex, expected):
    assert row_findings("UMKM", nik_pemilik=nik, jenis_kelamin=sex) == expected


@pytest.mark.parametrize(
    ("turnover", "reported", "suggested"),
    [
        (2_000_000_000, "Mikro", None),
        (2_000_000_001, "Mikro", "Kecil"),
        (15_000_000_000, "Kecil", None),
        (15_000_000_001, "Kecil", "Menengah"),
        (50_000_000_000, "Menengah", None),
        (1, "Menengah", "Mikro"),
    ],
)
def test_the_size_class_follows_the_turnover(turnover, reported, suggested):
    changes = {"omzet_tahunan": float(turnover), "skala": reported}
    assert row_findings("UMKM", **changes) == (["skala scale.mismatch warning"] if suggested else [])
    assert suggestions("UMKM", **changes) == ([suggested] if suggested else [])


def test_above_fifty_billion_there_is_no_class_to_suggest():
    changes = {"omzet_tahunan": 50_000_000_001.0, "skala": "Menengah"}
    assert row_findings("UMKM", **changes) == ["skala scale.mismatch warning"]
    assert suggestions("UMKM", **changes) == [None]


FOOD = {"kategori": "Makanan", "halal": "ID7611115298891", "pirt": "204760505071230", "masa_simpan_hari": 30.0}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"halal": "-"}, ["halal halal.required warning"]),
        ({"halal": "dalam proses"}, ["halal halal.required warning"]),
        ({"halal": "ID123"}, ["halal halal.format warning"]),
        ({"kategori": "minuman", "halal": ""}, ["halal halal.required warning"]),
        ({"kategori": "Kriya", "halal": "", "pirt": ""}, []),
        ({"kategori": "Hasil Laut", "halal": "", "pirt": ""}, []),
        ({"kategori": "Makanann", "halal": "", "pirt": ""}, ["kategori choice error"]),
        ({"pirt": ""}, ["pirt permit.missing warning"]),
        ({"pirt": "sedang diurus"}, ["pirt permit.missing warning"]),
        ({"pirt": "", "masa_simpan_hari": 7.0}, ["pirt permit.missing warning"]),
        ({"pirt": "", "masa_simpan_hari": 6.0}, []),
        ({"pirt": "", "masa_simpan_hari": ""}, []),
        ({"pirt": "", "masa_simpan_hari": 4000.0}, ["masa_simpan_hari range withheld"]),
        ({"pirt": "", "md": "MD 123456789012"}, []),
        ({"pirt": "", "md": "MD 1"}, ["md md.format withheld"]),
        ({"pirt": "12"}, ["pirt pirt.length withheld"]),
        ({"pirt": "206760501012"}, ["pirt pirt.old_format warning"]),
        ({"pirt": "", "md": "proses"}, ["pirt permit.missing warning"]),
    ],
)
def test_food_and_drink_need_their_licences(changes, expected):
    assert row_findings("Produk", **FOOD | changes) == expected


def test_without_their_columns_missing_licences_are_said_at_the_key():
    names = ("kode_produk", "kode_umkm", "nama_produk", "kategori", "harga_jual", "masa_simpan_hari")
    books = workbook(UMKM=[SOUND["UMKM"]], Produk=grid("Produk", table("Produk", [row("Produk", **FOOD)], names)))
    assert said(check(books)) == ["2 kode_produk halal.required warning", "2 kode_produk permit.missing warning"]


def test_the_status_of_a_licence_stands_beside_it():
    rows = [
        row("Produk", kode_produk=f"MJN-0001-0{number}", kategori="Kriya", pirt=licence)
        for number, licence in enumerate(("204760505071230", "dalam proses", "-", "12"), 1)
    ]
    accepted = check(workbook(UMKM=[SOUND["UMKM"]], Produk=rows)).sheets["Produk"].accepted
    assert list(accepted["pirt_status"]) == ["ada", "proses", "belum", "ditahan"]
    assert list(accepted["pirt"].isna()) == [False, True, True, True]


SCORES = {f"skor_{name}": 60.0 for name in ("legalitas", "kemasan", "kualitas", "kapasitas", "harga")}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"nilai_akhir": 80.5}, []),
        ({"nilai_akhir": 80.51}, ["nilai_akhir score.mismatch warning"]),
        ({"nilai_akhir": "79,4"}, ["nilai_akhir score.mismatch warning"]),
        ({"nilai_akhir": 101.0}, ["nilai_akhir range withheld"]),
        (SCORES, ["hasil score.below_pass warning"]),
        (SCORES | {"hasil": "Pembinaan"}, []),
        (SCORES | {"hasil": "Loloss"}, ["hasil choice error"]),
        ({"skor_harga": 30.0}, []),
        ({"skor_harga": 29.0}, ["hasil score.below_pass warning"]),
        ({"skor_harga": "", "nilai_akhir": 5.0}, ["skor_harga required error"]),
        ({"skor_harga": 101.0, "nilai_akhir": 5.0}, ["skor_harga range error"]),
        ({"tanggal": "31/02/2026", "nilai_akhir": 5.0}, ["tanggal date error", "nilai_akhir score.mismatch warning"]),
    ],
)
def test_scores_and_verdict(changes, expected):
    books = workbook(UMKM=[SOUND["UMKM"]], Kurasi=[row("Kurasi", **changes)])
    assert [line.removeprefix("2 ") for line in said(check(books), "Kurasi")] == expected


def test_the_mean_is_suggested_for_the_final_score():
    assert suggestions("Kurasi", nilai_akhir=75.0, skor_harga=70.0, skor_kemasan=71.5) == [76.3]


AGREED = {"tahap": "Kesepakatan", "nomor_dokumen": "1/PKS/2026", "tanggal_mulai": date(2026, 1, 2)}


@pytest.mark.parametrize("stage", ["Kesepakatan", "Terdaftar", "listing", "MEMASOK"])
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"nomor_dokumen": "nihil"}, ["nomor_dokumen document.missing error"]),
        ({"tanggal_mulai": ""}, ["tanggal_mulai document.missing error"]),
        ({"tanggal_mulai": "31/02/2026"}, ["tanggal_mulai date error"]),
        ({"nomor_dokumen": "x" * 256}, ["nomor_dokumen text.length error"]),
        ({"tanggal_mulai": date(2030, 1, 2)}, []),
        (
            {"nomor_dokumen": "", "tanggal_mulai": "-"},
            ["nomor_dokumen document.missing error", "tanggal_mulai document.missing error"],
        ),
    ],
)
def test_from_kesepakatan_on_there_is_a_document(stage, changes, expected):
    assert row_findings("Kemitraan", **AGREED | {"tahap": stage} | changes) == expected


@pytest.mark.parametrize("stage", ["Penjajakan", "Negosiasi", "Berhenti"])
def test_before_kesepakatan_and_after_the_end_a_document_can_be_done_without(stage):
    assert row_findings("Kemitraan", tahap=stage) == []
    assert row_findings("Kemitraan", tahap=stage, tanggal_mulai="besok", nomor_dokumen="x" * 256) == [
        "nomor_dokumen text.length withheld",
        "tanggal_mulai date withheld",
    ]


def test_an_unreadable_stage_asks_for_no_document():
    assert row_findings("Kemitraan", tahap="Kesepakatann") == ["tahap choice error"]


def test_kode_produk_of_kemitraan_may_be_empty_but_not_bad():
    assert row_findings("Kemitraan", kode_produk="-") == []
    assert row_findings("Kemitraan", kode_produk="MJN-1") == ["kode_produk key.format error"]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("12 Januari 2026", "1 Januari 2026", ["tanggal_berakhir date.order error"]),
        ("12 Januari 2026", "12 Januari 2026", []),
        ("", "1 Januari 2026", []),
        ("31/02/2026", "1 Januari 2026", ["tanggal_mulai date withheld"]),
    ],
)
def test_an_end_is_not_before_its_start(start, end, expected):
    assert row_findings("Kemitraan", tanggal_mulai=start, tanggal_berakhir=end) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"persyaratan": "Masa Simpan Minimal"}, ["nilai required error"]),
        ({"persyaratan": "kapasitas minimal", "nilai": "-"}, ["nilai required error"]),
        ({"persyaratan": "Harga Maksimal", "nilai": 25_000.0}, []),
        ({"persyaratan": "Harga Maksimal", "nilai": "murah"}, ["nilai number error"]),
        ({"persyaratan": "Harga Maksimal", "nilai": "25.000"}, ["nilai number.ambiguous error"]),
        ({"persyaratan": "Halal", "nilai": "murah"}, ["nilai number withheld"]),
        ({"persyaratan": "Halall", "nilai": "murah"}, ["persyaratan choice error", "nilai number withheld"]),
        ({"wajib": "tidak ada"}, ["wajib required error"]),
        ({"wajib": "barangkali"}, ["wajib choice error"]),
        ({"dapat_dinegosiasikan": "barangkali"}, ["dapat_dinegosiasikan choice withheld"]),
        ({"berlaku_sampai": date(2025, 12, 31)}, ["berlaku_sampai date.order error"]),
        ({"berlaku_mulai": date(2030, 1, 1)}, []),
        ({"ritel": "Toko Sipurennu"}, ["ritel partner.unknown warning"]),
    ],
)
def test_requirements_of_retailers(changes, expected):
    assert row_findings("Persyaratan", **changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"unit_retur": 10.0}, []),
        ({"unit_retur": 11.0}, ["unit_retur range withheld"]),
        ({"unit_retur": -1.0}, ["unit_retur range withheld"]),
        ({"unit_terjual": "banyak", "unit_retur": 11.0}, ["unit_terjual integer error"]),
        ({"nilai_penjualan": ""}, ["nilai_penjualan required error"]),
    ],
)
def test_no_more_is_returned_than_was_sold(changes, expected):
    assert row_findings("Pemasaran", **changes) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kecamatan": "Antah", "desa": "Berantah"}, ["kecamatan region.kecamatan error"]),
        ({"kecamatan": "", "desa": "Berantah"}, ["kecamatan required error"]),
        ({"kecamatan": "", "desa": ""}, ["kecamatan required error", "desa required error"]),
        ({"desa": "Berantah"}, ["desa region.desa error"]),
        ({"desa": "Desa Totoli"}, []),
        ({"desa": "kel.totoli"}, []),
        ({"desa": "76.05.01.1009"}, []),
        ({"desa": 7605011009.0}, []),
        ({"desa": "7601010009"}, ["desa region.desa error"]),
        ({"desa": "76.05.02.2005"}, ["desa region.desa error"]),
    ],
)
def test_a_desa_lies_in_its_kecamatan_and_is_not_judged_without_it(changes, expected):
    assert row_findings("UMKM", **changes) == expected


def test_the_one_near_desa_is_suggested():
    assert suggestions("UMKM", desa="Totolli") == ["Totoli"]
    assert suggestions("UMKM", kecamatan="Banggai", desa="Antah") == ["Banggae"]


def test_every_empty_value_that_must_be_there_is_said_even_in_quarantined_rows():
    required = [column.name for column in KIND_OF["UMKM"].sheet("UMKM").columns if column.required]
    result = check(workbook(UMKM=[dict.fromkeys(required, "-") | {"nib": NIB, "alamat": "Jl. Baru"}]))
    assert said(result, "UMKM") == [f"2 {name} required error" for name in required]
    assert counts(result, "UMKM") == (1, 0, 1)
