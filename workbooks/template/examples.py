"""What the CONTOH row shows: one believable value a column."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.kinds import Choice, Choices, Date, Desa, Kabupaten, Kecamatan, Key, YesNo
from schemas.model import Column, Sheet

Value = str | int | float

# A value per column name; columns of the same name ask for the same thing in every sheet.
_VALUES: dict[str, Value] = {
    "nib": "0220009896155",
    "nik_pemilik": "7605014507850001",
    "nama_usaha": "Dapur Anjoroi",
    "nama_pemilik": "Rahmawati Sarewali",
    "jenis_kelamin": "P",
    "telepon": "081200001111",
    "email": "dapuranjoroi@example.com",
    "alamat": "Jl. Pelabuhan Lama No. 25",
    "kbli": "10792",
    "tahun_berdiri": 2018,
    "modal_usaha": 15_000_000,
    "omzet_tahunan": 180_000_000,
    "tenaga_kerja_l": 1,
    "tenaga_kerja_p": 3,
    "npwp": "95.590.798.5-813.000",
    "lintang": -3.54,
    "bujur": 118.97,
    "nama_produk": "Keripik Pisang Manis",
    "merek": "Anjoroi",
    "isi_bersih": 250,
    "harga_jual": 18_000,
    "kapasitas_bulanan": 1_500,
    "masa_simpan_hari": 180,
    "halal": "ID76110012345670626",
    "gtin": "8991234567891",
    "hki": "IDM000123456",
    "kurator": "Tim Kurasi Kabupaten",
    "skor_legalitas": 80,
    "skor_kemasan": 75,
    "skor_kualitas": 85,
    "skor_kapasitas": 70,
    "skor_harga": 80,
    "nilai_akhir": 78,
    "topik": "Kemasan",
    "pendamping": "Hasnah Paloloang",
    "tindak_lanjut": "Cetak ulang label dengan tanggal kedaluwarsa",
    "usaha_besar": "Alfamidi",
    "pola": "Rantai Pasok",
    "tahap": "Kesepakatan",
    "jenis_dokumen": "Kesepakatan Kemitraan Usaha",
    "jumlah_gerai": 12,
    "nilai_kontrak": 48_000_000,
    "nilai_realisasi": 4_000_000,
    "kendala": "Kemasan, Kapasitas",
    "catatan": "Pengiriman pertama sesudah label diperbaiki",
    "nama_mitra": "Toko Oleh-oleh Losari",
    "jenis": "Toko Oleh-oleh",
    "kontak": "081100002222",
    "uraian": "Keripik pisang kemasan 250 gram untuk rak oleh-oleh",
    "volume_bulanan": 500,
    "harga_maks": 20_000,
    "syarat": "P-IRT, Halal, Barcode",
    "unit_terjual": 120,
    "nilai_penjualan": 2_160_000,
    "unit_retur": 2,
    "ritel": "Alfamidi",
    "persyaratan": "Masa Simpan Minimal",
    "nilai": 90,
    "sumber": "Pertemuan kurasi dengan kantor pusat",
}
_DAYS = {"tanggal": 12, "tanggal_tindak_lanjut": 28}


@dataclass(frozen=True)
class Setting:
    """Where and when the example plays: key prefix, period, a kecamatan and a desa in it, a kabupaten."""

    prefix: str
    period: str
    kecamatan: str = ""
    desa: str = ""
    kabupaten: str = ""


def example(sheet: Sheet, column: Column, setting: Setting) -> Value:
    """The example of a column; ``""`` where it is better left empty."""
    year = int(setting.period[:4])
    match column.name, column.kind:
        case "hasil", Choice():
            return "Lolos"
        case "hasil", _:
            return "Label baru sudah dirancang bersama pemilik"
        case "satuan", _:
            return "pcs" if sheet.table == "permintaan" else "g"
        case "skala", _:
            return "Mikro"
        case "pirt", _:
            return f"2067605011234{(year + 4) % 100:02d}"
        case "md", _:
            return ""
        case "nomor_dokumen", _:
            return f"12/PKS/{year}"
        case name, Date(future=True) if name.endswith(("berakhir", "sampai")):
            return f"31/12/{year + 1}"
        case name, Date():
            return f"{_DAYS.get(name, 1):02d}/{setting.period[5:]}/{year}"
        case _, Key(item=True, foreign=True):
            return "MJN-0001-01"
        case _, Key(item=item):
            return f"{setting.prefix}-0001-01" if item else f"{setting.prefix}-0001"
        case _, Kecamatan():
            return setting.kecamatan
        case _, Desa():
            return setting.desa
        case _, Kabupaten():
            return setting.kabupaten
        case _, YesNo():
            return "Ya"
    if column.name in _VALUES:
        return _VALUES[column.name]
    if isinstance(column.kind, Choice | Choices):
        return column.kind.words[0].text
    raise KeyError(f"{sheet.title}: no example for column {column.name}")
