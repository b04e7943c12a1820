"""The tables of what changed since the month before: each figure then and now, and by what it moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reports.partnership.money_tables import stated_by
from reports.partnership.shown import MOST_ROWS, Bars, Number, Numbers, Sentence, Table, Unit, signed, table
from schemas.messages import period_words
from schemas.period import Period

Data = Mapping[str, Any]

CAUSES = {
    "submission": "kiriman",
    "correction": "koreksi",
    "withdrawal": "dicabut",
    "carried": "bulan berganti",
    "rule": "aturan",
}


def changes(data: Data, numbers: Numbers, names: Mapping[str, str]) -> Iterator[Table]:
    """What moved since the month before, by kind of cause, and beside it by office: the causes of a figure add up to
    its difference.
    """
    yield table(
        "perubahan",
        "Apa yang berubah sejak bulan lalu",
        "Setiap angka bulan lalu dan kini; selisihnya menjumlah tepat dari sebab-sebabnya. Bulan berganti: tidak dinyatakan lagi.",
        ("Angka", "Bulan lalu", "Kini", "Selisih", *(name.capitalize() for name in CAUSES.values())),
        (
            (
                row["words"],
                Number(row["dari"], row["receipt_dari"], _unit(row)),
                Number(row["menjadi"], row["receipt"], _unit(row)),
                signed(row["selisih"], row["receipt"], _unit(row)),
                *(_by(row, kind) for kind in CAUSES),
            )
            for row in data["perubahan"]
        ),
        bars=Bars(0, (1, 2)) if all(_unit(row) == "number" for row in data["perubahan"]) else None,
        notes=(*_left_to_commands(data), *_stated(data, numbers)),
        on_paper=MOST_ROWS,
    )
    yield table(
        "sebab-perubahan",
        "Sebab perubahannya menurut kantor",
        "Sebab-sebab sebuah angka menjumlah tepat menjadi selisihnya; yang terbesar lebih dulu.",
        ("Angka", "Sebab", "Kantor", "Bulan", "Baris", "Selisih"),
        (
            (
                row["words"],
                CAUSES[cause["cause"]],
                names.get(cause["office"], cause["office"]),
                cause["period"] and period_words(Period.read(cause["period"])),
                signed(cause["rows"], row["receipt"]),
                signed(cause["delta"], row["receipt"], _unit(row)),
            )
            for row in data["perubahan"]
            for cause in row["causes"]
        ),
    )


def _by(row: Data, kind: str) -> Number | None:
    """How far the causes of a kind have moved a figure; None where there are none."""
    deltas = [cause["delta"] for cause in row["causes"] if cause["cause"] == kind]
    return signed(sum(deltas), row["receipt"], _unit(row)) if deltas else None


def _unit(row: Data) -> Unit:
    return "rupiah" if row["measure"].endswith("_rp") else "number"


def _stated(data: Data, numbers: Numbers) -> Iterator[Sentence]:
    if any(row["mart"] == "realisasi" for row in data["perubahan"]):
        yield stated_by(data, numbers, "Nilai realisasi kini")


def _left_to_commands(data: Data) -> Iterator[Sentence]:
    for command in data["perubahan_lain"]:
        yield (f"Terlalu banyak produk untuk dijelaskan di sini. Sebabnya dihitung oleh: {command}",)
