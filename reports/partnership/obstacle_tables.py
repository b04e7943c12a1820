"""The tables of what stands in the way, and of what a retailer would carry of what it opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.partnership.shown import Bars, Numbers, Table, table

Data = Mapping[str, Any]

GROUPS = {"hukum": "hukum", "ritel": "ritel", "kita": "kita sendiri"}
"""Who can change a requirement."""
_BANDS = ("habis", "hari_1_29", "hari_30_89", "hari_90_lebih", "tidak_diketahui")


def shares(data: Data, numbers: Numbers) -> Table:
    """Each requirement's share of the obstacle: they add up to the products that are not ready."""
    return table(
        "hambatan",
        "Bagian setiap persyaratan dari hambatannya",
        "Produk yang kurang beberapa persyaratan dibagi rata kepada semuanya, jadi bagiannya menjumlah menjadi produk yang belum "
        "siap. Sendirian: produk yang kurang itu saja.",
        ("Ritel", "Persyaratan", "Dapat diubah", "Bagian", "Produk yang kurang itu", "Sendirian"),
        (
            (
                entry["ritel"],
                row["persyaratan"],
                GROUPS[row["golongan"]],
                *(
                    numbers.part("hambatan", row[name], name, ritel=entry["ritel"], persyaratan=row["persyaratan"])
                    for name in ("bagian", "produk", "sendirian")
                ),
            )
            for entry in data["hambatan"]
            for row in entry["persyaratan"]
        ),
        bars=Bars(1, (3,)),
    )


def carried(data: Data, numbers: Numbers) -> Table:
    """What a retailer would carry of the products that its own requirements hold back."""
    assumed = data["beban"][0]["anggapan"] if data["beban"] else None
    beside = (
        " Sisa masa simpan dihitung sesudah perjalanan dan gerai menurut anggapan yang tertulis di datanya."
        if assumed
        else ""
    )
    return table(
        "beban",
        "Yang akan ditanggung ritel",
        f"Produk yang terbuka oleh himpunan itu: sisa masa simpannya dalam hari, dan gerai yang dapat dilayani sebulan.{beside}",
        (
            "Ritel",
            "Tanpa persyaratan",
            "Terbuka",
            "Habis di jalan",
            "Kurang sebulan",
            "Kurang tiga bulan",
            "Lebih lama",
            "Tidak diketahui",
            "Gerai",
        ),
        (
            (
                row["ritel"],
                " + ".join(row["persyaratan"]),
                *(
                    numbers.part("beban", value, name, ritel=row["ritel"], persyaratan=";".join(row["persyaratan"]))
                    for name, value in (
                        ("membuka", row["membuka"]),
                        *((name, row["masa_simpan"][name]) for name in _BANDS),
                        ("gerai", row["gerai"]),
                    )
                ),
            )
            for row in data["beban"]
        ),
    )
