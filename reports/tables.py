"""The report's tables, told from the marts, in words for people: no codes, no personal data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from schemas.contracts import CONTRACTS
from schemas.finding import Outcome
from schemas.messages import number_words, period_words, result_words
from schemas.office import OfficeCode
from schemas.period import Period
from warehouse.decisions import open_decisions
from warehouse.engine import Warehouse
from warehouse.mart_reading import read_mart_at
from warehouse.reading import PeriodStatus, office_names, status
from warehouse.state import State

Unit = Literal["text", "number", "rupiah", "score"]

MONTHS = 12
NOTHING = "–"
NOT_SENT = "Belum mengirim"
SUPPLYING = "Memasok"
_STAGES = {
    word.text: place
    for place, word in enumerate(CONTRACTS.whole.kind("regency").sheet("Kemitraan")["tahap"].kind.choices())
}


@dataclass(frozen=True)
class Column:
    """A column of a report table: its heading and what its values are."""

    heading: str
    unit: Unit = "text"


@dataclass(frozen=True)
class ReportTable:
    """A table for people: a key for links, a title, a sentence about it, columns, and rows of values (None: nothing)."""

    key: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]

    def in_words(self) -> list[dict[str, str]]:
        """The rows by heading, numbers as people write them."""
        return [
            {column.heading: words(value, column.unit) for column, value in zip(self.columns, row, strict=True)}
            for row in self.rows
        ]


def words(value: str | int | float | None, unit: Unit) -> str:
    """A value as people write it: ``Rp1.500.000``, ``77,2``."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    number = number_words(round(value, 1) if unit == "score" else value)
    return f"Rp{number}" if unit == "rupiah" else number


def _mart(warehouse: Warehouse, name: str) -> pd.DataFrame:
    """All rows of a mart as it stands now, Python values."""
    reading = read_mart_at(warehouse, name)
    return pd.DataFrame(list(reading.rows), columns=list(reading.mart.figures.columns), dtype=object)


def retailer_table(warehouse: Warehouse) -> ReportTable:
    """The partnerships with each large business over all regencies; whoever sells most comes first."""
    mart = _mart(warehouse, "kemitraan")
    supplying = mart[mart["tahap"] == SUPPLYING].groupby("usaha_besar")
    sums = {
        "kemitraan": mart.groupby("usaha_besar")["jumlah_kemitraan"].sum(),
        "memasok": supplying["jumlah_kemitraan"].sum(),
    }
    sums |= {name: supplying[name].sum() for name in ("jumlah_umkm", "penempatan", "nilai_realisasi_rp")}
    rows = pd.DataFrame(sums).fillna(0).reset_index(names="usaha_besar")
    rows = rows.sort_values(["nilai_realisasi_rp", "usaha_besar"], ascending=[False, True])
    return ReportTable(
        "laporan-usaha-besar",
        "Usaha besar",
        f"Kemitraan dengan setiap usaha besar; UMKM, penempatan, dan realisasi dari yang bertahap {SUPPLYING}.",
        (
            Column("Usaha besar"),
            Column("Kemitraan", "number"),
            Column("Memasok", "number"),
            Column("UMKM memasok", "number"),
            Column("Penempatan", "number"),
            Column("Realisasi bulan laporan", "rupiah"),
        ),
        _rows(rows, tuple(rows.columns)),
    )


def partnership_table(warehouse: Warehouse) -> ReportTable:
    """Partnerships by retailer, regency and stage. The stages stand in the order in which a partnership goes through
    them.
    """
    mart = _mart(warehouse, "kemitraan")
    mart = mart.assign(ke=mart["tahap"].map(_STAGES).fillna(len(_STAGES)))
    mart = mart.sort_values(["usaha_besar", "nama_kabupaten", "ke", "tahap"])
    names = ("usaha_besar", "nama_kabupaten", "tahap", "jumlah_kemitraan", "jumlah_umkm", "penempatan",
             "nilai_kontrak_rp", "nilai_realisasi_rp")  # fmt: skip
    return ReportTable(
        "laporan-kemitraan",
        "Kemitraan",
        "Kemitraan menurut usaha besar, kabupaten, dan tahapnya, dari laporan terakhir setiap kabupaten.",
        (
            Column("Usaha besar"),
            Column("Kabupaten"),
            Column("Tahap"),
            Column("Kemitraan", "number"),
            Column("UMKM", "number"),
            Column("Penempatan", "number"),
            Column("Nilai kontrak", "rupiah"),
            Column("Realisasi bulan laporan", "rupiah"),
        ),
        _rows(mart, names),
    )


def curation_table(warehouse: Warehouse) -> ReportTable:
    """Products by the verdict of their newest curation."""
    mart = _mart(warehouse, "kurasi").sort_values(["nama_kabupaten", "hasil"])
    return ReportTable(
        "laporan-kurasi",
        "Kurasi produk",
        "Produk menurut hasil kurasi terakhirnya; skor dari 0 sampai 100.",
        (Column("Kabupaten"), Column("Hasil"), Column("Produk", "number"), Column("Skor rata-rata", "score")),
        _rows(mart, ("nama_kabupaten", "hasil", "jumlah_produk", "skor_rata_rata")),
    )


def not_sent(_office: str, _period: Period) -> str:
    """The cell for an office that owes a report and sent nothing."""
    return NOT_SENT


def compliance_table(
    warehouse: Warehouse,
    names: Mapping[str, str],
    owing: Collection[str],
    missing: Callable[[str, Period], str] = not_sent,
) -> ReportTable:
    """What each office sent for each of the last twelve periods: offices down, months across, newest first.

    ``owing`` holds the codes of the offices that owe reports; those appear even if they never sent, others only if they
    did. ``names`` gives the offices' names by code; without one, the mart's name stands. ``missing`` gives the words
    for an office that owes and a period for which nothing came.
    """
    sent = {(row.office, row.period): row for row in status(warehouse) if row.period and not row.newest.belongs_to}
    periods = sorted({period for _, period in sent}, reverse=True)[:MONTHS]
    waiting = {decision.submission for decision in open_decisions(warehouse)}
    cells = {place: _compliance(row, row.newest.id in waiting) for place, row in sent.items()}
    called = office_names(warehouse) | dict(names)
    listed = {office for office, _ in sent} | set(owing) if periods else set()

    def cell(office: str, period: Period) -> str:
        if (office, period) in cells:
            return cells[office, period]
        return missing(office, period) if office in owing else NOTHING

    return ReportTable(
        "kepatuhan",
        "Kepatuhan",
        "Hasil kiriman terakhir setiap kantor dan bulan: baris yang diterima dari yang dikirim.",
        (Column("Kantor"), *(Column(period_words(period)) for period in periods)),
        tuple(
            (called.get(office, office), *(cell(office, period) for period in periods))
            for office in sorted(listed, key=lambda office: (not OfficeCode(office).is_regency, office))
        ),
    )


def _compliance(row: PeriodStatus, waits: bool) -> str:
    """A submission's result in words: ``Diterima sebagian: 40 dari 42``; for one that is refused or waits, also whether
    an earlier one still stands.
    """
    outcome = row.newest.outcome
    sentence = result_words(outcome, State.WAITING if waits else State.CHECKED)
    if outcome is not None and not waits:
        accepted = 0 if outcome == Outcome.REJECTED else sum(sheet.accepted for sheet in row.counts)
        sentence += f": {number_words(accepted)} dari {number_words(sum(sheet.rows for sheet in row.counts))}"
    stands = (waits or outcome == Outcome.REJECTED) and bool(row.live)
    return f"{sentence} (kiriman sebelumnya tetap berlaku)" if stands else sentence


def _rows(mart: pd.DataFrame, names: tuple[str, ...]) -> tuple[tuple, ...]:
    return tuple(tuple(_plain(value) for value in row) for row in mart[list(names)].itertuples(index=False))


def _plain(value) -> str | int | float | None:
    """Python's own numbers: PostgreSQL gives decimals."""
    if value is None or isinstance(value, str | int):
        return value
    number = float(value)
    return int(number) if number.is_integer() else number
