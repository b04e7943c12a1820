"""A valid, believable and invented example for every column: for templates, guides and messages."""

from __future__ import annotations

from schemas.kinds.key import DEFAULT_PREFIX
from schemas.model import Column

# Invented.
_OF_COLUMN = {
    "nama_usaha": "Abon Ikan Mandar",
    "nama_pemilik": "Hasnah",
    "alamat": "Jalan Contoh Nomor 1",
    "bentuk_usaha": "Perorangan",
    "modal_usaha": "25.000.000",
    "omzet_tahunan": "120.000.000",
    "tenaga_kerja_l": "2",
    "tenaga_kerja_p": "3",
    "jenis_kelamin": "P",
    "lintang": "-3,54",
    "bujur": "118,97",
    "nama_produk": "Abon Tuna 100 g",
    "merek": "Mandar Rasa",
    "isi_bersih": "100",
    "harga_jual": "35.000",
    "kapasitas_bulanan": "500",
    "masa_simpan_hari": "180",
    "kurator": "Tim Kurasi Provinsi",
    "nilai_akhir": "75,5",
    "pendamping": "Rahmat",
    "tahap": "Kesepakatan",
    "pola": "Rantai Pasok",
    "jenis_dokumen": "PKS",
    "nomor_dokumen": "001/PKS/XI/2026",
    "kendala": "Kemasan, Kapasitas",
    "nilai_kontrak": "250.000.000",
    "nilai_realisasi": "18.500.000",
    "nama_mitra": "Toko Oleh-oleh Losari",
    "uraian": "Abon ikan kemasan 100 g untuk rak oleh-oleh",
    "volume_bulanan": "500",
    "harga_maks": "40.000",
    "syarat": "P-IRT, Halal",
    "unit_terjual": "320",
    "nilai_penjualan": "11.200.000",
    "unit_retur": "4",
    "nilai": "90",
    "persyaratan": "Masa Simpan Minimal",
    "sumber": "Rapat dengan tim pengadaan ritel",
}


def example_of(column: Column, prefix: str = DEFAULT_PREFIX) -> str:
    """A value that this column accepts, as typed in the office whose keys begin with ``prefix``."""
    return _OF_COLUMN.get(column.name) or column.kind.example_for(column, prefix)
