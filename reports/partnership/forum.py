"""The report as the forum may have it: no name of a business, and no money or turnover that tells of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from reports.partnership.as_data import plain
from reports.partnership.money import MoneyTable, Shown, may_be_shown
from reports.partnership.rows_behind import rows_for_forum
from reports.partnership.telling import sentences
from reports.snapshot.suppression import FEWEST, hidden_money
from warehouse.mart_reading import described_mart

Audience = Literal["forum", "kantor"]
"""Who reads a copy: the forum, in which partners and other offices sit, or the offices themselves."""

HEADLINE_OF = {"nilai_realisasi_rp": "realisasi_rp", "nilai_penjualan_rp": "penjualan_rp"}
"""The figure of the headline that is a measure's total, by measure."""

Data = Mapping[str, Any]


def forum_copy(data: Data, tables: Sequence[MoneyTable]) -> dict[str, Any]:
    """The copy of a report's data. A hidden amount is None. Money is told by large business or office alone: the marts'
    finer cells overlap each other, and what products could be worth follows from few of them. Months are not compared
    in money: last month told again differs by who was late.
    """
    shown = {table.measure: may_be_shown(table) for table in tables}
    without_total = {
        HEADLINE_OF[table.measure] for table in tables if table.has_total and not shown[table.measure].total
    }
    compared = [_uncompared(row) for row in data["perbandingan"] if row["id"] not in without_total]
    return {
        **data,
        "untuk": "forum",
        "marts": {name: _mart(name, rows) for name, rows in data["marts"].items()},
        "satu_langkah": [row | {"nilai_rp": None} for row in data["satu_langkah"]],
        "rencana": [_plan(row) for row in data["rencana"]],
        "perubahan": [row for row in data["perubahan"] if not row["measure"].endswith("_rp")],
        "pasar": data["pasar"] | {"nilai_rp": None},
        "pesanan_bersama": [row | {"nilai_rp": None} for row in data["pesanan_bersama"]],
        "headline": [row for row in data["headline"] if row["id"] not in without_total],
        "perbandingan": compared,
        "uang": [_money(row, shown[row["ukuran"]]) for row in data["uang"]],
        "asal": list(rows_for_forum(data["asal"])),
        "kalimat": plain(sentences([row for row in compared if not row["id"].endswith("_rp")])),
    }


def _money(row: Mapping[str, Any], shown: Shown) -> dict[str, Any]:
    visible = shown.total if row["nilai"] is None else row["nilai"] in shown.cells
    return dict(row) if visible else row | {"nilai_rp": None, "disamarkan": 1}


def _uncompared(row: Mapping[str, Any]) -> dict[str, Any]:
    if not row["id"].endswith("_rp"):
        return dict(row)
    return {name: value for name, value in row.items() if name not in ("bulan_lalu", "tahun_lalu", "kata")}


def _plan(row: Mapping[str, Any]) -> dict[str, Any]:
    return row | {"nilai_rp": None, "kurva": [point | {"nilai_rp": None} for point in row["kurva"]]}


def _mart(name: str, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    if name == "usaha":
        return []
    if name == "kelas":
        return classes_without_few(rows)
    emptied = dict.fromkeys(hidden_money(described_mart(name)))
    return [row | emptied for row in rows] if emptied else rows


def classes_without_few(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Size classes follow from turnover: of each office the small cells are hidden, and as many others as it takes to
    make them one group of enough businesses, even if the office's sum is known.
    """
    cells: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        cells[row["office"]].append(row)
    hidden: set[int] = set()
    for mine in cells.values():
        by_size = sorted(mine, key=lambda row: row["jumlah_umkm"])
        few = [row for row in by_size if 0 < row["jumlah_umkm"] < FEWEST]
        for row in by_size[by_size.index(few[0]) + len(few) :] if few else ():
            if len(few) > 1 and sum(row["jumlah_umkm"] for row in few) >= FEWEST:
                break
            few.append(row)
        hidden |= {id(row) for row in few}
    return [row | {"jumlah_umkm": None} if id(row) in hidden else dict(row) for row in rows]
