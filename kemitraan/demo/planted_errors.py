"""Errors that a row may carry, by sheet: one cell made wrong in a way that the contract names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from kemitraan.demo.values import Values


@dataclass(frozen=True)
class PlantedError:
    """A planted error: ``value`` goes into ``column``; ``code`` is the finding that follows."""

    column: str
    value: Any
    code: str


PLANTED_ERRORS: dict[str, tuple[PlantedError, ...]] = {
    "UMKM": (
        PlantedError("nama_usaha", None, "required"),
        PlantedError("omzet_tahunan", "belum dihitung", "number"),
        PlantedError("kecamatan", "Antah Berantah", "region.kecamatan"),
        PlantedError("bidang_usaha", "Makanan dan Minumam", "choice"),
        PlantedError("desa", "Kampung Seberang", "region.desa"),
        PlantedError("nib", "02200098961", "nib.length"),
        PlantedError("tenaga_kerja_l", "9,5", "integer"),
        PlantedError("tahun_berdiri", 1845, "range"),
        PlantedError("kbli", "99999", "kbli.unknown"),
    ),
    "Produk": (
        PlantedError("nama_produk", None, "required"),
        PlantedError("harga_jual", 0, "range"),
        PlantedError("kategori", "Makanann", "choice"),
        PlantedError("gtin", "8991234567890", "gtin.check_digit"),
        PlantedError("pirt", "20676050112", "pirt.length"),
        PlantedError("masa_simpan_hari", "1,500", "number.ambiguous"),
        PlantedError("label_komposisi", "mungkin", "choice"),
    ),
    "Kurasi": (
        PlantedError("tanggal", "31/02/2026", "date"),
        PlantedError("skor_kemasan", 140, "range"),
        PlantedError("hasil", "Lolo", "choice"),
        PlantedError("kurator", None, "required"),
    ),
    "Pendampingan": (
        PlantedError("topik", "Kemasn", "choice"),
        PlantedError("tanggal", "besok", "date"),
        PlantedError("pendamping", None, "required"),
    ),
    "Kemitraan": (
        PlantedError("tahap", "Memasokk", "choice"),
        PlantedError("pola", None, "required"),
        PlantedError("usaha_besar", "Swalayan Sebelah", "partner.unknown"),
        PlantedError("nilai_kontrak", "sesuai pesanan", "number"),
    ),
}


def spoil(values: Values, title: str, rows: pd.DataFrame, count: int) -> list[tuple[int, PlantedError]]:
    """Puts ``count`` errors into different rows, in place. Gives the positions and the new values."""
    planted_errors = PLANTED_ERRORS[title]
    start = values.whole(0, len(planted_errors) - 1, 1)[0]
    positions = values.distinct(len(rows), count)
    placed_errors = [
        (row, planted_errors[number % len(planted_errors)]) for number, row in enumerate(positions, start=start)
    ]
    for row, planted_error in placed_errors:
        rows.iat[row, rows.columns.get_loc(planted_error.column)] = planted_error.value
    return placed_errors
