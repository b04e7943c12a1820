"""The report's charts: few, each of numbers that stand in the data, drawn as SVG in two widths without browser or
network.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file
from typing import Any
from xml.sax.saxutils import escape

from reports.partnership.fonts import FOLDER
from schemas.messages import number_words, period_words
from schemas.period import Period

Data = Mapping[str, Any]
Rows = list[dict[str, Any]]

WIDE, NARROW = 660, 328
"""Pixels: for a screen or paper, and for a telephone of 360 pixels between its margins."""
MOST_OBSTACLES, MOST_SIZES, MOST_MONTHS = 5, 5, 13
_LETTERS = 17
"""How many letters of a name fit beside a narrow chart, in one line."""
_INK, _MUTED, _LINE = "#1f2933", "#52606d", "#cbd2d9"
_DARK, _LIGHT = "#1f4e78", "#9dbbd8"
_HUES = ["#1f4e78", "#b35c00", "#4d7c2a", "#7a3e8e", "#5f6b76"]
_NUMBERS = {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]}
_FONT = "Noto Sans"
_TILES = {"76.01": (0, 0), "76.06": (0, 1), "76.02": (0, 2), "76.03": (1, 2), "76.05": (0, 3), "76.04": (1, 3)}
"""Column and row of each regency, as they lie to each other from north to south."""


@dataclass(frozen=True)
class Drawing:
    """A chart of a table: the table's key, what it shows in words, and its SVG by width."""

    key: str
    words: str
    wide: str
    narrow: str


def drawings(data: Data) -> dict[str, Drawing]:
    """The charts by the key of the table that they belong to; none of what there is nothing of."""
    charts: list[tuple[str, str, Rows, Callable[[Rows, int], Any]]] = [
        (
            "kesiapan",
            "Produk yang siap menurut ritel, dan paling banyak bila yang belum pasti terpenuhi",
            _ready(data),
            _ready_bars,
        ),
        (
            "hambatan",
            "Hambatan terbesar setiap ritel: bagian setiap persyaratan, dan siapa yang dapat mengubahnya",
            _obstacles(data),
            _obstacle_bars,
        ),
        (
            "usul",
            "Produk yang terbuka menurut banyaknya persyaratan yang tidak diminta ritel: himpunan terbaiknya",
            _opened(data),
            _opened_lines,
        ),
        (
            "corong",
            "Kemitraan yang pernah mencapai setiap tahap, dan yang kini di sana, semua usaha besar",
            _funnel(data),
            _funnel_bars,
        ),
        (
            "kurva-rencana",
            "Produk yang terbuka menurut banyaknya kunjungan pendampingan, rencana terbaik setiap kabupaten",
            _planned(data),
            _planned_lines,
        ),
        ("realisasi", "Nilai realisasi kemitraan setiap bulan", _realised(data), _realised_bars),
        ("kabupaten", "Enam kabupaten: UMKM yang mempunyai NIB, dari semua UMKM", _regencies(data), _tiles),
    ]
    return {
        key: Drawing(
            key, words, _svg(chart(rows, WIDE), words, f"{key}-l"), _svg(chart(rows, NARROW), words, f"{key}-s")
        )
        for key, words, rows, chart in charts
        if rows
    }


def _ready(data: Data) -> Rows:
    totals: dict[str, list[int]] = {}
    for row in data["marts"]["kesiapan"]:
        total = totals.setdefault(row["ritel"], [0, 0])
        total[0] += row["siap"]
        total[1] += row["siap_atas"]
    return [{"ritel": name, "siap": ready, "atas": most} for name, (ready, most) in totals.items()]


def _ready_bars(rows: Rows, width: int) -> Any:
    import altair as alt

    named = [row | {"ritel": textwrap.fill(row["ritel"], _LETTERS)} for row in rows] if width < WIDE else rows
    base = alt.Chart(alt.Data(values=named)).encode(y=alt.Y("ritel:N", title=None, axis=_names(width)))
    title = _title(width, "produk: siap (tua),", "paling banyak (muda)")
    most = base.mark_bar(color=_LIGHT).encode(x=alt.X("atas:Q", title=title))
    ready = base.mark_bar(color=_DARK, height=10).encode(x="siap:Q")
    return _bars(most + ready, width, 34)


def _obstacles(data: Data) -> Rows:
    return [
        {
            "ritel": entry["ritel"],
            "persyaratan": row["persyaratan"],
            "bagian": row["bagian"],
            "siapa": {"hukum": "hukum", "ritel": "ritel", "kita": "kita sendiri"}[row["golongan"]],
            "urutan": place,
        }
        for entry in data["hambatan"]
        for place, row in enumerate(entry["persyaratan"][:MOST_OBSTACLES])
        if row["bagian"]
    ]


def _obstacle_bars(rows: Rows, width: int) -> Any:
    import altair as alt

    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar()
        .encode(
            x=alt.X("bagian:Q", title="bagian dari produk yang belum siap"),
            y=alt.Y("persyaratan:N", title=None, sort=alt.EncodingSortField("urutan"), axis=_names(width)),
            color=alt.Color("siapa:N", title="dapat diubah", scale=alt.Scale(range=_HUES)),
        )
    )
    inner = width - 150
    return (
        bars.properties(width=inner, height=alt.Step(18))
        .facet(row=alt.Row("ritel:N", title=None, header=alt.Header(labelOrient="top", labelAnchor="start")))
        .resolve_scale(y="independent")
    )


def _opened(data: Data) -> Rows:
    return [
        {"ritel": entry["ritel"], "k": best["k"], "membuka": best["membuka"]}
        for entry in data["pembukaan"]
        for best in [{"k": 0, "membuka": 0}, *entry["terbaik_ritel"]]
        if best["k"] <= MOST_SIZES
    ]


def _opened_lines(rows: Rows, width: int) -> Any:
    import altair as alt

    shared = {"scale": alt.Scale(range=_HUES)}
    lines = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(point=True)
        .encode(
            x=alt.X("k:O", title="banyaknya persyaratan", axis=alt.Axis(labelAngle=0)),
            y=alt.Y("membuka:Q", title="produk terbuka"),
            color=alt.Color("ritel:N", title=None, **shared),
            strokeDash=alt.StrokeDash("ritel:N", title=None),
        )
    )
    return lines.properties(width=width, height=200, autosize=_FIT)


def _planned(data: Data) -> Rows:
    names = {row["office"]: row["nama_kabupaten"] for row in data["marts"]["legalitas"]}
    return [
        {"kabupaten": names[plan["office"]], "kunjungan": point["kunjungan"], "produk": point["produk"]}
        for plan in data["rencana"]
        for point in plan["kurva"]
    ]


def _planned_lines(rows: Rows, width: int) -> Any:
    import altair as alt

    lines = (
        alt.Chart(alt.Data(values=rows))
        .mark_line(interpolate="step-after")
        .encode(
            x=alt.X("kunjungan:Q", title="kunjungan"),
            y=alt.Y("produk:Q", title="produk terbuka"),
            color=alt.Color("kabupaten:N", title=None, scale=alt.Scale(range=[*_HUES, "#a8324a"])),
            strokeDash=alt.StrokeDash("kabupaten:N", title=None),
        )
    )
    return lines.properties(width=width, height=200, autosize=_FIT)


def _funnel(data: Data) -> Rows:
    totals: dict[str, list[int]] = {}
    for row in data["marts"]["corong"]:
        total = totals.setdefault(row["tahap"], [0, 0])
        total[0] += row["jumlah_mencapai"]
        total[1] += row["jumlah_kini"]
    return [
        {"tahap": name, "mencapai": reached, "kini": now, "urutan": place}
        for place, (name, (reached, now)) in enumerate(totals.items())
    ]


def _funnel_bars(rows: Rows, width: int) -> Any:
    import altair as alt

    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("tahap:N", title=None, sort=alt.EncodingSortField("urutan"), axis=_names(width))
    )
    title = _title(width, "pernah mencapai (muda),", "kini (tua)")
    reached = base.mark_bar(color=_LIGHT).encode(x=alt.X("mencapai:Q", title=title))
    now = base.mark_bar(color=_DARK, height=8).encode(x="kini:Q")
    return _bars(reached + now, width, 24)


def _realised(data: Data) -> Rows:
    totals: dict[str, int] = {}
    for row in data["marts"]["realisasi"]:
        if row["nilai_realisasi_rp"] is None:  # hidden from this reader
            return []
        totals[row["period"]] = totals.get(row["period"], 0) + row["nilai_realisasi_rp"]
    return [{"bulan": _month(name), "juta": total / 1e6} for name, total in sorted(totals.items())[-MOST_MONTHS:]]


def _realised_bars(rows: Rows, width: int) -> Any:
    import altair as alt

    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(color=_DARK)
        .encode(
            x=alt.X("bulan:O", title=None, sort=None, axis=alt.Axis(labelAngle=-60 if width < WIDE else -35)),
            y=alt.Y("juta:Q", title="juta rupiah"),
        )
    )
    return bars.properties(width=width, height=180, autosize=_FIT)


def _regencies(data: Data) -> Rows:
    return [
        {
            "nama": row["nama_kabupaten"].removeprefix("Kabupaten "),
            "isi": f"{number_words(row['pembilang'])} dari {number_words(row['penyebut'])}",
            "bagian": row["pembilang"] / row["penyebut"] if row["penyebut"] else 0,
            "kolom": _TILES[row["office"]][0],
            "baris": _TILES[row["office"]][1],
        }
        for row in data["marts"]["legalitas"]
        if row["ukuran"] == "nib" and row["office"] in _TILES
    ]


def _month(period: str) -> str:
    """``Nov 2026``."""
    return f"{period_words(Period.read(period))[:3]} {period[:4]}"


def _tiles(rows: Rows, width: int) -> Any:
    import altair as alt

    side = {"x": alt.X("kolom:O", axis=None), "y": alt.Y("baris:O", axis=None)}
    base = alt.Chart(alt.Data(values=rows)).encode(**side)
    tiles = base.mark_rect(stroke="white", strokeWidth=3).encode(
        color=alt.Color("bagian:Q", legend=None, scale=alt.Scale(domain=[0, 1], range=["#eef3f8", "#7fa6cc"]))
    )
    name = base.mark_text(dy=-9, fontWeight="bold", fontSize=12, color=_INK).encode(text="nama:N")
    value = base.mark_text(dy=9, fontSize=12, color=_INK).encode(text="isi:N")
    return (tiles + name + value).properties(width=min(width, 320), height=220)


_FIT: Any = {"type": "fit-x", "contains": "padding"}


def _names(width: int) -> Any:
    import altair as alt

    lines = "split(datum.label, '\\n')"
    return alt.Axis(labelLimit=145 if width < WIDE else 230, labelExpr=lines, ticks=False, domain=False)


def _title(width: int, *lines: str) -> str | list[str]:
    return list(lines) if width < WIDE else " ".join(lines)


def _bars(chart: Any, width: int, step: int) -> Any:
    import altair as alt

    return chart.properties(width=width, height=alt.Step(step), autosize=_FIT)


def _config() -> dict[str, Any]:
    text = {"labelFont": _FONT, "titleFont": _FONT, "labelFontSize": 12, "titleFontSize": 12, "labelColor": _INK}
    return {
        "aria": False,
        "font": _FONT,
        "background": "white",
        "view": {"stroke": None},
        "axis": {**text, "titleColor": _MUTED, "titleFontWeight": "normal", "gridColor": _LINE},
        "axisQuantitative": {"format": ",~f", "tickCount": 4},
        "header": text,
        "legend": {**text, "orient": "bottom", "columns": 1, "labelLimit": 300, "titleFontWeight": "normal"},
        "text": {"font": _FONT},
    }


_NOT_FOR_READERS = re.compile(r' (?:xmlns(?::xlink)?|role|aria-[a-z]+)="[^"]*"')
_IDENTIFIER = re.compile(r'(id="|url\(#|href="#)')


def _svg(chart: Any, words: str, key: str) -> str:
    """A chart as SVG with its words for who does not see it, and with identifiers that no other chart has."""
    import vl_convert

    _use_our_font()
    spec = chart.to_dict() | {"config": _config()}
    svg = vl_convert.vegalite_to_svg(spec, format_locale=_NUMBERS, allowed_base_urls=[])
    svg = _IDENTIFIER.sub(rf"\1{key}-", _NOT_FOR_READERS.sub("", svg))
    opening, _, rest = svg.partition(">")
    return f'{opening} role="img"><title>{escape(words)}</title>{rest}'


@lru_cache
def _use_our_font() -> None:
    """Lets texts be measured in the font of this package."""
    import vl_convert

    with as_file(FOLDER) as folder:
        vl_convert.register_font_directory(str(folder))
