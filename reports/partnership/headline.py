"""The headline: each figure in words, with what it is counted of and the code that leads to its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from reports.partnership.past import Past
from reports.partnership.reading import ReportSource
from schemas.contracts import CONTRACTS
from schemas.messages import period_words
from warehouse.figure_codes import MART, FigureCode
from warehouse.point_of_view import PointOfView

SUPPLYING = "Memasok"

DATED = ("kepatuhan", "realisasi", "pemasaran")
"""Marts that have rows of every month."""

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Headline:
    """A figure for people. ``value`` is a count or whole rupiah; of a share it is the numerator. ``receipt`` is what
    ``kemitraan trace`` takes.
    """

    id: str
    words: str
    value: int
    numerator: int | None
    denominator: int | None
    receipt: str


@dataclass(frozen=True)
class Seen:
    """What is seen of a month: marts, and how many businesses are counted, each once."""

    point: PointOfView
    marts: Mapping[str, Iterable[Row]]
    businesses: int


def headline(source: ReportSource, zone: ZoneInfo) -> tuple[Headline, ...]:
    """The figures of a report; none where nothing was ever in force."""
    if source.point is None:
        return ()
    return tuple(_figures(Seen(source.point, source.marts, len(source.marts["usaha"])), zone))


def figures_then(source: ReportSource, past: Past, zone: ZoneInfo) -> tuple[Headline, ...]:
    """The same of an earlier month, as far as its marts tell them."""
    dated = {name: source.marts[name] for name in DATED}
    return tuple(_figures(Seen(past.point, dated | dict(past.marts), past.businesses), zone))


def _figures(seen: Seen, zone: ZoneInfo) -> Iterator[Headline]:
    marts, point, month = seen.marts, seen.point, period_words(seen.point.period)

    def receipt(mart: str, measure: str | None = None, **dimensions: str) -> str:
        return FigureCode(MART + mart, point, measure, dimensions).text(zone)

    def count(name: str, words: str, mart: str, measure: str, **dimensions: str) -> Headline:
        value = _sum(marts[mart], measure, dimensions)
        return Headline(name, words, value, None, None, receipt(mart, measure, **dimensions))

    def share(name: str, words: str, mart: str, measure: str, of: str, **dimensions: str) -> Headline:
        numerator, denominator = (_sum(marts[mart], column, dimensions) for column in (measure, of))
        return Headline(name, words, numerator, numerator, denominator, receipt(mart, measure, **dimensions))

    sent = [row for row in marts["kepatuhan"] if row["period"] == point.period and row["kiriman_berlaku"] is not None]
    regencies = len(CONTRACTS.whole.regencies)
    if any(row["period"] == point.period for row in marts["kepatuhan"]):
        yield Headline(
            "kabupaten",
            f"Kabupaten yang datanya berlaku untuk {month}",
            len(sent),
            len(sent),
            regencies,
            receipt("kepatuhan", period=point.period),
        )
    yield count("umkm", "UMKM yang dihitung, menurut catatan kabupaten", "legalitas", "penyebut", ukuran="nib")
    words = "Usaha yang dihitung, masing-masing sekali meskipun tercatat di beberapa kabupaten"
    yield Headline("usaha", words, seen.businesses, None, None, receipt("usaha"))
    if any(row["ukuran"] == "barcode" for row in marts["legalitas"]):
        yield count("produk", "Produk yang dihitung", "legalitas", "penyebut", ukuran="barcode")
    yield share("nib", "UMKM yang mempunyai NIB", "legalitas", "pembilang", "penyebut", ukuran="nib")
    for ritel in sorted({row["ritel"] for row in marts.get("kesiapan", ())}):
        yield share(
            f"siap/{ritel}", f"Produk yang siap untuk {ritel}", "kesiapan", "siap", "jumlah_produk", ritel=ritel
        )
        words = f"Produk yang siap untuk {ritel} tetapi belum memasok"
        yield count(f"siap_belum_memasok/{ritel}", words, "kesiapan", "siap_belum_memasok", ritel=ritel)
    yield count("memasok", "Kemitraan yang sudah memasok", "kemitraan", "jumlah_kemitraan", tahap=SUPPLYING)
    yield count(
        "realisasi_rp",
        f"Nilai realisasi kemitraan bulan {month}",
        "realisasi",
        "nilai_realisasi_rp",
        period=point.period,
    )
    words = f"Nilai penjualan di Sulawesi Selatan bulan {month}"
    yield count("penjualan_rp", words, "pemasaran", "nilai_penjualan_rp", period=point.period)


def _sum(rows: Iterable[Row], measure: str, dimensions: Mapping[str, str]) -> int:
    return sum(row[measure] or 0 for row in rows if all(row[name] == value for name, value in dimensions.items()))
