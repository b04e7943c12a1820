"""Sheet Persyaratan: what each retailer asks of a supplier."""

from schemas.contract_2026_1.choices import PARTNER_ALIASES
from schemas.contract_2026_1.measures import BY_REQUIREMENT
from schemas.kinds import NOTE, Choice, Date, Decimal, Partner, YesNo, words
from schemas.model import Column, Sheet

REQUIREMENT = Choice(
    words(
        "NIB",
        "NPWP",
        "P-IRT",
        "BPOM MD",
        "P-IRT atau BPOM MD",
        "Halal",
        "Barcode",
        "Merek Terdaftar",
        "SNI",
        "Label Lengkap",
        "Kode Produksi",
        "Lolos Kurasi",
        "Masa Simpan Minimal",
        "Kapasitas Minimal",
        "Harga Maksimal",
        "Rekomendasi Dinas",
    )
)
WITH_THRESHOLD = ("Masa Simpan Minimal", "Kapasitas Minimal", "Harga Maksimal")

# fmt: off
PERSYARATAN = Sheet(
    "Persyaratan", "persyaratan", "Persyaratan pemasok setiap ritel; satu baris satu ritel, syarat, dan masa berlaku.",
    required=True, key=("ritel", "persyaratan", "berlaku_mulai"),
    columns=(
        Column("ritel", "Ritel", Partner(), "Nama ritel, misalnya Alfamart.", required=True, aliases=(*PARTNER_ALIASES, "Usaha Besar")),
        Column("persyaratan", "Persyaratan", REQUIREMENT, "Persyaratan, dipilih dari daftar.", required=True),
        Column("wajib", "Wajib", YesNo(), "Apakah syarat ini wajib.", required=True),
        Column("nilai", "Nilai", Decimal(0, 10**9, measure=BY_REQUIREMENT), "Nilai ambang: hari untuk Masa Simpan Minimal, unit untuk Kapasitas Minimal, rupiah untuk Harga Maksimal."),
        Column("dapat_dinegosiasikan", "Dapat Dinegosiasikan", YesNo(), "Apakah syarat ini dapat dinegosiasikan."),
        Column("berlaku_mulai", "Berlaku Mulai", Date(future=True), "Tanggal mulai berlaku.", required=True),
        Column("berlaku_sampai", "Berlaku Sampai", Date(future=True), "Tanggal akhir berlaku; tidak sebelum tanggal mulai."),
        Column("sumber", "Sumber", NOTE, "Dari mana syarat ini diketahui.", restricted=True),
    ),
)
