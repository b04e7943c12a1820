"""Sheets of a South Sulawesi collaborator: Mitra, Permintaan, Pemasaran."""

from schemas.contract_2026_1.choices import CATEGORY_ALIASES, PRODUCT_CATEGORY, PRODUCT_KEY_ALIASES, UNIT
from schemas.contract_2026_1.measures import A_MONTH, BY_UNIT_A_MONTH, OUTLETS, RUPIAH_A_MONTH, RUPIAH_EACH
from schemas.kinds import NOTE, Choice, Choices, Date, Integer, Kabupaten, Key, Money, Phone, Text, words
from schemas.model import Column, Sheet

PARTNER_TYPE = Choice(
    words(
        "Ritel Modern",
        "Grosir",
        "Hotel dan Restoran",
        "Toko Oleh-oleh",
        "Lokapasar (marketplace)",
        "Pameran",
        "Eksportir",
        "Lainnya",
    )
)
CONDITIONS = Choices(words("NIB", "P-IRT", "BPOM MD", "Halal", "Barcode", "Merek Terdaftar"))

# fmt: off
MITRA = Sheet(
    "Mitra", "mitra", "Calon pembeli di Sulawesi Selatan; satu baris satu mitra.",
    aliases=("Daftar Mitra",), required=True, key=("kode_mitra",),
    columns=(
        Column("kode_mitra", "Kode Mitra", Key(), "Kode mitra, misalnya SSL-0001.", required=True),
        Column("nama_mitra", "Nama Mitra", Text(), "Nama mitra.", required=True),
        Column("jenis", "Jenis Mitra", PARTNER_TYPE, "Jenis mitra, dipilih dari daftar.", required=True),
        Column("kabupaten", "Kabupaten/Kota", Kabupaten(), "Kabupaten atau kota di Sulawesi Selatan.", required=True),
        Column("kontak", "Kontak", Phone(), "Nomor telepon mitra.", personal=True),
        Column("jumlah_gerai", "Jumlah Gerai", Integer(0, 100_000, measure=OUTLETS), "Jumlah gerai mitra."),
    ),
)
PERMINTAAN = Sheet(
    "Permintaan", "permintaan", "Permintaan mitra akan produk; satu baris satu permintaan.",
    key=("kode_permintaan",),
    columns=(
        Column("kode_permintaan", "Kode Permintaan", Key(item=True), "Kode permintaan, misalnya SSL-0001-01.", required=True),
        Column("kode_mitra", "Kode Mitra", Key(), "Kode mitra yang meminta; harus ada di lembar Mitra.", required=True, reference="Mitra"),
        Column("kategori", "Kategori", PRODUCT_CATEGORY, "Kategori produk yang diminta.", required=True, aliases=CATEGORY_ALIASES),
        Column("uraian", "Uraian", NOTE, "Uraian permintaan.", required=True, restricted=True),
        Column("volume_bulanan", "Volume per Bulan", Integer(1, 10**7, measure=BY_UNIT_A_MONTH), "Jumlah yang diminta sebulan, dalam satuan di sebelahnya.", required=True),
        Column("satuan", "Satuan", UNIT, "Satuan volume.", required=True),
        Column("harga_maks", "Harga Maksimal (Rp)", Money(0, 10**9, measure=RUPIAH_EACH), "Harga tertinggi per satuan dalam rupiah."),
        Column("syarat", "Syarat", CONDITIONS, "Syarat, boleh lebih dari satu, dipisah koma."),
        Column("berlaku_sampai", "Berlaku Sampai", Date(future=True), "Hari terakhir permintaan berlaku."),
    ),
)
PEMASARAN = Sheet(
    "Pemasaran", "pemasaran", "Penjualan produk Sulbar pada mitra bulan ini; satu baris satu produk dan mitra.",
    aliases=("Realisasi Pemasaran",), key=("kode_produk", "kode_mitra"),
    columns=(
        Column("kode_produk", "Kode Produk", Key(item=True, foreign=True), "Kode produk Sulbar, misalnya MJN-0001-01.", required=True, aliases=PRODUCT_KEY_ALIASES, reference="Produk", warehouse_only=True),
        Column("kode_mitra", "Kode Mitra", Key(), "Kode mitra penjual; harus ada di lembar Mitra.", required=True, reference="Mitra"),
        Column("unit_terjual", "Unit Terjual", Integer(0, 10**7, measure=A_MONTH), "Jumlah unit terjual bulan ini.", required=True),
        Column("nilai_penjualan", "Nilai Penjualan (Rp)", Money(0, 10**12, measure=RUPIAH_A_MONTH), "Nilai penjualan bulan ini dalam rupiah.", required=True),
        Column("unit_retur", "Unit Retur", Integer(0, 10**7, measure=A_MONTH), "Jumlah unit yang dikembalikan; tidak lebih dari unit terjual."),
    ),
)
