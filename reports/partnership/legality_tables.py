"""The tables of what businesses and products have, and of how large the businesses are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.partnership.legality_words import MEASURES, heading
from reports.partnership.shown import Bars, Numbers, Table, table

Data = Mapping[str, Any]


def legality(data: Data, numbers: Numbers) -> Table:
    """What businesses and products have, of all that are counted."""
    return table(
        "legalitas",
        "Legalitas",
        "Usaha (NIB, NPWP) dan produk yang mempunyainya, dari yang dihitung. Yang ditahan dihitung belum mempunyai.",
        ("Ukuran", "Mempunyai", "Dari"),
        (
            (
                heading(name),
                *(
                    numbers.sum("legalitas", data["marts"]["legalitas"], measure, ukuran=name)
                    for measure in ("pembilang", "penyebut")
                ),
            )
            for name in MEASURES
        ),
        bars=Bars(0, (1, 2)),
    )


def size_classes(data: Data, numbers: Numbers) -> Table:
    """Businesses by class a year ago and now; what would tell of fewer than three is told to be hidden."""
    return table(
        "kelas",
        "Kelas usaha, dulu dan kini",
        "UMKM yang dihitung kini dan sudah tercatat pada bulan yang sama tahun lalu, menurut kelas omzetnya (PP tentang usaha "
        "mikro, kecil, dan menengah). Dalam salinan forum disamarkan bila menunjuk pada satu atau dua usaha.",
        ("Kabupaten", "Setahun lalu", "Kini", "UMKM"),
        (
            (
                names[row["office"]],
                row["kelas_dulu"],
                row["kelas_kini"],
                numbers.mart("kelas", row, "jumlah_umkm", "office", "kelas_dulu", "kelas_kini") or "disamarkan",
            )
            for names in [{row["office"]: row["nama_kabupaten"] for row in data["marts"]["legalitas"]}]
            for row in data["marts"]["kelas"]
        ),
    )
