"""Words where a number should stand: they say that there is none, that it is applied for, or do not say which."""

import pytest

from tests.schemas.making import check, counts, outcome, read, row, said, workbook

LICENCES = ("pirt", "md", "halal", "gtin", "hki")
HELD, PENDING = (None, "licence.number_missing"), "\0proses"


@pytest.mark.parametrize("column", LICENCES)
@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        *((word, None) for word in ("Belum", "Tidak", "belum punya", "Tdk ada", "tdk", "BELUM TERDAFTAR", "x", "#N/A", "no")),
        *((word, None) for word in ("Belum diurus", "Belum proses", "tidak punya", "belum ada sertifikat")),
        *((word, HELD) for word in ("Ada", "Ya", "Sudah", "halal", "Sudah ada", "sudah terbit", "punya", "v", "✓", 1.0)),
        *((word, PENDING) for word in ("Proses", "sedang dalam proses", "Dalam pengurusan", "masih proses", "proses BPJPH")),
    ],
)  # fmt: skip
def test_a_word_is_no_number(column, word, meaning):
    assert outcome(read("Produk", column, word)) == meaning


@pytest.mark.parametrize("word", ["Lengkap", "MUI", "Reguler", "self declare", "Sudah selesai proses", "Mandar Rasa"])
@pytest.mark.parametrize("column", ["halal", "hki"])
def test_where_any_text_is_taken_one_without_a_digit_is_no_number(column, word):
    assert outcome(read("Produk", column, word)) == HELD


@pytest.mark.parametrize("word", ["Lengkap sekali", "lihat lampiran"])
def test_where_the_number_has_a_form_another_text_is_told_by_it(word):
    assert outcome(read("Produk", "md", word)) == (None, "md.format")


@pytest.mark.parametrize(("column", "title"), [("nib", "UMKM"), ("nik_pemilik", "UMKM"), ("npwp", "UMKM")])
@pytest.mark.parametrize("word", ["proses", "sedang diurus", "belum", "belum terdaftar", "x"])
def test_an_identity_that_is_applied_for_is_empty(title, column, word):
    assert outcome(read(title, column, word)) is None


def test_a_licence_without_its_number_is_withheld_and_is_not_asked_for_again():
    rows = [
        row("Produk", kode_produk=f"MJN-0001-{at:02}", kategori="Makanan", halal=word, hki=word)
        for at, word in enumerate(("Sudah", "Belum", "proses", "ID76119345814488610"), 1)
    ]
    result = check(workbook(Produk=rows))
    assert said(result, "Produk") == [
        "2 halal licence.number_missing withheld",
        "2 hki licence.number_missing withheld",
        "3 halal halal.required warning",
        "4 halal halal.required warning",
    ]
    accepted = result.sheets["Produk"].accepted
    assert counts(result, "Produk") == (4, 4, 0)
    assert accepted["halal_status"].tolist() == ["ditahan", "belum", "proses", "ada"]
    assert accepted["hki_status"].tolist() == ["ditahan", "belum", "proses", "ada"]
    assert accepted["halal"].isna().tolist() == [True, True, True, False]


def test_x_and_belum_are_no_where_yes_or_no_is_asked():
    assert outcome(read("Produk", "label_komposisi", "x")) is False
    assert outcome(read("UMKM", "bentuk_usaha", "belum ada")) == "Belum Ada"
    assert outcome(read("UMKM", "email", "x")) is None
