"""Six figures beside those of the month before and of the same month a year before, as known on the same moment."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from reports.partnership.headline import Headline, figures_then, headline
from reports.partnership.past import Past
from reports.partnership.reading import ReportSource
from schemas.messages import number_words, period_words
from schemas.period import Period

COMPARED_FIGURES = ("umkm", "usaha", "nib", "memasok", "realisasi_rp", "penjualan_rp")


@dataclass(frozen=True)
class Then:
    """A figure of an earlier month: ``selisih`` is what it has grown by since."""

    period: Period
    value: int
    denominator: int | None
    receipt: str
    selisih: int


@dataclass(frozen=True)
class Compared:
    """A figure of the headline beside its past; ``kata`` says both differences."""

    id: str
    words: str
    value: int
    denominator: int | None
    receipt: str
    bulan_lalu: Then | None
    tahun_lalu: Then | None
    kata: str


def compared(source: ReportSource, zone: ZoneInfo) -> tuple[Compared, ...]:
    """The six, in their order; without a past where that month says nothing."""
    figures = {figure.id: figure for figure in headline(source, zone)}
    pasts = [_by_id(source, past, zone) for past in (source.month_before, source.year_before)]
    rows = []
    for name in COMPARED_FIGURES:
        if name in figures:
            figure = figures[name]
            before, year = (_then(past, figure) for past in pasts)
            words = f"{_said(before, 'bulan lalu', name)}; {_said(year, 'bulan yang sama tahun lalu', name)}"
            rows.append(
                Compared(name, figure.words, figure.value, figure.denominator, figure.receipt, before, year, words)
            )
    return tuple(rows)


def _by_id(source: ReportSource, past: Past | None, zone: ZoneInfo) -> tuple[Period, dict[str, Headline]] | None:
    if past is None:
        return None
    return past.point.period, {figure.id: figure for figure in figures_then(source, past, zone)}


def _then(past: tuple[Period, dict[str, Headline]] | None, figure: Headline) -> Then | None:
    if past is None or figure.id not in past[1]:
        return None
    period, former = past[0], past[1][figure.id]
    return Then(period, former.value, former.denominator, former.receipt, figure.value - former.value)


def _said(then: Then | None, when: str, name: str) -> str:
    if then is None:
        return f"{when} belum ada datanya"
    month = f"{when} ({period_words(then.period)})"
    if then.selisih == 0:
        return f"sama dengan {month}"
    amount = number_words(abs(then.selisih))
    amount = f"Rp{amount}" if name.endswith("_rp") else amount
    return f"{'naik' if then.selisih > 0 else 'turun'} {amount} dari {month}"
