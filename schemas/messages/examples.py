"""A valid, believable and invented example for every column: for templates, guides and messages."""

from __future__ import annotations

from schemas import kinds
from schemas.model import Column

# First kecamatan and a desa or kelurahan in it (Kepmendagri 2025), by the prefix of the regency's keys.
PLACES = {
    "PKY": ("Bambalamotu", "Randomayang"),
    "MMJ": ("Mamuju", "Binanga"),
    "MMS": ("Mambi", "Talipukki"),
    "PLM": ("Tinambung", "Karama"),
    "MJN": ("Banggae", "Pangali Ali"),
    "MTG": ("Tobadak", "Mahahe"),
}
REGENCIES = {"PKY": "7601", "MMJ": "7602", "MMS": "7603", "PLM": "7604", "MJN": "7605", "MTG": "7606"}
DEFAULT_PREFIX = "MJN"
COLLABORATOR_PREFIX = "SSL"
COLLABORATOR_KEYS = ("kode_mitra", "kode_permintaan")  # given in South Sulawesi, whoever repeats them

# Invented: no kecamatan registers 9,999 births a day, and the domain is reserved for examples (RFC 2606).
_OF_KIND = {
    kinds.Nib: "0220001234567",
    kinds.Nik: "7605015708459999",
    kinds.Npwp: "01.234.567.4-831.000",
    kinds.Phone: "081234567890",
    kinds.Email: "nama@example.com",
    kinds.Md: "MD 867031001234",
    kinds.Halal: "ID76110001234560126",
    kinds.Gtin: "8991234567891",
    kinds.Hki: "IDM000123456",
    kinds.Kbli: "10750",
    kinds.Kabupaten: "Kota Makassar",
    kinds.YesNo: "Ya",
    kinds.Partner: "Alfamidi",
    kinds.Year: "2019",
    kinds.Integer: "12",
    kinds.Money: "1.500.000",
    kinds.Decimal: "75,5",
    kinds.Text: "Catatan singkat",
}
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
    kind = column.kind
    if isinstance(kind, kinds.Key):
        return f"{key_prefix(column, prefix)}-0001" + ("-01" if kind.item else "")
    if isinstance(kind, kinds.Kecamatan | kinds.Desa):
        kecamatan, desa = PLACES.get(prefix, PLACES[DEFAULT_PREFIX])
        return kecamatan if isinstance(kind, kinds.Kecamatan) else desa
    if isinstance(kind, kinds.Pirt):  # its digits 4 to 7 name the regency
        return f"206{REGENCIES.get(prefix, REGENCIES[DEFAULT_PREFIX])}010001-31"
    if isinstance(kind, kinds.Date):
        return "1 Desember 2026" if kind.future else "5 November 2026"
    if column.name in _OF_COLUMN:
        return _OF_COLUMN[column.name]
    if isinstance(kind, kinds.Choice | kinds.Choices):
        return kind.words[0].text
    return next(_OF_KIND[base] for base in type(kind).__mro__ if base in _OF_KIND)


def key_prefix(column: Column, prefix: str = DEFAULT_PREFIX) -> str:
    """The prefix of a key in this column, in a workbook of the office with this prefix."""
    if column.name in COLLABORATOR_KEYS:
        return COLLABORATOR_PREFIX
    return DEFAULT_PREFIX if prefix == COLLABORATOR_PREFIX else prefix
