"""Lists of words and other names of columns that more than one sheet has."""

from schemas.kinds import Choice, words

PRODUCT_CATEGORY = Choice(
    words("Makanan", "Minuman", "Fesyen", "Kriya", "Kosmetik", "Hasil Tani", "Hasil Laut", "Lainnya")
)
UNIT = Choice(words("g (gram, gr)", "kg", "ml", "l (liter)", "pcs (buah, biji, bungkus)", "lembar", "pasang", "set"))

UMKM_KEY_ALIASES = ("ID UMKM", "Kode")
PRODUCT_KEY_ALIASES = ("ID Produk", "SKU")
CATEGORY_ALIASES = ("Kategori Produk", "Jenis Produk")
PARTNER_ALIASES = ("Mitra", "Nama Mitra")
