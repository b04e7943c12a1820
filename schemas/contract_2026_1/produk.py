"""Sheet Produk: what the businesses make."""

from schemas.contract_2026_1.choices import (
    CATEGORY_ALIASES,
    PRODUCT_CATEGORY,
    PRODUCT_KEY_ALIASES,
    UMKM_KEY_ALIASES,
    UNIT,
)
from schemas.contract_2026_1.measures import A_MONTH, BY_UNIT, DAYS, RUPIAH_EACH
from schemas.kinds import Decimal, Gtin, Halal, Hki, Integer, Key, Md, Money, Pirt, Text, YesNo
from schemas.model import Column, Sheet

# fmt: off
PRODUK = Sheet(
    "Produk", "produk", "Produk setiap usaha; satu baris satu produk.",
    aliases=("Data Produk", "Daftar Produk"), required=True, key=("kode_produk",),
    columns=(
        Column("kode_produk", "Kode Produk", Key(item=True), "Kode usaha ditambah nomor produk, misalnya MJN-0001-01.", required=True, aliases=PRODUCT_KEY_ALIASES),
        Column("kode_umkm", "Kode UMKM", Key(), "Kode usaha pembuatnya; harus ada di lembar UMKM.", required=True, aliases=UMKM_KEY_ALIASES, reference="UMKM"),
        Column("nama_produk", "Nama Produk", Text(), "Nama produk seperti pada kemasan.", required=True, aliases=("Produk",)),
        Column("merek", "Merek", Text(), "Merek dagang.", aliases=("Merk", "Brand")),
        Column("kategori", "Kategori", PRODUCT_CATEGORY, "Kategori produk, dipilih dari daftar.", required=True, aliases=CATEGORY_ALIASES),
        Column("isi_bersih", "Isi Bersih", Decimal(0, 10**6, above_low=True, measure=BY_UNIT), "Isi bersih satu kemasan, dalam satuan di sebelahnya.", aliases=("Netto", "Berat Bersih")),
        Column("satuan", "Satuan", UNIT, "Satuan isi bersih."),
        Column("harga_jual", "Harga Jual (Rp)", Money(1, 10**9, measure=RUPIAH_EACH), "Harga jual satu kemasan dalam rupiah.", required=True, aliases=("Harga", "Harga Satuan")),
        Column("kapasitas_bulanan", "Kapasitas per Bulan", Integer(0, 10**7, measure=A_MONTH), "Jumlah kemasan yang dapat dibuat sebulan.", aliases=("Kapasitas Produksi", "Kapasitas Produksi/Bulan")),
        Column("masa_simpan_hari", "Masa Simpan (hari)", Integer(0, 3650, measure=DAYS), "Masa simpan dalam hari.", aliases=("Daya Tahan (hari)", "Masa Simpan")),
        Column("pirt", "P-IRT", Pirt(), "Nomor P-IRT, 15 angka.", aliases=("PIRT", "SPP-IRT", "No. PIRT")),
        Column("md", "BPOM MD", Md(), "Nomor izin edar BPOM: MD atau ML dan 12 atau 15 angka.", aliases=("BPOM", "No. BPOM")),
        Column("halal", "Sertifikat Halal", Halal(), "Nomor sertifikat halal: ID dan 13 sampai 18 angka.", aliases=("Halal", "No. Halal")),
        Column("gtin", "Barcode (GTIN)", Gtin(), "Nomor barcode GS1: 8, 12, 13, atau 14 angka.", aliases=("Barcode", "GTIN", "EAN")),
        Column("hki", "Merek Terdaftar (HKI)", Hki(), "Nomor pendaftaran merek.", aliases=("HKI", "HAKI")),
        Column("label_komposisi", "Label Komposisi", YesNo(), "Apakah label memuat komposisi."),
        Column("label_produsen", "Label Produsen", YesNo(), "Apakah label memuat nama dan alamat produsen."),
        Column("label_kedaluwarsa", "Label Kedaluwarsa", YesNo(), "Apakah label memuat tanggal kedaluwarsa."),
        Column("kode_produksi", "Kode Produksi", YesNo(), "Apakah kemasan memuat kode produksi."),
    ),
)
