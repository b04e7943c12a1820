"""Small workbooks as text: quick to check, with personal data and, when asked, with rows that are held back."""

from __future__ import annotations

_MITRA = "Kode Mitra;Nama Mitra;Jenis Mitra;Kabupaten/Kota;Kontak;Jumlah Gerai"


def mitra_csv(*names: str, period: str = "2026-11", kind: str = "Grosir", office: str = "73.71") -> bytes:
    """A collaborator's list of partners, numbered from 1; a ``kind`` that is none holds all of them back."""
    cover = f"Instansi;Dinas Koperasi\nKabupaten/Kota;{office}\nPeriode;{period}\nPetugas;Andi\nVersi Templat;2026.1\n"
    rows = [f"SSL-{number:04d};{name};{kind};Makassar;0812345678{number:02d};3" for number, name in enumerate(names, 1)]
    return "\n".join([cover, _MITRA, *rows, ""]).encode()
