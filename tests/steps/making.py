"""Small workbooks as text: quick to check, with personal data and, when asked, with rows that are held back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO

from openpyxl import Workbook

from kemitraan.config.home import Home
from kemitraan.config.own_reference import Entry, Lore
from kemitraan.steps.care.teaching import teach

_MITRA = "Kode Mitra;Nama Mitra;Jenis Mitra;Kabupaten/Kota;Kontak;Jumlah Gerai"


def mitra_csv(*names: str, period: str = "2026-11", kind: str = "Grosir", office: str = "73.71") -> bytes:
    """A collaborator's list of partners, numbered from 1; a ``kind`` that is none holds all of them back."""
    cover = f"Instansi;Dinas Koperasi\nKabupaten/Kota;{office}\nPeriode;{period}\nPetugas;Andi\nVersi Templat;2026.1\n"
    rows = [f"SSL-{number:04d};{name};{kind};Makassar;0812345678{number:02d};3" for number, name in enumerate(names, 1)]
    return "\n".join([cover, _MITRA, *rows, ""]).encode()


def mostly_bad_csv(period: str = "2026-11", office: str = "73.71") -> bytes:
    """Four good rows and eight that are held back."""
    bad = [f"SSL-{number:04d};Toko;Entah apa;Makassar;;3\n" for number in range(5, 13)]
    return mitra_csv(*"ABCD", period=period, office=office) + "".join(bad).encode()


def mitra_xlsx(*kinds: str, period: str = "2026-11") -> bytes:
    """The same list as a workbook, a partner of each of these kinds."""
    rows = [
        [f"SSL-{number:04d}", f"Toko {number}", kind, "Makassar", f"0812345678{number:02d}", 3]
        for number, kind in enumerate(kinds, 1)
    ]
    return _workbook({"Kabupaten/Kota": "73.71", "Periode": period}, "Mitra", _MITRA.split(";"), rows)


def retail_xlsx(partner: str) -> bytes:
    """What one retailer asks, as the province keeps it."""
    headers = ["Ritel", "Persyaratan", "Wajib", "Berlaku Mulai"]
    return _workbook({"Periode": "2026-11"}, "Persyaratan", headers, [[partner, "NIB", "Ya", "2026-01-01"]])


def learn(home: Home, lore: Lore, **values: str) -> None:
    """Teach the home something, as staff do."""
    assert teach(home, Entry(lore, 0, values, date(2026, 11, 24), "Rahma"))


def _workbook(cover: dict[str, str], title: str, headers: list[str], rows: list[list]) -> bytes:
    book = Workbook()
    identity = book.active
    assert identity is not None
    identity.title = "Identitas"
    for label, value in ({"Instansi": "Dinas Koperasi", "Petugas": "Andi", "Versi Templat": "2026.1"} | cover).items():
        identity.append([label, value])
    sheet = book.create_sheet(title)
    for row in (headers, *rows):
        sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


_UMKM = "Kode UMKM;NIB;Nama Usaha;Nama Pemilik;Kecamatan;Desa/Kelurahan;Bidang Usaha;Omzet Tahunan (Rp)"
_PRODUK = "Kode Produk;Kode UMKM;Nama Produk;Kategori;Harga Jual (Rp)"
_KURASI = "Kode Produk;Tanggal Kurasi;Kurator;Skor Legalitas;Skor Kemasan;Skor Kualitas;Skor Kapasitas;Skor Harga;Hasil Kurasi"

_PENDAMPINGAN = "Kode UMKM;Tanggal Kegiatan;Topik;Pendamping"


def umkm_rows(numbers: Iterable[int], name: str = "Usaha") -> list[str]:
    """Businesses of Majene."""
    return [
        f"MJN-{number:04d};812000{number:07d};{name} {number};Ibu {number};Banggae;Banggae;Kriya;{number}000000"
        for number in numbers
    ]


def produk_rows(numbers: Iterable[int]) -> list[str]:
    """A product of each of these businesses."""
    return [f"MJN-{number:04d}-01;MJN-{number:04d};Tenun {number};Kriya;{number}000" for number in numbers]


def kurasi_rows(numbers: Iterable[int]) -> list[str]:
    """A curation of each of these businesses' products."""
    return [f"MJN-{number:04d}-01;2026-11-02;Tim;80;80;80;80;80;Lolos" for number in numbers]


def pendampingan_rows(numbers: Iterable[int]) -> list[str]:
    """A visit to each of these businesses."""
    return [f"MJN-{number:04d};2026-11-03;Kemasan;Sitti" for number in numbers]


_HEADERS = {"UMKM": _UMKM, "Produk": _PRODUK, "Kurasi": _KURASI, "Pendampingan": _PENDAMPINGAN}


def regency_csv(sheet: str, rows: list[str], period: str = "2026-11") -> bytes:
    """One sheet of Majene's month."""
    cover = f"Kabupaten;Majene\nPeriode;{period}\nPetugas;Nurul\nVersi Templat;2026.1\n"
    return "\n".join([cover, _HEADERS[sheet], *rows, ""]).encode()


def regency_xlsx(period: str = "2026-11", **sheets: list[str]) -> bytes:
    """Majene's month as a workbook of these sheets."""
    book = Workbook()
    identity = book.active
    assert identity is not None
    identity.title = "Identitas"
    for label in (("Kabupaten", "Majene"), ("Periode", period), ("Petugas", "Nurul"), ("Versi Templat", "2026.1")):
        identity.append(label)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in (_HEADERS[title], *rows):
            sheet.append(row.split(";"))
    file = BytesIO()
    book.save(file)
    return file.getvalue()
