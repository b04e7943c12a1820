"""The tables of the market in South Sulawesi: what can be supplied, and what several businesses can supply together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reports.partnership.shown import Bars, Number, Numbers, Table, Unit, table

Data = Mapping[str, Any]


def market(data: Data, numbers: Numbers) -> Table:
    """Every demand: what was asked, what can be supplied, and why not all of it."""
    served = {(row["office"], row["kode_permintaan"]): row for row in data["pasar"]["terpenuhi"]}
    return table(
        "pasar",
        "Pasar Sulawesi Selatan",
        "Pembagian kapasitas yang paling banyak terjual. Produk cocok: kategori, izin, satuan, dan harganya memenuhi permintaan.",
        ("Permintaan", "Kategori", "Produk cocok", "Diminta", "Dapat dipasok", "Satuan", "Keadaan"),
        (
            (
                row["kode_permintaan"],
                row["kategori"],
                numbers.mart("permintaan", row, "produk_cocok", "office", "kode_permintaan"),
                numbers.part("pasar", row["volume_bulanan"], "volume", kode_permintaan=row["kode_permintaan"]),
                numbers.part("pasar", mine["terpasok"], "terpasok", kode_permintaan=row["kode_permintaan"]),
                row["satuan"],
                _served(row, mine),
            )
            for row in data["marts"]["permintaan"]
            for mine in [served[row["office"], row["kode_permintaan"]]]
        ),
    )


def pooled(data: Data, numbers: Numbers, names: Mapping[str, str]) -> Iterator[Table]:
    """Demands that several businesses serve together, and beside them what each regency gives."""
    demands = {(row["office"], row["kode_permintaan"]): row for row in data["marts"]["permintaan"]}
    yield table(
        "pesanan-bersama",
        "Pesanan bersama",
        "Permintaan yang dilayani lebih dari satu usaha menurut pembagian di atas. Terbanyak satu usaha: yang dapat dipasok usaha "
        "yang paling sanggup, sendirian, dengan semua produknya yang cocok; bila di bawah yang diminta, tidak ada yang sanggup "
        "melayaninya sendiri. Usaha dihitung menurut catatan kabupaten.",
        (
            "Permintaan",
            "Kategori",
            "Diminta",
            "Dapat dipasok",
            "Satuan",
            "Usaha",
            "Kabupaten",
            "Terbanyak satu usaha",
            "Sendiri",
            "Nilai",
        ),
        (
            (
                order["kode_permintaan"],
                demand["kategori"],
                *(_of_order(numbers, order, order, measure) for measure in ("volume", "terpasok")),
                demand["satuan"],
                *(_of_order(numbers, order, order, measure) for measure in ("usaha", "kabupaten", "sendiri")),
                "sanggup" if order["sendiri"] >= order["volume"] else "tidak sanggup",
                _of_order(numbers, order, order, "nilai_rp", "rupiah"),
            )
            for order in data["pesanan_bersama"]
            for demand in [demands[order["office"], order["kode_permintaan"]]]
        ),
        bars=Bars(0, (5,)),
    )
    yield table(
        "bagian-pesanan",
        "Siapa yang memasok pesanan bersama",
        "Setiap pesanan bersama menurut kabupaten pemasoknya. Bagiannya dari yang dapat dipasok, dalam persen.",
        ("Permintaan", "Kabupaten", "Usaha", "Dipasok", "Satuan", "Bagian (%)"),
        (
            (
                order["kode_permintaan"],
                names.get(part["office"], part["office"]),
                _of_order(numbers, order, part, "usaha", office=part["office"]),
                _of_order(numbers, order, part, "terpasok", office=part["office"]),
                demands[order["office"], order["kode_permintaan"]]["satuan"],
                _of_order(numbers, order, part, "persen", office=part["office"]),
            )
            for order in data["pesanan_bersama"]
            for part in order["bagian"]
        ),
    )


def _of_order(
    numbers: Numbers, order: Data, row: Data, measure: str, unit: Unit = "number", **office: str
) -> Number | None:
    """A measure of an order, or of what one ``office`` gives to it; None where it is hidden from this reader."""
    if row[measure] is None:
        return None
    grain = {"pemesan": order["office"], "kode_permintaan": order["kode_permintaan"], **office}
    return numbers.part("pesanan_bersama", row[measure], measure, unit, **grain)


def _served(row: Data, mine: Data) -> str:
    if mine["terpasok"] >= mine["volume"]:
        return "terpenuhi"
    if not row["produk_cocok"]:
        return "tidak ada produk yang cocok"
    if not row["cukup"]:
        return "sebagian: kapasitas tidak cukup"
    return "sebagian: kapasitasnya lebih bernilai pada permintaan lain"
