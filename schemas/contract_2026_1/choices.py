"""Lists of words that more than one sheet asks for."""

from schemas.kinds import Choice, words

PRODUCT_CATEGORY = Choice(
    words("Makanan", "Minuman", "Fesyen", "Kriya", "Kosmetik", "Hasil Tani", "Hasil Laut", "Lainnya")
)
UNIT = Choice(words("g (gram, gr)", "kg", "ml", "l (liter)", "pcs (buah, biji, bungkus)", "lembar", "pasang", "set"))
