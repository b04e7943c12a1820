"""The first page: sentences, figures beside last month and last year, and what the forum is asked to decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.partnership.shown import Number, Sentence, Table, Unit, signed, table
from schemas.messages import date_words

Data = Mapping[str, Any]

OF_REGENCIES = "realisasi_rp"
"""The figure that flows from what regencies state for the month alone."""


@dataclass(frozen=True)
class MainFigure:
    """A figure of the first page; ``base`` is what a share is counted of, ``moved`` says how far it has moved, and what
    it rests on.
    """

    id: str
    words: str
    value: Number
    base: Number | None
    moved: tuple[Sentence, ...] = ()

    @property
    def in_words(self) -> str:
        """``6 dari 6``, ``Rp187.000.000``."""
        return f"{self.value} dari {self.base}" if self.base else str(self.value)


@dataclass(frozen=True)
class FirstPage:
    """Sentences, figures, and the requests to the forum."""

    sentences: tuple[Sentence, ...]
    figures: tuple[MainFigure, ...]
    requests: Table


def first_page(data: Data) -> FirstPage:
    """What the data say first."""
    reporting = next((row for row in data["headline"] if row["id"] == "kabupaten"), None)
    return FirstPage(
        tuple(_sentence(row["bagian"]) for row in data["kalimat"]),
        tuple(main_figure(row, reporting if row["id"] == OF_REGENCIES else None) for row in data["perbandingan"]),
        _requests(data),
    )


def main_figure(figure: Data, reporting: Data | None = None) -> MainFigure:
    """A figure of the headline, or one that stands beside its past; ``reporting`` says how many regencies stated what
    flows.
    """
    unit: Unit = "rupiah" if figure["id"].endswith("_rp") else "number"
    value = Number(figure["value"], figure["receipt"], unit)
    base = None if figure["denominator"] is None else Number(figure["denominator"], figure["receipt"], role="base")
    return MainFigure(figure["id"], figure["words"], value, base, (*_moved(figure, unit), *_stated(reporting)))


def _stated(reporting: Data | None) -> Iterator[Sentence]:
    if reporting is not None:
        code = reporting["receipt"]
        of_all = Number(reporting["denominator"], code, role="base")
        yield ("dari ", Number(reporting["value"], code), " kabupaten yang datanya berlaku, dari ", of_all)


def _moved(figure: Data, unit: Unit) -> Iterator[Sentence]:
    for name, words in (("bulan_lalu", "bulan lalu"), ("tahun_lalu", "tahun lalu")):
        if name in figure:
            then = figure[name]
            if then is None:
                yield (f"{words}: belum ada datanya",)
            elif then["selisih"] == 0:
                yield (f"sama dengan {words}",)
            else:
                moved = signed(abs(then["selisih"]), figure["receipt"], unit)
                yield ("naik " if then["selisih"] > 0 else "turun ", moved, f" dari {words}")


def _sentence(parts: list[Any]) -> Sentence:
    """Words and numbers. A number whose code stands once more in the sentence says how far that figure has moved."""
    codes = [part["receipt"] for part in parts if isinstance(part, Mapping)]
    cells: list[str | Number] = []
    for part in parts:
        if isinstance(part, str):
            cells.append(part)
        else:
            code = codes.pop(0)
            unit = _unit(part)
            cells.append(signed(part["value"], code, unit) if code in codes else Number(part["value"], code, unit))
    return tuple(cells)


def _requests(data: Data) -> Table:
    return table(
        "permintaan-forum",
        "Yang diminta kepada forum",
        "Paling banyak lima keputusan. Kepada ritel hanya diusulkan yang dapat diubah ritel sendiri.",
        ("Siapa", "Apa", "Angka", "Hasilnya", "Paling lambat"),
        (
            (
                row["siapa"],
                row["apa"],
                Number(row["angka"]["value"], row["angka"]["receipt"], _unit(row["angka"])),
                row["hasil"],
                date_words(date.fromisoformat(row["sampai"])),
            )
            for row in data["keputusan"]
        ),
    )


def _unit(figure: Data) -> Unit:
    return "rupiah" if figure["unit"] == "rupiah" else "number"
