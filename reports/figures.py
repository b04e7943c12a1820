"""The headline figures: each a question to a mart in plain SQL, with the command that shows what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text

from schemas.messages import number_words, period_words
from warehouse.engine import Warehouse
from warehouse.times import Month

_IN_FORCE = text("""
    SELECT period, COUNT(kiriman_berlaku) AS berlaku, COUNT(*) AS wajib
    FROM mart_kepatuhan
    WHERE office IN (SELECT code FROM dim_office WHERE kind = 'regency')
        AND period = (SELECT MAX(period) FROM mart_kepatuhan)
    GROUP BY period
""")
_SUPPLYING = text("""
    SELECT COALESCE(SUM(jumlah_kemitraan), 0) AS kemitraan, COALESCE(SUM(nilai_realisasi_rp), 0) AS realisasi_rp
    FROM mart_kemitraan
    WHERE tahap = 'Memasok'
""")
_PASSED = text("""
    SELECT COALESCE(SUM(CASE WHEN hasil = 'Lolos' THEN jumlah_produk ELSE 0 END), 0) AS lolos,
           COALESCE(SUM(jumlah_produk), 0) AS dikurasi
    FROM mart_kurasi
""")


@dataclass(frozen=True)
class Figure:
    """A figure for people: what it counts, its value in words, and its arguments for ``kemitraan trace``."""

    words: str
    value: str
    receipt: str


def headline_figures(warehouse: Warehouse) -> tuple[Figure, ...]:
    """Three figures: compliance of the newest period, supplying partnerships, products that passed curation."""
    with warehouse.read() as connection:
        compliance = connection.execute(_IN_FORCE.columns(period=Month())).one_or_none()
        supplying = connection.execute(_SUPPLYING).one()
        passed = connection.execute(_PASSED).one()
    figures = []
    if compliance:
        figures.append(
            Figure(
                f"Kabupaten yang datanya berlaku untuk {period_words(compliance.period)}",
                f"{compliance.berlaku} dari {compliance.wajib}",
                f"mart_kepatuhan period={compliance.period}",
            )
        )
    figures.append(
        Figure(
            f"Realisasi bulan laporan {number_words(int(supplying.kemitraan))} kemitraan yang sudah memasok",
            f"Rp{number_words(int(supplying.realisasi_rp))}",
            "mart_kemitraan tahap=Memasok",
        )
    )
    figures.append(
        Figure(
            "Produk yang lolos pada kurasi terakhirnya",
            f"{number_words(int(passed.lolos))} dari {number_words(int(passed.dikurasi))}",
            "mart_kurasi hasil=Lolos",
        )
    )
    return tuple(figures)
