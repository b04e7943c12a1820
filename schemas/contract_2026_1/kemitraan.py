"""Sheet Kemitraan: the partnerships with large businesses, stage by stage."""

from schemas.contract_2026_1.choices import PARTNER_ALIASES, PRODUCT_KEY_ALIASES, UMKM_KEY_ALIASES
from schemas.contract_2026_1.measures import OUTLETS, RUPIAH_A_MONTH
from schemas.kinds import NOTE, Choice, Choices, Date, Integer, Key, Money, Partner, Text, words
from schemas.model import Column, Sheet

# The patterns of PP 7/2021 article 106.
PATTERN = Choice(
    words(
        "Inti Plasma",
        "Subkontrak",
        "Waralaba",
        "Perdagangan Umum",
        "Distribusi dan Keagenan",
        "Rantai Pasok",
        "Bagi Hasil",
        "Kerja Sama Operasional",
        "Usaha Patungan",
        "Penyumberluaran (outsourcing)",
    )
)
STAGE = Choice(
    words(
        "Penjajakan",
        "Diajukan",
        "Kurasi Ritel",
        "Negosiasi",
        "Kesepakatan",
        "Terdaftar (listing)",
        "Memasok",
        "Berhenti",
    )
)
DOCUMENT = Choice(words("Surat Pernyataan Komitmen", "Kesepakatan Kemitraan Usaha", "MoU", "PKS", "Belum Ada"))
OBSTACLE = Choices(
    words(
        "Legalitas",
        "Halal",
        "Barcode",
        "Kemasan",
        "Kapasitas",
        "Harga",
        "Pembayaran",
        "Masa Simpan",
        "Logistik",
        "Lainnya",
    )
)

# fmt: off
KEMITRAAN = Sheet(
    "Kemitraan", "kemitraan", "Kemitraan usaha dengan usaha besar; satu baris satu usaha, produk, dan mitra.",
    aliases=("Data Kemitraan",), key=("kode_umkm", "kode_produk", "usaha_besar"),
    columns=(
        Column("kode_umkm", "Kode UMKM", Key(), "Kode usaha yang bermitra; harus ada di lembar UMKM.", required=True, aliases=UMKM_KEY_ALIASES, reference="UMKM"),
        Column("kode_produk", "Kode Produk", Key(item=True), "Kode produk yang dimitrakan; kosong bila semua produk.", aliases=PRODUCT_KEY_ALIASES, reference="Produk"),
        Column("usaha_besar", "Usaha Besar", Partner(), "Nama usaha besar mitra, misalnya Alfamidi.", required=True, aliases=(*PARTNER_ALIASES, "Ritel")),
        Column("pola", "Pola Kemitraan", PATTERN, "Pola kemitraan menurut PP 7/2021 pasal 106.", required=True, aliases=("Pola",)),
        Column("tahap", "Tahap", STAGE, "Tahap kemitraan, dari Penjajakan sampai Memasok.", required=True, aliases=("Status",)),
        Column("jenis_dokumen", "Jenis Dokumen", DOCUMENT, "Jenis dokumen kemitraan."),
        Column("nomor_dokumen", "Nomor Dokumen", Text(), "Nomor dokumen; wajib sejak tahap Kesepakatan.", aliases=("No. Dokumen",), restricted=True),
        Column("tanggal_mulai", "Tanggal Mulai", Date(future=True), "Tanggal mulai berlaku; wajib sejak tahap Kesepakatan."),
        Column("tanggal_berakhir", "Tanggal Berakhir", Date(future=True), "Tanggal berakhir; tidak sebelum tanggal mulai."),
        Column("jumlah_gerai", "Jumlah Gerai", Integer(0, 100_000, measure=OUTLETS), "Jumlah gerai yang menjual."),
        Column("nilai_kontrak", "Nilai Kontrak (Rp)", Money(0, 10**13), "Nilai kontrak dalam rupiah."),
        Column("nilai_realisasi", "Realisasi Bulan Ini (Rp)", Money(0, 10**12, measure=RUPIAH_A_MONTH), "Nilai pasokan bulan ini dalam rupiah.", aliases=("Nilai Realisasi",)),
        Column("kendala", "Kendala", OBSTACLE, "Kendala, boleh lebih dari satu, dipisah koma."),
        Column("catatan", "Catatan", NOTE, "Catatan.", restricted=True),
    ),
)
