"""What the forum's copy hides: an attack by exact algebra over every number of money that two months' copies tell, and
the few cells of size classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.partnership.forum import classes_without_few, forum_copy
from reports.partnership.money import MoneyTable, is_safe, may_be_shown, money_rows
from schemas.period import Period
from tests.reports.partnership.making import POINT, ZONE

CELLS, BUSINESSES = ("PT A", "PT B", "PT C", "PT D"), tuple(f"U-{number}" for number in range(6))
AMOUNTS = st.dictionaries(st.sampled_from(BUSINESSES), st.sampled_from([0, 1, 2, 3, 40]), max_size=6)
WORLDS = st.dictionaries(st.sampled_from(CELLS), AMOUNTS, min_size=1)
Unknown = tuple[str, ...]
"""An amount that the attacker looks for: what a business adds to a cell, and in which of two states of it."""


def rank(rows: Sequence[Mapping[Unknown, int]], without: str | None = None) -> int:
    """How many of the sums are independent, over all amounts but those of one business."""
    unknowns = sorted({name for row in rows for name in row if name[0] != without})
    matrix = [[Fraction(row.get(name, 0)) for name in unknowns] for row in rows]
    done = 0
    for column in range(len(unknowns)):
        pivot = next((at for at in range(done, len(matrix)) if matrix[at][column]), None)
        if pivot is None:
            continue
        matrix[done], matrix[pivot] = matrix[pivot], matrix[done]
        for at in range(done + 1, len(matrix)):
            factor = matrix[at][column] / matrix[done][column]
            matrix[at] = [left - factor * right for left, right in zip(matrix[at], matrix[done], strict=True)]
        done += 1
    return done


def recovered(rows: Sequence[Mapping[Unknown, int]]) -> list[str]:
    """Businesses of which some sum of theirs alone follows from the numbers that are told."""
    return [business for business in BUSINESSES if rank(rows) > rank(rows, without=business)]


def sums(table: MoneyTable, month: str, same: Mapping[str, Mapping[str, int]]) -> Iterator[dict[Unknown, int]]:
    """What a copy tells, as sums of unknown amounts; an amount that is the same in ``same`` is the same unknown."""
    shown = may_be_shown(table)
    cells = {
        cell: {
            (business, cell, "both" if same.get(cell, {}).get(business, 0) == amount else month): 1
            for business, amount in amounts.items()
            if amount
        }
        for cell, amounts in table.cells.items()
    }
    yield from (cells[cell] for cell in shown.cells)
    if shown.total:
        yield {name: 1 for cell in cells.values() for name in cell}


@settings(max_examples=150, deadline=None)
@given(WORLDS)
def test_nothing_of_one_business_follows_from_a_flow_and_its_total(cells: dict[str, dict[str, int]]) -> None:
    table = MoneyTable("realisasi", "nilai_realisasi_rp", "usaha_besar", Period(2026, 9), cells)
    assert recovered(list(sums(table, "now", {}))) == []
    shown = may_be_shown(table)
    assert all(is_safe(cells[cell]) for cell in shown.cells)
    if shown.total:
        rest: dict[str, int] = {}
        for cell, business in product(set(cells) - shown.cells, BUSINESSES):
            rest[business] = rest.get(business, 0) + cells[cell].get(business, 0)
        assert is_safe(rest)


@settings(max_examples=150, deadline=None)
@given(WORLDS, WORLDS, WORLDS)
def test_nothing_of_one_business_follows_from_contracts_of_two_months(
    oldest: dict[str, dict[str, int]], before: dict[str, dict[str, int]], now: dict[str, dict[str, int]]
) -> None:
    """Whoever knows which amounts stayed the same learns nothing by subtracting last month's copy."""

    def table(cells: dict[str, dict[str, int]], then: dict[str, dict[str, int]]) -> MoneyTable:
        return MoneyTable("kemitraan", "nilai_kontrak_rp", "usaha_besar", None, cells, then)

    equations = [*sums(table(before, oldest), "then", now), *sums(table(now, before), "now", before)]
    assert recovered(equations) == []


def test_the_copy_tells_money_in_its_own_table_alone() -> None:
    """PT B has one business; PT C, though safe itself, hides it in the rest of the total."""
    cells = {"PT A": {"U-1": 5, "U-2": 5, "U-3": 5}, "PT B": {"U-1": 10}, "PT C": {"U-2": 1, "U-3": 2, "U-4": 3}}
    table = MoneyTable("realisasi", "nilai_realisasi_rp", "usaha_besar", Period(2026, 9), cells)
    past = {"selisih": 4, "value": 1, "receipt": "r"}
    figure = {"value": 31, "words": "w", "receipt": "r", "denominator": None, "bulan_lalu": past, "tahun_lalu": past}
    data = {
        "marts": {
            "realisasi": [{"period": "2026-09", "jumlah_memasok": 3, "nilai_realisasi_rp": 15}],
            "kemitraan": [{"jumlah_kemitraan": 3, "nilai_kontrak_rp": 9, "nilai_realisasi_rp": 15}],
            "usaha": [{"usaha_id": "1", "nama_usaha": "Usaha Sambal"}],
        },
        "satu_langkah": [{"jumlah": 1, "nilai_rp": 700}],
        "rencana": [{"office": "76.05", "nilai_rp": 700, "kurva": [{"kunjungan": 1, "nilai_rp": 700}], "visits": []}],
        "pasar": {"nilai_rp": 700, "terpenuhi": []},
        "pesanan_bersama": [{"usaha": 2, "nilai_rp": 700}],
        "headline": [{"id": "realisasi_rp", "value": 31}, {"id": "umkm", "value": 5}],
        "perbandingan": [{"id": "realisasi_rp", **figure}, {"id": "umkm", **figure}],
        "uang": money_rows([table], POINT, ZONE),
        "kalimat": [],
        "asal": [],
        "perubahan": [{"measure": "nilai_realisasi_rp", "selisih": 700}, {"measure": "siap", "selisih": 4}],
    }
    copy = forum_copy(data, [table])
    assert [row["nilai_rp"] for row in copy["uang"]] == [15, None, None, 31]
    assert [row["disamarkan"] for row in copy["uang"]] == [0, 1, 1, 0]
    assert [row["nilai_rp"] for row in data["uang"]] == [15, 10, 6, 31]
    assert "Sambal" not in repr(copy)
    assert "700" not in repr(copy)
    assert copy["marts"]["realisasi"] == [{"period": "2026-09", "jumlah_memasok": 3, "nilai_realisasi_rp": None}]
    assert set(copy["perbandingan"][0]) == {"id", "words", "value", "denominator", "receipt"}
    assert [len(row["bagian"]) for row in copy["kalimat"]] == [7]
    assert [row["measure"] for row in copy["perubahan"]] == ["siap"]
    assert copy["pesanan_bersama"] == [{"usaha": 2, "nilai_rp": None}]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(1, 6), max_size=6))
def test_small_classes_are_hidden_among_enough(numbers: list[int]) -> None:
    rows = [{"office": "76.05", "kelas_kini": str(at), "jumlah_umkm": number} for at, number in enumerate(numbers)]
    shown = [row["jumlah_umkm"] for row in classes_without_few(rows)]
    hidden = [number for number, value in zip(numbers, shown, strict=True) if value is None]
    assert not {1, 2} & set(shown)
    if hidden and len(hidden) < len(numbers):
        assert len(hidden) > 1
        assert sum(hidden) >= 3
