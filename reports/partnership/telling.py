"""What the report says first: at most six sentences made by rules, the largest change first, and at most five decisions
that it asks of the forum. Every number stands in them with its code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from schemas.period import Period
from warehouse.figure_codes import REPORT, FigureCode
from warehouse.point_of_view import PointOfView

MOST_SENTENCES, MOST_DECISIONS = 6, 5
CURATION = "Lolos Kurasi"

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """A number in a sentence. ``unit`` is ``angka`` or ``rupiah``; a difference leads to the figure that it ends at."""

    value: int
    unit: str
    receipt: str


@dataclass(frozen=True)
class Sentence:
    """Words and numbers, one after another. ``besar`` is the change's share of what was before, which orders them."""

    bagian: tuple[str | Figure, ...]
    besar: float


@dataclass(frozen=True)
class Decision:
    """What the forum is asked to decide: who does what, with which number, by when (ISO 8601), and on which ground:
    ``usul`` to a retailer, ``rencana`` of an office, ``kurasi``.
    """

    dasar: str
    siapa: str
    apa: str
    angka: Figure
    hasil: str
    sampai: str


def sentences(compared: Sequence[Mapping[str, Any]]) -> tuple[Sentence, ...]:
    """Tells which of six figures changed most since the month before; a figure without a past month is only said."""
    ordered = sorted((_sentence(row) for row in compared), key=lambda sentence: -sentence.besar)
    return tuple(ordered[:MOST_SENTENCES])


def _sentence(row: Mapping[str, Any]) -> Sentence:
    unit = "rupiah" if row["id"].endswith("_rp") else "angka"
    now, before = Figure(row["value"], unit, row["receipt"]), row["bulan_lalu"]
    if before is None:
        return Sentence((f"{row['words']}: ", now, "; bulan lalu belum ada datanya."), -1.0)
    if before["selisih"] == 0:
        return Sentence((f"{row['words']}: ", now, ", sama dengan bulan lalu."), 0.0)
    way = "naik" if before["selisih"] > 0 else "turun"
    moved = Figure(abs(before["selisih"]), unit, row["receipt"])
    former = Figure(before["value"], unit, before["receipt"])
    share = abs(before["selisih"]) / max(abs(before["value"]), 1)
    return Sentence((f"{row['words']}: {way} ", moved, " menjadi ", now, ", dari ", former, " bulan lalu."), share)


def decisions(data: Data, point: PointOfView, names: Mapping[str, str], zone: ZoneInfo) -> tuple[Decision, ...]:
    """Makes at most two proposals to retailers, two plans of offices, and one request to curate, each the one that
    opens most. A retailer is asked only for what it can change itself (``terbaik_ritel``).
    """
    asks = _Asks(point, names, zone)
    every = [*islice(asks.proposals(data), 2), *islice(asks.plans(data), 2), *islice(asks.curations(data), 1)]
    return tuple(every[:MOST_DECISIONS])


@dataclass(frozen=True)
class _Asks:
    point: PointOfView
    names: Mapping[str, str]
    zone: ZoneInfo

    def proposals(self, data: Data) -> Iterator[Decision]:
        """What may be talked about comes first."""
        best = [
            (single["dapat_dinegosiasikan"], row["membuka"], entry["ritel"], single["persyaratan"])
            for entry in data["pembukaan"]
            for row in entry["terbaik_ritel"]
            for single in entry["tanpa"]
            if row["membuka"] and row["persyaratan"] == [single["persyaratan"]]
        ]
        for _, opens, ritel, name in sorted(best, key=lambda row: (-row[0], -row[1], row[2])):
            number = self._figure("pembukaan", opens, "membuka", ritel=ritel, persyaratan=name)
            yield self._decision("usul", ritel, f"meninjau persyaratan {name}", number, "produk menjadi siap")

    def plans(self, data: Data) -> Iterator[Decision]:
        for row in sorted(data["rencana"], key=lambda row: (-row["nilai_rp"], row["office"])):
            if row["visits"]:
                number = self._figure(
                    "rencana", row["produk"], "produk", office=row["office"], kunjungan=row["kunjungan"]
                )
                name = self.names.get(row["office"], row["office"])
                yield self._decision("rencana", name, "mendampingi menurut rencana kunjungan", number, "produk terbuka")

    def curations(self, data: Data) -> Iterator[Decision]:
        """The team that curates is asked for products of which it is not known whether they would pass."""
        rows = [row for row in data["satu_langkah"] if row["persyaratan"] == CURATION and row["tidak_pasti"]]
        for row in sorted(rows, key=lambda row: (-row["tidak_pasti"], row["ritel"], row["office"])):
            grain = {name: row[name] for name in ("ritel", "persyaratan", "office")}
            number = self._figure("satu_langkah", row["tidak_pasti"], "tidak_pasti", **grain)
            name = self.names.get(row["office"], row["office"])
            work = f"mengurasi produk dari {name} untuk {row['ritel']}"
            yield self._decision("kurasi", "Tim kurasi", work, number, "produk tinggal dikurasi")

    def _decision(self, ground: str, who: str, what: str, number: Figure, gives: str) -> Decision:
        return Decision(ground, who, what, number, gives, due(self.point.period))

    def _figure(self, part: str, value: int, measure: str, **dimensions: Any) -> Figure:
        texts = {name: str(value) for name, value in dimensions.items()}
        return Figure(value, "angka", FigureCode(REPORT + part, self.point, measure, texts).text(self.zone))


def due(period: Period) -> str:
    """The end of the month after the report's: the forum meets on it in between."""
    return period.after().last_day.isoformat()
