"""The tables of what stands in the way, and of what a retailer would carry of what it opens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from reports.partnership.shown import Bars, Numbers, Table, table
from schemas.messages import date_words

Data = Mapping[str, Any]

GROUPS = {"hukum": "hukum", "ritel": "ritel", "kita": "kita sendiri"}
"""Who can change a requirement."""
SAFEGUARDS = (
    "Pengaman yang kami usulkan: uji pasar terbatas dahulu, produk yang masa simpannya habis di jalan dikecualikan, dan produk "
    "yang tidak memenuhi mutu ditarik."
)
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
        notes=(
            (
                f"Belum siap untuk {entry['ritel']}: ",
                numbers.part("hambatan", entry["belum_siap"], "belum_siap", ritel=entry["ritel"]),
                " produk, jumlah semua bagiannya.",
            )
            for entry in data["hambatan"]
        ),
    )


def in_process(data: Data, numbers: Numbers) -> Table:
    """What a retailer could list if it accepted what is in process: all that is ever asked of it about duties of
    law.
    """
    until = date_words(date.fromisoformat(data["selama_proses"][0]["sampai"])) if data["selama_proses"] else None
    asked = f" Yang diminta hanya: diterima selama proses, sampai {until}." if until else ""
    return table(
        "selama-proses",
        "Kewajiban hukum yang sedang diproses",
        f"Produk yang belum memenuhi kewajiban hukum karena izinnya masih diproses, dan di antaranya yang kurang itu saja.{asked} "
        "Kewajibannya sendiri tidak pernah diusulkan untuk dihapus.",
        ("Ritel", "Persyaratan", "Sedang diproses", "Kurang itu saja"),
        (
            (
                row["ritel"],
                row["persyaratan"],
                *(
                    numbers.part(
                        "selama_proses", row[measure], measure, ritel=row["ritel"], persyaratan=row["persyaratan"]
                    )
                    for measure in ("proses", "membuka")
                ),
            )
            for row in data["selama_proses"]
        ),
    )


def carried(data: Data, numbers: Numbers) -> Iterator[Table]:
    """What a retailer would carry of the products that its own requirements hold back, and what those lack."""
    assumed = data["anggapan"]
    used = (
        (
            "Anggapan: ",
            numbers.part("anggapan", assumed["hari_jalan"], "hari_jalan", **assumed),
            " hari dari produsen sampai di rak, dan satu gerai menjual ",
            numbers.part("anggapan", assumed["unit_per_gerai"], "unit_per_gerai", **assumed),
            " unit satu produk sebulan. Keduanya setelan.",
        ),
        (SAFEGUARDS,),
    )
    yield table(
        "beban",
        "Yang akan ditanggung ritel",
        "Produk yang terbuka oleh himpunan itu: sisa masa simpannya dalam hari sesudah perjalanan, dan gerai yang dapat dilayani "
        "sebulan oleh kapasitasnya.",
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
            "Tanpa kapasitas",
        ),
        (
            (
                row["ritel"],
                " + ".join(row["persyaratan"]),
                *(
                    numbers.part("beban", value, name, **of_carried(row))
                    for name, value in (
                        ("membuka", row["membuka"]),
                        *((name, row["masa_simpan"][name]) for name in _BANDS),
                        ("gerai", row["gerai"]),
                        ("tanpa_kapasitas", row["tanpa_kapasitas"]),
                    )
                ),
            )
            for row in data["beban"]
        ),
        notes=used if data["beban"] else (),
    )
    yield table(
        "kekurangan",
        "Yang kurang pada produk yang terbuka",
        "Berapa produk dari himpunan itu yang kurang persyaratan ini: pasti, dan mungkin (tidak diketahui atau ditahan).",
        ("Ritel", "Tanpa persyaratan", "Persyaratan", "Pasti kurang", "Mungkin kurang"),
        (
            (
                row["ritel"],
                " + ".join(row["persyaratan"]),
                lacking["persyaratan"],
                *(
                    numbers.part("beban", lacking[name], name, **of_carried(row), kurang=lacking["persyaratan"])
                    for name in ("tidak", "belum_pasti")
                ),
            )
            for row in data["beban"]
            for lacking in row["kurang"]
        ),
    )


def of_carried(row: Data) -> dict[str, Any]:
    """The columns that name a row of what a retailer would carry, its assumptions among them."""
    assumed = {name: row["anggapan"][name] for name in ("hari_jalan", "unit_per_gerai")}
    return {"ritel": row["ritel"], "persyaratan": ";".join(row["persyaratan"]), **assumed}
