"""Sheet Kurasi: what the curators said of the products."""

from schemas.contract_2026_1.choices import PRODUCT_KEY_ALIASES
from schemas.kinds import NOTE, Choice, Date, Decimal, Key, Text, words
from schemas.model import Column, Sheet

SCORE = Decimal(0, 100)
VERDICT = Choice(words("Lolos", "Pembinaan", "Tidak Lolos"))

# fmt: off
KURASI = Sheet(
    "Kurasi", "kurasi", "Hasil kurasi produk; satu baris satu produk pada satu tanggal.",
    aliases=("Hasil Kurasi",), key=("kode_produk", "tanggal"),
    columns=(
        Column("kode_produk", "Kode Produk", Key(item=True), "Kode produk yang dikurasi; harus ada di lembar Produk.", required=True, aliases=PRODUCT_KEY_ALIASES, reference="Produk"),
        Column("tanggal", "Tanggal Kurasi", Date(), "Tanggal kurasi.", required=True, aliases=("Tanggal", "Tgl Kurasi")),
        Column("kurator", "Kurator", Text(), "Nama kurator atau tim kurasi.", required=True, aliases=("Nama Kurator",), restricted=True),
        Column("skor_legalitas", "Skor Legalitas", SCORE, "Skor legalitas, 0 sampai 100.", required=True, group=("Skor", "Legalitas")),
        Column("skor_kemasan", "Skor Kemasan", SCORE, "Skor kemasan, 0 sampai 100.", required=True, group=("Skor", "Kemasan")),
        Column("skor_kualitas", "Skor Kualitas", SCORE, "Skor kualitas, 0 sampai 100.", required=True, group=("Skor", "Kualitas")),
        Column("skor_kapasitas", "Skor Kapasitas", SCORE, "Skor kapasitas, 0 sampai 100.", required=True, group=("Skor", "Kapasitas")),
        Column("skor_harga", "Skor Harga", SCORE, "Skor harga, 0 sampai 100.", required=True, group=("Skor", "Harga")),
        Column("nilai_akhir", "Nilai Akhir", SCORE, "Rata-rata tertimbang kelima skor.", aliases=("Nilai", "Total Skor")),
        Column("hasil", "Hasil", VERDICT, "Hasil kurasi, dipilih dari daftar.", required=True, aliases=("Hasil Kurasi",)),
        Column("catatan", "Catatan", NOTE, "Catatan kurator.", restricted=True),
    ),
)
