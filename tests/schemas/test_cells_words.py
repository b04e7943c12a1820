"""Text, listed words, yes and no, partners' names."""

from __future__ import annotations

import datetime as dt

import pytest

from schemas.kinds.partner import unknown_partner
from tests.schemas.making import outcome, read

EMPTY = ["", " ", "-", "–", "—", ".", "_", '"-"', "n/a", "N/A", "nihil", "Kosong", "TIDAK ADA", "belum ada"]
EMPTY += ["Belum  punya", "belum\nmemiliki", "\u200b", "\xa0", "'-", " - "]


@pytest.mark.parametrize("value", EMPTY)
@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("UMKM", "nama_usaha"),
        ("UMKM", "jenis_kelamin"),
        ("UMKM", "email"),
        ("UMKM", "telepon"),
        ("UMKM", "nib"),
        ("UMKM", "nik_pemilik"),
        ("UMKM", "npwp"),
        ("UMKM", "kbli"),
        ("UMKM", "kode_umkm"),
        ("UMKM", "kecamatan"),
        ("UMKM", "omzet_tahunan"),
        ("UMKM", "lintang"),
        ("Produk", "pirt"),
        ("Produk", "gtin"),
        ("Produk", "hki"),
        ("Produk", "label_komposisi"),
        ("Kurasi", "tanggal"),
        ("Kemitraan", "kendala"),
        ("Kemitraan", "usaha_besar"),
        ("Mitra", "kabupaten"),
    ],
)
def test_words_that_say_nothing_are_empty_in_every_kind(title, column, value):
    assert outcome(read(title, column, value)) is None


@pytest.mark.parametrize(("title", "column"), [("UMKM", "bentuk_usaha"), ("Kemitraan", "jenis_dokumen")])
def test_belum_ada_is_a_choice_where_it_is_listed(title, column):
    assert outcome(read(title, column, "belum  ADA")) == "Belum Ada"
    assert outcome(read(title, column, "belum punya")) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  Rumah\xa0 Kada\n", "Rumah Kada"),
        ("'Rumah Kada", "Rumah Kada"),
        ("Ru\u200bmah\ufeff\u00ad", "Rumah"),
        (168.0, "168"),
        (0.5, "0.5"),
        (True, "TRUE"),
        (dt.date(2026, 11, 5), "2026-11-05"),
        (dt.time(8, 30), "08:30:00"),
        ("x" * 255, "x" * 255),
        ("x" * 256, (None, "text.length")),
        ("=1+1", "=1+1"),
    ],
)
def test_text(value, expected):
    assert outcome(read("UMKM", "nama_usaha", value)) == expected


@pytest.mark.parametrize(("length", "expected"), [(2000, "x" * 2000), (2001, (None, "text.length"))])
def test_notes_are_longer(length, expected):
    assert outcome(read("Kurasi", "catatan", "x" * length)) == expected


@pytest.mark.parametrize(
    ("title", "column", "value", "expected"),
    [
        ("UMKM", "jenis_kelamin", " l ", "L"),
        ("UMKM", "jenis_kelamin", "Laki-laki", "L"),
        ("UMKM", "jenis_kelamin", "PRIA", "L"),
        ("UMKM", "jenis_kelamin", "lk", "L"),
        ("UMKM", "jenis_kelamin", "perempuan", "P"),
        ("UMKM", "jenis_kelamin", "wanita", "P"),
        ("UMKM", "jenis_kelamin", "pr", "P"),
        ("UMKM", "jenis_kelamin", "Campuran", (None, "choice")),
        ("UMKM", "bidang_usaha", "Makanan  dan\nMinuman", "Makanan dan Minuman"),
        ("UMKM", "bidang_usaha", "kuliner", "Makanan dan Minuman"),
        ("UMKM", "bidang_usaha", "MAMIN", "Makanan dan Minuman"),
        ("UMKM", "bidang_usaha", "sutra", "Fesyen dan Tenun"),
        ("UMKM", "bidang_usaha", "lain-lain", "Lainnya"),
        ("UMKM", "bidang_usaha", "Makanan dan Minumam", (None, "choice → Makanan dan Minuman")),
        ("UMKM", "bidang_usaha", "kulinner", (None, "choice")),
        ("UMKM", "bidang_usaha", "Peternakan", (None, "choice")),
        ("UMKM", "skala", "Mikroo", (None, "choice → Mikro")),
        ("UMKM", "skala", 1.0, (None, "choice")),
        ("Produk", "satuan", "gram", "g"),
        ("Produk", "satuan", "Liter", "l"),
        ("Produk", "satuan", "biji", "pcs"),
        ("Produk", "satuan", "lembarr", (None, "choice → lembar")),
        ("Produk", "satuan", "kgg", (None, "choice → kg")),
        ("Kemitraan", "tahap", "Listing", "Terdaftar"),
        ("Kemitraan", "tahap", "Terdaftar (listing)", "Terdaftar"),
        ("Kemitraan", "tahap", "KESEPAKATAN", "Kesepakatan"),
        ("Kemitraan", "pola", "outsourcing", "Penyumberluaran"),
        ("Kemitraan", "pola", "Waralabba", (None, "choice → Waralaba")),
        ("Kemitraan", "jenis_dokumen", "mou", "MoU"),
        ("Mitra", "jenis", "marketplace", "Lokapasar"),
        ("Persyaratan", "persyaratan", "Barcodde", (None, "choice → Barcode")),
        ("Mitra", "kabupaten", "Kota Makassar", "73.71"),
        ("Mitra", "kabupaten", "makassar", "73.71"),
        ("Mitra", "kabupaten", "Kab. Gowa", "73.06"),
        ("Mitra", "kabupaten", "73.71", "73.71"),
        ("Mitra", "kabupaten", 73.71, "73.71"),
        ("Mitra", "kabupaten", "7371", (None, "choice")),
        ("Mitra", "kabupaten", "Majene", (None, "choice")),
        ("Mitra", "kabupaten", "Kab. Gowaa", (None, "choice → Kabupaten Gowa")),
    ],
)
def test_a_choice(title, column, value, expected):
    assert outcome(read(title, column, value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Kemasan", "Kemasan"),
        ("harga, kapasitas", "Kapasitas, Harga"),
        ("Halal; Kemasan", "Halal, Kemasan"),
        ("Legalitas/Barcode", "Legalitas, Barcode"),
        ("Halal\nKemasan;", "Halal, Kemasan"),
        ("Halal, halal", "Halal"),
        ("Halal, -", "Halal"),
        (", ;", None),
        ("Kemasan, Cuaca Buruk", (None, "choice")),
        ("Kemasann; halal", (None, "choice → Halal, Kemasan")),
        (5.0, (None, "choice")),
    ],
)
def test_several_choices(value, expected):
    assert outcome(read("Kemitraan", "kendala", value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (value, True)
        for value in (
            "ya",
            "Y",
            "ada",
            "√",
            "✓",
            "v",
            "V",
            "1",
            1.0,
            1,
            True,
            "true",
            " Ya ",
            "iya",
            "yes",
            "Sudah",
            "punya",
            "✔",
            "☑",
        )
    ]
    + [(value, False) for value in ("tidak", "T", "tdk", "x", "0", 0.0, 0, False, "FALSE", "belum", "No")]
    + [(value, (None, "choice")) for value in ("sebagian", "barangkali", 2.0, "11")],
)
def test_yes_and_no(value, expected):
    assert outcome(read("Produk", "label_komposisi", value)) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Alfamidi", "PT Midi Utama Indonesia Tbk"),
        ("PT. Midi Utama Indonesia, Tbk.", "PT Midi Utama Indonesia Tbk"),
        ("ALFAMART", "PT Sumber Alfaria Trijaya Tbk"),
        ("PT Indomarco Prismatama", "PT Indomarco Prismatama"),
        ("Alfamidi (batal)", (unknown_partner("Alfamidi (batal)"), "partner.unknown")),
        ("Alfamidi (Alfamart)", (unknown_partner("Alfamidi (Alfamart)"), "partner.unknown")),
        ("Toserba Sipakario", ("mitra belum dikenal (212e1baf)", "partner.unknown")),
        ("x" * 256, (None, "text.length")),
    ],
)
def test_a_partner(value, expected):
    assert outcome(read("Kemitraan", "usaha_besar", value)) == expected
