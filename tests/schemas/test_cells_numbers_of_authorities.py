"""NIB, NIK, NPWP, licences, barcodes, KBLI, keys, telephones, e-mail and places."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.kinds.gtin import gs1
from schemas.kinds.places import find_place
from tests.schemas.making import outcome, read, reference, steady

NIB = "9120001112223"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (NIB, NIB),
        ("'" + NIB, NIB),
        ("9120 0011 12223", NIB),
        ("9120.0011-12223", NIB),
        (float(NIB), NIB),
        (20422001234.0, ("0020422001234", "nib.leading_zero → 0020422001234")),
        (204220012345.0, ("0204220012345", "nib.leading_zero → 0204220012345")),
        (2042200123.0, ("0002042200123", "nib.leading_zero → 0002042200123")),
        (81200012345.0, (None, "nib.length")),
        (812000123456.0, ("0812000123456", "nib.leading_zero → 0812000123456")),
        (204220012.0, (None, "nib.length")),
        (20422001234.5, (None, "nib.length")),
        ("20422001234", (None, "nib.length")),
        ("91200012345", (None, "nib.length")),
        ("NIB 9120001112223", NIB),
        ("٩١٢٠٠٠١١١٢٢٢٣", (None, "nib.length")),
        ("²" * 13, (None, "nib.length")),
        ("sedang diurus", None),
        (True, (None, "nib.length")),
        (1e20, (None, "nib.length")),
        (float("nan"), (None, "nib.length")),
        (dt.date(2026, 11, 5), (None, "nib.length")),
        ("0000000000000", None),
        (0.0, None),
    ],
)
def test_nib(value, expected):
    assert outcome(read("UMKM", "nib", value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("204220012345", ("0204220012345", "nib.leading_zero → 0204220012345")),
        ("0204220012345", "0204220012345"),
        ("020422001234", (None, "nib.length")),
        ("81200012345", (None, "nib.length")),
    ],
)
def test_digits_of_a_csv_are_a_number_cell(value, expected):
    assert outcome(read("UMKM", "nib", value, csv=True)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("7605010706849335", "7605010706849335"),
        ("7605 0107 0684 9335", "7605010706849335"),
        ("7605.0107.0684.9335", "7605010706849335"),
        ("7605-0107-0684-9335", (None, "nik.length")),
        ("7605014706849335", "7605014706849335"),
        ("7605013107840001", "7605013107840001"),
        ("7605013207849335", (None, "nik.date")),
        ("7605010007849335", (None, "nik.date")),
        ("7605014007849335", (None, "nik.date")),
        ("7605017207849335", (None, "nik.date")),
        ("7605010713849335", (None, "nik.date")),
        ("7605010706840000", (None, "nik.serial")),
        ("7605013213840000", (None, "nik.date + nik.serial")),
        ("760501070684933", (None, "nik.length")),
        (7605010706849335.0, (None, "nik.precision")),
        (7605013213840000.0, (None, "nik.precision")),
        (760501070684933.0, (None, "nik.length")),
        ("٧٦٠٥٠١٠٧٠٦٨٤٩٣٣٥", (None, "nik.length")),
        ("tidak tahu", (None, "nik.length")),
        ("0000000000000000", None),
    ],
)
def test_nik(value, expected):
    assert outcome(read("UMKM", "nik_pemilik", value)) == expected


def test_a_nik_in_a_csv_is_text():
    assert outcome(read("UMKM", "nik_pemilik", "7605010706849335", csv=True)) == "7605010706849335"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("43.065.894.8-813.000", "0430658948813000"),
        ("430658948813000", "0430658948813000"),
        (430658948813000.0, "0430658948813000"),
        ("0430658948813000", "0430658948813000"),
        ("7605010706849335", "7605010706849335"),
        ("78.907.632.3-813.000", ("0789076323813000", "npwp.check_digit")),
        ("1234567890", (None, "npwp.length")),
        ("belum tahu", (None, "npwp.length")),
        ("00.000.000.0-000.000", None),
    ],
)
def test_npwp(value, expected):
    assert outcome(read("UMKM", "npwp", value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("081200002850", "+6281200002850"),
        ("6281200002850", "+6281200002850"),
        ("+62 812-0000-2850", "+6281200002850"),
        ("(0812) 0000 2850", "+6281200002850"),
        (81200002850.0, "+6281200002850"),
        (6281200002850.0, "+6281200002850"),
        ("(0426) 21234", "+6242621234"),
        ("0812", ("0812", "phone")),
        ("tidak bisa dihubungi", ("tidak bisa dihubungi", "phone")),
        ("081200002850 / 081200002851", ("+6281200002850", "phone.several")),
        ("٠٨١٢٠٠٠٠٢٨٥٠", ("٠٨١٢٠٠٠٠٢٨٥٠", "phone")),
        ("8" * 400, ("8" * 255, "phone")),
    ],
)
def test_phone(value, expected):
    assert outcome(read("UMKM", "telepon", value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Usaha@Example.com", "usaha@example.com"),
        ("a.b+c@mail.example.co.id", "a.b+c@mail.example.co.id"),
        ("warung.example.com", ("warung.example.com", "email")),
        ("a@b", ("a@b", "email")),
        ("a@b.com, c@d.com", ("a@b.com, c@d.com", "email")),
        ("a b@example.com", ("a b@example.com", "email")),
        ("a@example..com", ("a@example..com", "email")),
    ],
)
def test_email(value, expected):
    assert outcome(read("UMKM", "email", value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("204760505071230", "204760505071230"),
        (204760505071230.0, "204760505071230"),
        ("P-IRT 6117602210236-30", "611760221023630"),
        ("PIRT No. 2047605050712 30", "204760505071230"),
        ("SPP-IRT: 204760505071230", "204760505071230"),
        ("206760501012", ("206760501012", "pirt.old_format")),
        ("906760501012", ("906760501012", "pirt.old_format")),
        ("2057605010012", (None, "pirt.length")),
        ("PIRT", (None, "pirt.length")),
        ("1" + "²" * 14, (None, "pirt.length")),
        ("913760506142729", (None, "pirt.packaging")),
        ("013760506142729", (None, "pirt.packaging")),
        ("109760521095425", ("109760521095425", "pirt.expired")),
        ("109760521095426", "109760521095426"),
        ("Dalam Proses", "\0proses"),
        ("proses", "\0proses"),
        ("sedang diurus", "\0proses"),
        ("masih  diurus", "\0proses"),
        ("000000000000000", None),
        ("Belum Punya", None),
    ],
)
def test_pirt(value, expected):
    assert outcome(read("Produk", "pirt", value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("MD 123456789012", "MD123456789012"),
        ("BPOM RI ML 123456789012345", "ML123456789012345"),
        ("bpom ri md 1234 5678 9012", "MD123456789012"),
        ("MD 12345", (None, "md.format")),
        ("123456789012", (None, "md.format")),
        (123456789012.0, (None, "md.format")),
        ("dalam proses", "\0proses"),
    ],
)
def test_md(value, expected):
    assert outcome(read("Produk", "md", value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ID76111152988919909", "ID76111152988919909"),
        ("id 7611115298891", "ID7611115298891"),
        ("ID12345", ("ID12345", "halal.format")),
        ("ada", (None, "licence.number_missing")),
        ("sedang diurus", "\0proses"),
    ],
)
def test_halal(value, expected):
    assert outcome(read("Produk", "halal", value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("8997577340146", "8997577340146"),
        (8997577340146.0, "8997577340146"),
        ("899 7577 340146", "8997577340146"),
        ("96385074", "96385074"),
        ("036000291452", "036000291452"),
        ("18997577340143", "18997577340143"),
        ("8901234567890", ("8901234567890", "gtin.prefix")),
        ("89912345678", (None, "gtin.length")),
        ("8995446976329", (None, "gtin.check_digit")),
        ("2001234567890", (None, "gtin.check_digit")),
        ("2001234567893", (None, "gtin.in_store")),
        ("٨٩٩٧٥٧٧٣٤٠١٤٦", (None, "gtin.length")),
        ("0000000000000", None),
        ("proses", "\0proses"),
    ],
)
def test_gtin(value, expected):
    assert outcome(read("Produk", "gtin", value)) == expected


@steady
@given(st.text("0123456789", min_size=12, max_size=12))
def test_one_check_digit_in_ten_is_right(body):
    assert sum(gs1(body + str(digit)) for digit in range(10)) == 1


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("10792", "10792"),
        (10792.0, "10792"),
        ("01134", "01134"),
        (1134.0, ("01134", "kbli.leading_zero → 01134")),
        ("1134", (None, "kbli.unknown")),
        (9999.0, (None, "kbli.unknown")),
        ("99999", (None, "kbli.unknown")),
        ("kuliner", (None, "kbli.unknown")),
        ("00000", None),
    ],
)
def test_kbli(value, expected):
    assert outcome(read("UMKM", "kbli", value)) == expected


def test_four_digits_of_a_csv_get_their_zero_back():
    assert outcome(read("UMKM", "kbli", "1134", csv=True)) == ("01134", "kbli.leading_zero → 01134")


@pytest.mark.parametrize(
    ("title", "column", "value", "expected"),
    [
        ("UMKM", "kode_umkm", "MJN-0001", "MJN-0001"),
        ("UMKM", "kode_umkm", " mjn - 0001 ", "MJN-0001"),
        ("UMKM", "kode_umkm", "MJN-000001", "MJN-000001"),
        ("UMKM", "kode_umkm", "MJN-001", (None, "key.format")),
        ("UMKM", "kode_umkm", "MJN-0000001", (None, "key.format")),
        ("UMKM", "kode_umkm", "MJN0912", (None, "key.format")),
        ("UMKM", "kode_umkm", "MJN-0001-01", (None, "key.format")),
        ("UMKM", "kode_umkm", "MJN-٠٠٠١", (None, "key.format")),
        ("UMKM", "kode_umkm", 12.0, (None, "key.format")),
        ("UMKM", "kode_umkm", "MMJ-0913", (None, "key.office")),
        ("UMKM", "kode_umkm", "XYZ-0913", (None, "key.office")),
        ("UMKM", "kode_umkm", "SSL-0913", (None, "key.office")),
        ("UMKM", "kode_umkm", 0.0, None),
        ("Produk", "kode_produk", "MJN-0001-01", "MJN-0001-01"),
        ("Produk", "kode_produk", "MJN-0001-012", "MJN-0001-012"),
        ("Produk", "kode_produk", "MJN-0001-1", (None, "key.format")),
        ("Produk", "kode_produk", "MJN-0951", (None, "key.format")),
        ("Mitra", "kode_mitra", "ssl-0001", "SSL-0001"),
        ("Mitra", "kode_mitra", "MJN-0001", (None, "key.office")),
        ("Mitra", "kode_mitra", "SSL/0901", (None, "key.format")),
        ("Permintaan", "kode_permintaan", "SSL-0901", (None, "key.format")),
        ("Pemasaran", "kode_produk", "PLM-0015-06", "PLM-0015-06"),
        ("Pemasaran", "kode_produk", "SSL-0015-06", (None, "key.office")),
        ("Pemasaran", "kode_produk", "ABC-0015-06", (None, "key.office")),
    ],
)
def test_key(title, column, value, expected):
    assert outcome(read(title, column, value)) == expected


def test_every_place_is_known_however_it_is_written():
    for place in reference().places:
        if not place.code.startswith("76.") or place.level == "kabupaten":
            continue
        names = reference().names_within(place.parent)
        bare = place.name.replace("'", "")
        written = [place.name.upper(), f"Kec. {place.name}", f"KECAMATAN {bare}", f"Desa {place.name}", f"Kel.{bare}"]
        written += [
            place.name.replace("-", " "),
            place.name.replace("'", "\u2019"),
            place.code,
            place.code.replace(".", ""),
        ]
        assert {find_place(text, names) for text in written} == {place.code}


@pytest.mark.parametrize(
    ("office", "value", "expected"),
    [
        ("76.05", "Banggae", "76.05.01"),
        ("76.05", "KECAMATAN  Banggae", "76.05.01"),
        ("76.05", "Kec. banggae", "76.05.01"),
        ("76.05", "kec.Banggae", "76.05.01"),
        ("76.05", "76.05.01", "76.05.01"),
        ("76.05", "760501", "76.05.01"),
        ("76.05", 760501.0, "76.05.01"),
        ("76.05", "7601010", (None, "region.kecamatan")),
        ("76.05", "76.02.01", (None, "region.kecamatan")),
        ("76.05", "Simboro", (None, "region.kecamatan")),
        ("76.06", "Budong Budong", "76.06.03"),
        ("76.06", "budong-budong", "76.06.03"),
        ("76.06", "Budong-Budoong", (None, "region.kecamatan → Budong-Budong")),
        ("76.04", "Tubbi Taramanu", "76.04.05"),
    ],
)
def test_kecamatan(office, value, expected):
    assert outcome(read("UMKM", "kecamatan", value, office=office)) == expected
