"""The report as one page of HTML that needs nothing else: no network, no script, no font."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from reports.partnership.first_page import MOST_FIGURES, first_page
from reports.partnership.page_tables import page_tables
from reports.partnership.shown import Cell, Number, Numbers
from schemas.messages import period_words, time_words
from schemas.period import Period

MAIN_FIGURES = ("kabupaten", "umkm", "produk", "nib", "memasok", "realisasi_rp")
"""The figures of the first page."""


def page(data: Mapping[str, Any], missing: Iterable[str], zone: ZoneInfo) -> bytes:
    """The page of a report's data. ``missing`` says, in sentences, what there is nothing of; ``zone`` is the clock in which
    the moment is told.
    """
    template = _environment().get_template("laporan.jinja")
    shown: dict[str, Any] = {"missing": list(missing), "figures": [], "first": None, "tables": [], "carried": []}
    if data["period"] is None:
        return template.render(shown, month=None, known_on=None).encode()
    numbers, names = Numbers.of(data, zone), _names(data)
    figures = {figure["id"]: figure for figure in data["headline"]}
    return template.render(
        shown,
        month=period_words(Period.read(data["period"])),
        known_on=time_words(datetime.fromisoformat(data["known_on"]).astimezone(zone)),
        figures=[figures[name] for name in MAIN_FIGURES if name in figures][:MOST_FIGURES],
        first=first_page(data, numbers, names),
        tables=page_tables(data, numbers, names),
        carried=[
            f"{names.get(office['office'], office['office'])} ({period_words(Period.read(office['period_data']))})"
            for office in data["offices"]
            if office["terbawa"]
        ],
    ).encode()


def _names(data: Mapping[str, Any]) -> dict[str, str]:
    return {row["office"]: row["nama_kabupaten"] for row in data["marts"]["kepatuhan"]}


def _number(number: Number) -> Markup:
    """A number with its code: in the text for whoever points at it, and for programs."""
    return Markup('<data value="{}" data-kode="{}" title="kemitraan trace {}">{}</data>').format(
        number.value, number.code, number.code, str(number)
    )


def _cell(cell: Cell) -> Markup:
    if cell is None:
        return Markup("–")
    return _number(cell) if isinstance(cell, Number) else escape(cell)


def _sentence(parts: Iterable[str | Number]) -> Markup:
    return Markup("").join(_cell(part) for part in parts)


def _headline(figure: Mapping[str, Any]) -> Markup:
    """A headline figure, and what it is counted of."""
    unit = "rupiah" if figure["id"].endswith("_rp") else "number"
    value = _number(Number(figure["value"], figure["receipt"], unit))
    if figure["denominator"] is None:
        return value
    return value + Markup(' dari <data value="{}" data-penyebut="{}">{}</data>').format(
        figure["denominator"], figure["receipt"], str(Number(figure["denominator"], ""))
    )


@lru_cache
def _environment() -> Environment:
    jinja = Environment(
        loader=PackageLoader("reports", "partnership"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.filters |= {"isi": _cell, "kalimat": _sentence, "angka_utama": _headline}
    jinja.tests["angka"] = lambda cell: isinstance(cell, Number)
    return jinja
