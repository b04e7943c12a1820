"""What changed since the month before, by cause: the causes of a figure add up to its difference."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from reports.partnership.changes_reading import FLOWS
from reports.partnership.legality_words import MEASURES, counted
from reports.partnership.past import Rows
from reports.partnership.reading import ReportSource
from schemas.period import Period
from warehouse.difference import Difference
from warehouse.figure_codes import MART, FigureCode
from warehouse.mart_reading import STAGES
from warehouse.point_of_view import PointOfView

FLOW_WORDS = {"realisasi": "Nilai realisasi sebulan", "pemasaran": "Penjualan di Sulawesi Selatan sebulan"}


@dataclass(frozen=True)
class ChangeCause:
    """What brought a part of a difference: as in ``kemitraan diff``. Of a flow ``carried`` says that the office states
    nothing for this month.
    """

    cause: str
    office: str | None
    submission: str | None
    period: Period | None
    rows: int
    delta: int


@dataclass(frozen=True)
class FigureChange:
    """A figure then and now, in all offices together; ``kolom`` are the values of the mart's columns that it is summed
    over, ``causes`` come with the largest first. Each ``receipt`` leads to the figure of its month.
    """

    words: str
    mart: str
    measure: str
    kolom: Mapping[str, str]
    dari: int
    menjadi: int
    selisih: int
    receipt_dari: str
    receipt: str
    causes: tuple[ChangeCause, ...]


def changes(source: ReportSource, zone: ZoneInfo) -> tuple[FigureChange, ...]:
    """Products and businesses counted, legality, readiness, partnerships by stage, and what flows. A figure that
    nothing came to and nothing left is left out.
    """
    if source.month_before is None or source.changed is None or source.point is None:
        return ()
    differences = {**source.others_changed.differences, source.changed.mart.name: source.changed}
    rows = [
        *(
            _explained(differences[mart], source.marts[mart], words, measure, columns, zone)
            for words, mart, measure, columns in _figures(source.marts)
            if mart in differences
        ),
        *(_flow(source, mart, measure, zone) for mart, measure, _ in FLOWS),
    ]
    return tuple(row for row in rows if row.causes)


def _figures(marts: Mapping[str, Rows]) -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """Words, mart, measure, and the values of columns."""
    yield "UMKM yang dihitung", "legalitas", "penyebut", {"ukuran": "nib"}
    yield "Produk yang dihitung", "legalitas", "penyebut", {"ukuran": "barcode"}
    for name in MEASURES:
        yield counted(name), "legalitas", "pembilang", {"ukuran": name}
    for ritel in sorted({row["ritel"] for row in marts.get("kesiapan", ())}):
        yield f"Produk yang siap untuk {ritel}", "kesiapan", "siap", {"ritel": ritel}
    for stage in STAGES:
        yield f"Kemitraan di tahap {stage}", "kemitraan", "jumlah_kemitraan", {"tahap": stage}


def _explained(
    changed: Difference, rows: Rows, words: str, measure: str, columns: Mapping[str, str], zone: ZoneInfo
) -> FigureChange:
    """A figure of a mart: what it was follows from what it is, because the changes name every row of the mart that
    differs.
    """
    totals: dict[tuple[str, str | None, str | None, Period | None], list[int]] = defaultdict(lambda: [0, 0])
    moved = 0
    for change in changed.changes:
        if change.measure == measure and _has(change.grain, columns):
            moved += int(change.after - change.before)
            for cause in change.causes:
                total = totals[cause.cause, cause.office, cause.submission, cause.period]
                total[0] += cause.rows
                total[1] += int(cause.delta)
    causes = tuple(ChangeCause(*named, rows=count, delta=delta) for named, (count, delta) in totals.items())
    now = sum(row[measure] for row in rows if _has(row, columns))
    codes = (_code(changed.mart.name, point, measure, columns, zone) for point in (changed.before, changed.after))
    return FigureChange(
        words, changed.mart.name, measure, columns, now - moved, now, moved, *codes, _largest_first(causes)
    )


def _flow(source: ReportSource, mart: str, measure: str, zone: ZoneInfo) -> FigureChange:
    """What flowed in the month before and in this one, by the office that states it."""
    assert source.point is not None
    assert source.month_before is not None
    points = (source.month_before.point, source.point)
    amounts = [
        sum(row[measure] or 0 for row in source.marts[mart] if row["period"] == point.period) for point in points
    ]
    causes = tuple(
        ChangeCause(
            "submission" if row.submission else "carried",
            row.office,
            row.submission,
            source.point.period,
            row.rows,
            row.delta,
        )
        for row in source.others_changed.flows
        if row.mart == mart
    )
    codes = (_code(mart, point, measure, {"period": str(point.period)}, zone) for point in points)
    columns = {"period": str(source.point.period)}
    return FigureChange(
        FLOW_WORDS[mart], mart, measure, columns, *amounts, amounts[1] - amounts[0], *codes, _largest_first(causes)
    )


def _has(row: Mapping[str, object], columns: Mapping[str, str]) -> bool:
    return all(row[name] == value for name, value in columns.items())


def _code(mart: str, point: PointOfView, measure: str, columns: Mapping[str, str], zone: ZoneInfo) -> str:
    return FigureCode(MART + mart, point, measure, columns).text(zone)


def _largest_first(causes: tuple[ChangeCause, ...]) -> tuple[ChangeCause, ...]:
    return tuple(sorted(causes, key=lambda cause: (-abs(cause.delta), repr(cause))))


def commands(source: ReportSource) -> tuple[str, ...]:
    """The commands that explain what is too dear to be explained in the report."""
    if source.month_before is None or source.point is None:
        return ()
    moment = source.point.known_on.isoformat()
    months = (source.month_before.point.period, source.point.period)
    return tuple(
        f"kemitraan diff {name} --from {months[0]}@{moment} --to {months[1]}@{moment}"
        for name in source.others_changed.dear
    )
