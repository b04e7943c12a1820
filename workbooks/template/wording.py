"""Kinds of cell in words for those who fill in: what is asked, which choices, which range."""

from __future__ import annotations

from schemas.kinds import (
    Choice,
    Choices,
    Coordinate,
    Date,
    Decimal,
    Desa,
    Email,
    Gtin,
    Halal,
    Hki,
    Integer,
    Kabupaten,
    Kbli,
    Kecamatan,
    Key,
    Kind,
    Md,
    Money,
    Nib,
    Nik,
    Npwp,
    Number,
    Partner,
    Phone,
    Pirt,
    Text,
    Year,
    YesNo,
)

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip

_PLAIN: dict[type[Kind], str] = {
    Money: "Angka rupiah, tanpa Rp dan tanpa sen",
    Year: "Angka tahun",
    Integer: "Angka bulat",
    Decimal: "Angka, boleh dengan koma",
    Coordinate: "Angka derajat",
    Date: "Tanggal: hari/bulan/tahun",
    YesNo: "Ya atau Tidak",
    Choice: "Satu pilihan dari daftar",
    Choices: "Boleh beberapa pilihan, dipisah koma",
    Partner: "Nama usaha besar",
    Nib: "13 angka, sebagai teks",
    Nik: "16 angka, sebagai teks",
    Npwp: "15 atau 16 angka, sebagai teks",
    Phone: "Nomor telepon, sebagai teks",
    Email: "Alamat surel",
    Pirt: "15 angka, sebagai teks",
    Md: "MD atau ML dan 12 atau 15 angka",
    Halal: "ID dan 13 sampai 18 angka",
    Gtin: "8, 12, 13, atau 14 angka, sebagai teks",
    Hki: "Teks",
    Kbli: "5 angka, sebagai teks",
    Kecamatan: "Nama kecamatan dari daftar",
    Desa: "Nama desa/kelurahan dari daftar kecamatannya",
    Kabupaten: "Nama kabupaten/kota dari daftar",
    Key: "Kode, sebagai teks",
    Text: "Teks",
}


def plain(kind: Kind) -> str:
    """What kind of thing is asked: ``Angka bulat``."""
    return _PLAIN[type(kind)]


def grouped(number: float) -> str:
    """A number as it is written in Indonesia: ``10.000``, ``-3,6``."""
    text = f"{number:,.10g}" if number != int(number) else f"{int(number):,d}"
    return text.translate(str.maketrans(",.", ".,"))


def bounds(kind: Kind, year: int) -> str:
    """Range or choices of a kind in words; empty when there are none."""
    match kind:
        case Year(low=low):
            return f"{int(low)} sampai {year}"
        case Number(low=low, high=high, above_low=True):
            return f"lebih dari {grouped(low)} sampai {grouped(high)}"
        case Number(low=low, high=high):
            return f"{grouped(low)} sampai {grouped(high)}"
        case Choice(words=listed) | Choices(words=listed):
            return " · ".join(word.text for word in listed)
        case YesNo():
            return "Ya · Tidak"
        case Date(future=False):
            return "paling lambat hari terakhir periode"
        case Text(limit=limit):
            return f"paling banyak {grouped(limit)} huruf"
        case _:
            return ""


def period_in_words(period: str) -> str:
    """``2026-11`` → ``November 2026``."""
    year, month = period.split("-")
    return f"{MONTHS[int(month) - 1]} {year}"
