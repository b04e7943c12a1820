"""What the invented businesses of each field make: name, category, content, unit, price and shelf life."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Good:
    """A product as one would find it. ``shelf_days`` is None where it does not spoil."""

    name: str
    category: str
    content: float
    unit: str
    price: int
    shelf_days: int | None = None

    @property
    def is_food(self) -> bool:
        """Whether the rules for food require halal and a permit."""
        return self.category in ("Makanan", "Minuman")


@dataclass(frozen=True)
class Field:
    """A field of business: names of its businesses, its KBLI codes (edition 2020), its goods."""

    name: str
    share: float
    titles: tuple[str, ...]
    kbli: tuple[str, ...]
    goods: tuple[Good, ...]


CARE = (
    Good("Sabun Kelapa", "Kosmetik", 80, "g", 15_000, 730),
    Good("Minyak Mandar", "Kosmetik", 60, "ml", 25_000, 730),
    Good("Lilin Aroma Cengkih", "Lainnya", 120, "g", 40_000),
)
FIELDS = (
    Field(
        "Makanan dan Minuman", 0.48, ("Dapur", "Rumah Kue", "Warung", "UD"), ("10792", "10799", "10710", "10761"),
        (
            Good("Keripik Pisang Manis", "Makanan", 250, "g", 18_000, 180),
            Good("Kasippi Keju", "Makanan", 200, "g", 25_000, 90),
            Good("Abon Tuna", "Makanan", 100, "g", 35_000, 180),
            Good("Golla Kambu", "Makanan", 300, "g", 20_000, 30),
            Good("Jepa Kering", "Makanan", 300, "g", 15_000, 60),
            Good("Sambal Ikan Asap", "Makanan", 150, "g", 28_000, 120),
            Good("Cokelat Batang", "Makanan", 80, "g", 22_000, 270),
            Good("Kopi Arabika Bubuk", "Minuman", 200, "g", 45_000, 365),
            Good("Sirup Markisa", "Minuman", 0.5, "l", 38_000, 180),
            Good("Sarabba Instan", "Minuman", 250, "g", 30_000, 365),
        ),
    ),
    Field(
        "Fesyen dan Tenun", 0.12, ("Sanggar", "Rumah Tenun", "Griya"), ("13122", "14111", "13911"),
        (
            Good("Sarung Sutra", "Fesyen", 1, "lembar", 650_000),
            Good("Selendang Tenun", "Fesyen", 1, "lembar", 250_000),
            Good("Kemeja Tenun", "Fesyen", 1, "pcs", 350_000),
            Good("Sandal Tenun", "Fesyen", 1, "pasang", 85_000),
        ),
    ),
    Field(
        "Kriya", 0.10, ("Sanggar", "Bengkel", "Galeri"), ("16291",),
        (
            Good("Miniatur Sandeq", "Kriya", 1, "pcs", 175_000),
            Good("Anyaman Pandan", "Kriya", 1, "pcs", 60_000),
            Good("Tas Serat Alam", "Kriya", 1, "pcs", 120_000),
            Good("Perangkat Cangkir Bambu", "Kriya", 1, "set", 95_000),
        ),
    ),
    Field(
        "Pertanian dan Perkebunan", 0.12, ("Kelompok Tani", "Kebun", "UD"), ("01261", "01252"),
        (
            Good("Beras Merah", "Hasil Tani", 5, "kg", 90_000, 180),
            Good("Gula Aren Cetak", "Hasil Tani", 1, "kg", 35_000, 180),
            Good("Biji Kakao Fermentasi", "Hasil Tani", 1, "kg", 120_000, 365),
            Good("Minyak Kelapa Murni", "Hasil Tani", 250, "ml", 45_000, 365),
        ),
    ),
    Field(
        "Perikanan", 0.10, ("Kelompok Nelayan", "UD", "Rumah Ikan"), ("10212", "03111", "03211"),
        (
            Good("Ikan Teri Kering", "Hasil Laut", 250, "g", 32_000, 120),
            Good("Ikan Terbang Asap", "Hasil Laut", 500, "g", 55_000, 30),
            Good("Rumput Laut Kering", "Hasil Laut", 1, "kg", 28_000, 365),
        ),
    ),
    Field("Perdagangan", 0.05, ("Kios", "Toko"), ("47112",), CARE),
    Field("Lainnya", 0.03, ("Rumah", "Griya"), ("20232",), CARE),
)  # fmt: skip
BY_NAME = {field.name: field for field in FIELDS}

# Where the towns of each regency lie, roughly: latitude and longitude.
CENTRES = {
    "76.01": (-1.25, 119.42),
    "76.02": (-2.62, 119.05),
    "76.03": (-2.96, 119.36),
    "76.04": (-3.36, 119.20),
    "76.05": (-3.30, 118.97),
    "76.06": (-2.05, 119.35),
}
