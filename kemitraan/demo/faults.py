"""Faults that a row may carry, by sheet: one cell made wrong in a way that the contract names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from kemitraan.demo.values import Values


@dataclass(frozen=True)
class Fault:
    """A fault: ``value`` goes into ``column``; ``code`` is the finding that follows."""

    column: str
    value: Any
    code: str


FAULTS: dict[str, tuple[Fault, ...]] = {
    "UMKM": (
        Fault("nama_usaha", None, "required"),
        Fault("omzet_tahunan", "belum dihitung", "number"),
        Fault("kecamatan", "Antah Berantah", "region.kecamatan"),
        Fault("bidang_usaha", "Makanan dan Minumam", "choice"),
        Fault("desa", "Kampung Seberang", "region.desa"),
        Fault("nib", "02200098961", "nib.length"),
        Fault("tenaga_kerja_l", "9,5", "integer"),
        Fault("tahun_berdiri", 1845, "range"),
        Fault("kbli", "99999", "kbli.unknown"),
    ),
    "Produk": (
        Fault("nama_produk", None, "required"),
        Fault("harga_jual", 0, "range"),
        Fault("kategori", "Makanann", "choice"),
        Fault("gtin", "8991234567890", "gtin.check_digit"),
        Fault("pirt", "20676050112", "pirt.length"),
        Fault("masa_simpan_hari", "1,500", "number.ambiguous"),
        Fault("label_komposisi", "mungkin", "choice"),
    ),
    "Kurasi": (
        Fault("tanggal", "31/02/2026", "date"),
        Fault("skor_kemasan", 140, "range"),
        Fault("hasil", "Lolo", "choice"),
        Fault("kurator", None, "required"),
    ),
    "Pendampingan": (
        Fault("topik", "Kemasn", "choice"),
        Fault("tanggal", "besok", "date"),
        Fault("pendamping", None, "required"),
    ),
    "Kemitraan": (
        Fault("tahap", "Memasokk", "choice"),
        Fault("pola", None, "required"),
        Fault("usaha_besar", "Swalayan Sebelah", "partner.unknown"),
        Fault("nilai_kontrak", "sesuai pesanan", "number"),
    ),
}


def spoil(values: Values, title: str, rows: pd.DataFrame, count: int) -> list[tuple[int, Fault]]:
    """Puts ``count`` faults into different rows, in place. Gives the positions and the new values."""
    faults = FAULTS[title]
    start = values.whole(0, len(faults) - 1, 1)[0]
    positions = values.distinct(len(rows), count)
    placed = [(row, faults[number % len(faults)]) for number, row in enumerate(positions, start=start)]
    for row, fault in placed:
        rows.iat[row, rows.columns.get_loc(fault.column)] = fault.value
    return placed
