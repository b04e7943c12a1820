"""The tables of money: what was agreed, realised and sold, and realised month by month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reports.partnership.shown import Bars, Number, Numbers, Sentence, Table, table
from schemas.messages import period_words
from schemas.office import OfficeCode
from schemas.period import Period

Data = Mapping[str, Any]

_MONEY = {
    "nilai_kontrak_rp": "Nilai yang disepakati",
    "nilai_realisasi_rp": "Nilai realisasi",
    "nilai_penjualan_rp": "Penjualan di Sulawesi Selatan",
}


def money(data: Data, numbers: Numbers, names: Mapping[str, str]) -> Table:
    """What this reader may know of money; what would tell of one business is told to be hidden."""
    return table(
        "uang",
        "Nilai yang disepakati dan yang terlaksana",
        "Menurut usaha besar atau kantor, dan jumlahnya. Dalam salinan forum disamarkan bila menunjuk pada satu atau dua usaha.",
        ("Ukuran", "Menurut", "Nilai"),
        (
            (
                _MONEY[row["ukuran"]],
                "jumlah" if row["nilai"] is None else names.get(row["nilai"], row["nilai"]),
                "disamarkan" if row["nilai_rp"] is None else Number(row["nilai_rp"], row["receipt"], "rupiah"),
            )
            for row in data["uang"]
            if row["kolom"] != "office" or row["nilai"] is None or row["nilai"] in names
        ),
        notes=(stated_by(data, numbers, "Nilai yang disepakati dan nilai realisasi"), _sold_by(data)),
    )


def stated_by(data: Data, numbers: Numbers, what: str) -> Sentence:
    """Of how many regencies that is what their data of this month say."""
    count = numbers.in_force(data["marts"]["kepatuhan"], data["period"])
    return (f"{what}: dari ", count, " kabupaten yang datanya berlaku untuk bulan ini, dari enam.")


def _sold_by(data: Data) -> Sentence:
    """Of which collaborators the sales are: those that state this month."""
    stated = [
        office["nama"]
        for office in data["offices"]
        if not OfficeCode(office["office"]).is_regency and office["period_data"] == data["period"]
    ]
    return (
        f"Penjualan di Sulawesi Selatan: dari {', '.join(stated) or 'tidak seorang kolaborator pun'} untuk bulan ini.",
    )


MOST_MONTHS = 13


def realised(data: Data, numbers: Numbers) -> Table:
    """Flows are never carried forward: a month holds only what offices stated for it."""
    rows = data["marts"]["realisasi"]
    months = sorted({row["period"] for row in data["marts"]["kepatuhan"]})[-MOST_MONTHS:]
    return table(
        "realisasi",
        "Nilai realisasi setiap bulan",
        "Dijumlahkan dari kabupaten yang datanya berlaku untuk bulan itu; bulan yang tidak dilaporkan tidak diisi dari bulan lain.",
        ("Bulan", "Kabupaten berlaku, dari enam", "Kemitraan memasok", "Nilai realisasi"),
        (
            (
                period_words(Period.read(month)),
                numbers.in_force(data["marts"]["kepatuhan"], month),
                numbers.sum("realisasi", rows, "jumlah_memasok", period=month),
                numbers.sum("realisasi", rows, "nilai_realisasi_rp", "rupiah", period=month),
            )
            for month in months
        ),
        bars=Bars(0, (3,)),
    )
