"""The invented businesses of six regencies as they stand this month and as they stood the month before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from kemitraan.demo.activities import (
    AGREED,
    STAGES,
    STOPPED,
    make_kemitraan,
    make_kurasi,
    make_pendampingan,
)
from kemitraan.demo.regency import make_produk, make_umkm
from kemitraan.demo.values import Values
from schemas.contracts import CONTRACTS
from schemas.period import Period
from schemas.reference import Reference

SIZES = {"76.01": 28, "76.02": 46, "76.03": 22, "76.04": 60, "76.05": 40, "76.06": 18}
NEWCOMERS = 0.1
LICENSED = 0.8


@dataclass(frozen=True)
class Month:
    """A period in the demonstration: its first day, the last day that has happened, and whether it is the newest."""

    period: Period
    first_day: date
    last_day: date
    newest: bool

    @property
    def months(self) -> int:
        """Months since year 0: the seed of the month's own dice."""
        return self.first_day.year * 12 + self.first_day.month


def make_regency(reference: Reference, office: str, month: Month, seed: int) -> dict[str, pd.DataFrame]:
    """The five sheets of a regency by title.

    The businesses come from ``seed`` alone, so that they continue from month to month. In the newest month a tenth of
    them are new, some partnerships stand a stage further, and some prices have risen.
    """
    number, size = int(office[3:]), SIZES[office]
    lasting = Values(seed, number)
    umkm = make_umkm(lasting, reference, office, CONTRACTS.whole.prefix_of(office) or "", size, month.first_day.year)
    produk = make_produk(lasting, umkm, round(size * 1.7), month.first_day.year, LICENSED)
    kemitraan = make_kemitraan(lasting, produk, round(size * 0.9), month.first_day.year)
    has_moved = lasting.rng.random(len(kemitraan)) < 0.4
    dearer = lasting.rng.random(len(produk)) < 0.15
    if month.newest:
        produk.loc[dearer, "harga_jual"] = [price + 1_000 for price in produk.loc[dearer, "harga_jual"]]
    else:
        continuing = set(umkm["kode_umkm"].iloc[: size - round(size * NEWCOMERS)])
        umkm, produk, kemitraan = (rows[rows["kode_umkm"].isin(continuing)] for rows in (umkm, produk, kemitraan))
        kemitraan = a_month_before(kemitraan, has_moved[kemitraan.index].tolist())
    month_values = Values(seed, number, month.months)
    return {
        "UMKM": umkm.reset_index(drop=True),
        "Produk": produk.reset_index(drop=True),
        "Kurasi": make_kurasi(month_values, produk, round(size * 0.4), month.first_day, month.last_day),
        "Pendampingan": make_pendampingan(month_values, umkm, round(size * 0.5), month.first_day, month.last_day),
        "Kemitraan": kemitraan.reset_index(drop=True),
    }


def a_month_before(kemitraan: pd.DataFrame, moved: list[bool]) -> pd.DataFrame:
    """Partnerships a month earlier: those that moved stood one stage back, without what their stage brought along."""
    rows = kemitraan.copy()
    for row, has_moved in zip(rows.index, moved, strict=True):
        stage = STAGES.index(rows.at[row, "tahap"])
        if not has_moved or stage in (0, STOPPED):
            continue
        rows.at[row, "tahap"] = STAGES[stage - 1]
        if stage == STAGES.index("Memasok"):
            rows.loc[row, ["jumlah_gerai", "nilai_realisasi"]] = None
        if stage == AGREED:
            rows.loc[row, ["nomor_dokumen", "tanggal_mulai", "tanggal_berakhir", "nilai_kontrak"]] = None
            rows.at[row, "jenis_dokumen"] = "Belum Ada"
    return rows
