"""What every form of the report shows: made once from its data, so that page, print and workbook say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from reports.partnership.carried_forward import marked_figures, marked_tables
from reports.partnership.first_page import FirstPage, first_page
from reports.partnership.listed import Listed, listed_rows
from reports.partnership.page_tables import page_tables
from reports.partnership.shown import Number, Numbers, Sentence, Table
from schemas.messages import period_words, time_words
from schemas.period import Period

TITLE = "Laporan kemitraan UMKM Sulawesi Barat"
COPIES = {
    "kantor": "Salinan kerja dinas: angka sel kecil belum disamarkan. Jangan dibagikan di luar dinas.",
    "forum": "Salinan forum: tanpa nama usaha; uang yang menunjuk pada satu atau dua usaha disamarkan.",
}
"""What each copy says of itself."""


@dataclass(frozen=True)
class Told:
    """What a report tells that has a month: the month and the moment in words, and its parts.

    ``offices`` says how many of the regencies it rests on, ``carried`` names the offices whose data are of an earlier
    month, with that month; ``listed`` are the rows behind figures by code.
    """

    month: str
    known_on: str
    moment: datetime
    offices: Sentence | None
    carried: tuple[str, ...]
    first: FirstPage
    tables: tuple[Table, ...]
    listed: Mapping[str, Listed]


@dataclass(frozen=True)
class Contents:
    """A report: ``missing`` says, in sentences, what there is nothing of; ``told`` is None where nothing was ever in
    force; ``copy`` says for whom it is.
    """

    missing: tuple[str, ...]
    told: Told | None
    copy: str = ""


def contents(data: Mapping[str, Any], missing: Iterable[str], zone: ZoneInfo) -> Contents:
    """What a report's data say. ``zone`` is the clock in which the moment is told."""
    return Contents(tuple(missing), _told(data, zone) if data["period"] else None, COPIES[data["untuk"]])


def _told(data: Mapping[str, Any], zone: ZoneInfo) -> Told:
    numbers = Numbers.of(data, zone)
    names = {office["office"]: office["nama"] for office in data["offices"]}
    names |= {row["office"]: row["nama_kabupaten"] for row in data["marts"]["kepatuhan"]}
    moment = datetime.fromisoformat(data["known_on"]).astimezone(zone)
    first = first_page(data)
    return Told(
        month=period_words(Period.read(data["period"])),
        known_on=time_words(moment),
        moment=moment,
        offices=_offices(data),
        carried=tuple(
            f"{office['nama']} ({period_words(Period.read(office['period_data']))})"
            for office in data["offices"]
            if office["terbawa"]
        ),
        first=replace(first, figures=marked_figures(data, first.figures)),
        tables=marked_tables(data, page_tables(data, numbers, names)),
        listed=listed_rows(data["asal"]),
    )


def _offices(data: Mapping[str, Any]) -> Sentence | None:
    """How many regencies have something in force for the month, of all."""
    for figure in data["headline"]:
        if figure["id"] == "kabupaten":
            code = figure["receipt"]
            of_all = Number(figure["denominator"], code, role="base")
            return (
                "Kabupaten yang datanya berlaku untuk bulan ini: ",
                Number(figure["value"], code),
                " dari ",
                of_all,
                ".",
            )
    return None
