"""Invented sheets of a South Sulawesi collaborator and of the province: buyers, demand, sales, requirements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from kemitraan.demo.regency import frame
from kemitraan.demo.values import Values

BUYERS = (
    ("Toko Oleh-oleh Losari", "Toko Oleh-oleh"),
    ("Galeri Rasa Sulawesi", "Toko Oleh-oleh"),
    ("Swalayan Bintang Timur", "Ritel Modern"),
    ("Minimarket Sahabat Kita", "Ritel Modern"),
    ("Grosir Pelita Jaya", "Grosir"),
    ("Hotel Pantai Senja", "Hotel dan Restoran"),
    ("Restoran Bau Peapi", "Hotel dan Restoran"),
    ("Lapak Daring Nusantara", "Lokapasar"),
    ("Pameran Kriya Celebes", "Pameran"),
    ("CV Samudra Ekspor", "Eksportir"),
)
# What buyers look for: category, description, unit, highest price.
WANTED = (
    ("Makanan", "Keripik pisang kemasan 250 gram untuk rak oleh-oleh", "pcs", 22_000),
    ("Makanan", "Abon tuna kemasan 100 gram, tahan enam bulan", "pcs", 40_000),
    ("Minuman", "Kopi arabika bubuk kemasan 200 gram", "pcs", 50_000),
    ("Kriya", "Miniatur sandeq untuk cendera mata", "pcs", 200_000),
    ("Fesyen", "Selendang tenun motif Mandar", "lembar", 275_000),
    ("Hasil Laut", "Ikan teri kering bersih", "kg", 130_000),
)
CONDITIONS = ("P-IRT, Halal", "P-IRT, Halal, Barcode", "NIB, Merek Terdaftar", "NIB")

# Requirement, threshold, compulsory, negotiable: as retailers are reported to ask.
_COMMON = (
    ("NIB", None, "Ya", "Tidak"),
    ("P-IRT atau BPOM MD", None, "Ya", "Tidak"),
    ("Halal", None, "Ya", "Tidak"),
    ("Barcode", None, "Ya", "Ya"),
    ("Label Lengkap", None, "Ya", "Tidak"),
    ("Kode Produksi", None, "Ya", "Ya"),
    ("Lolos Kurasi", None, "Ya", "Tidak"),
)
REQUIREMENTS = {
    "Alfamidi": (*_COMMON, ("Masa Simpan Minimal", 90, "Ya", "Tidak"), ("Kapasitas Minimal", 400, "Ya", "Ya")),
    "Alfamart": (*_COMMON, ("Masa Simpan Minimal", 120, "Ya", "Tidak"), ("Merek Terdaftar", None, "Tidak", "Ya")),
    "Indomaret": (*_COMMON, ("Masa Simpan Minimal", 180, "Ya", "Tidak"), ("NPWP", None, "Ya", "Tidak")),
}


def make_mitra(values: Values, kabupaten: str, first_number: int, count: int) -> pd.DataFrame:
    """Buyers with keys from ``first_number`` on, in one kabupaten."""
    buyers = [BUYERS[index] for index in values.distinct(len(BUYERS), count)]
    return frame(
        kode_mitra=[f"SSL-{first_number + number:04d}" for number in range(count)],
        nama_mitra=[name for name, _ in buyers],
        jenis=[kind for _, kind in buyers],
        kabupaten=[kabupaten] * count,
        kontak=values.phone(count),
        jumlah_gerai=values.whole(1, 25, count),
    )


def make_permintaan(values: Values, mitra: pd.DataFrame, last_day: date) -> pd.DataFrame:
    """One demand for each buyer."""
    keys = mitra["kode_mitra"].tolist()
    goods = values.pick(WANTED, len(keys))
    return frame(
        kode_permintaan=[f"{key}-01" for key in keys],
        kode_mitra=keys,
        kategori=[category for category, _, _, _ in goods],
        uraian=[text for _, text, _, _ in goods],
        volume_bulanan=[50 * amount for amount in values.whole(1, 20, len(keys))],
        satuan=[unit for _, _, unit, _ in goods],
        harga_maks=[price for _, _, _, price in goods],
        syarat=values.pick(CONDITIONS, len(keys)),
        berlaku_sampai=[last_day] * len(keys),
    )


def make_pemasaran(values: Values, mitra: pd.DataFrame, produk: pd.DataFrame, count: int) -> pd.DataFrame:
    """Sales of ``count`` different pairs of a product and a buyer, at about the product's price."""
    buyers, products, prices = mitra["kode_mitra"], produk["kode_produk"], produk["harga_jual"]
    pairs = [divmod(index, len(mitra)) for index in values.distinct(len(produk) * len(mitra), count)]
    units = values.whole(5, 240, count)
    return frame(
        kode_produk=[products.iat[product] for product, _ in pairs],
        kode_mitra=[buyers.iat[buyer] for _, buyer in pairs],
        unit_terjual=units,
        nilai_penjualan=[units[i] * prices.iat[product] for i, (product, _) in enumerate(pairs)],
        unit_retur=values.some([unit // 40 for unit in units], 0.7),
    )


def make_persyaratan(since: date, retailers: Sequence[str] = tuple(REQUIREMENTS)) -> pd.DataFrame:
    """The requirements of these retailers, in force since a day."""
    lines = [(retailer, *line) for retailer in retailers for line in REQUIREMENTS[retailer]]
    return frame(
        ritel=[line[0] for line in lines],
        persyaratan=[line[1] for line in lines],
        wajib=[line[3] for line in lines],
        nilai=[line[2] for line in lines],
        dapat_dinegosiasikan=[line[4] for line in lines],
        berlaku_mulai=[since] * len(lines),
        berlaku_sampai=[None] * len(lines),
        sumber=["Pertemuan kurasi dengan ritel"] * len(lines),
    )
