"""Whatever happened between two points of view: the causes of each difference sum to it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import combinations

import pytest

from schemas.contract_2026_1.persyaratan import REQUIREMENT
from schemas.period import Period
from tests.conftest import on_sqlite
from tests.warehouse.factory import RECEIVED, check_result, send
from tests.warehouse.histories import MONTHS, play
from warehouse.difference import difference, looking_from
from warehouse.engine import Warehouse
from warehouse.mart_reading import mart_rows, read_mart_at
from warehouse.marts import MARTS
from warehouse.marts.description import mart
from warehouse.point_of_view import PointOfView

ADDITIVE = [name for name in MARTS if mart(name).measures]


@pytest.mark.parametrize(
    ("databases", "seed"), [("sqlite", 0), ("sqlite", 2), ("postgresql", 1)], indirect=["databases"]
)
def test_the_causes_of_every_difference_sum_to_it(ticking: Warehouse, seed: int) -> None:
    play(ticking, seed, 14)
    chance = random.Random(seed)
    count = 0
    for name in ADDITIVE:
        ends = [
            PointOfView(
                Period.read(chance.choice(MONTHS)), RECEIVED + timedelta(hours=chance.choice([0, 10, 30, 60, 90]))
            )
            for _ in range(2)
        ]
        result = difference(ticking, name, *ends)
        before, after = (totals(ticking, name, point) for point in ends)
        for measure in mart(name).measures:
            changes = [change for change in result.changes if change.measure == measure]
            assert sum(change.after - change.before for change in changes) == after[measure] - before[measure]
            for change in changes:
                assert sum(cause.delta for cause in change.causes) == change.after - change.before
                assert all(cause.rows > 0 for cause in change.causes)
                count += 1
    assert count


@pytest.mark.parametrize("name", [name for name in MARTS if mart(name).deciders])
@on_sqlite
def test_what_a_mart_s_deciders_leave_out_differs_nowhere(
    ticking: Warehouse, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    ask_and_sell(ticking, "2026-08", 20_000, 3)
    play(ticking, 5, 14)
    ask_and_sell(ticking, "2026-10", 30_000, 5)
    described = mart(name)
    changes = 0
    for months in combinations(MONTHS, 2):
        ends = [
            PointOfView(Period.read(month), RECEIVED + timedelta(hours=hours))
            for month, hours in zip(months, (40, 999), strict=True)
        ]
        narrowed = difference(ticking, name, *ends)
        with monkeypatch.context() as patch:
            patch.setattr(
                "warehouse.difference.described_mart", lambda _: described.model_copy(update={"deciders": ()})
            )
            assert difference(ticking, name, *ends).changes == narrowed.changes
        changes += len(narrowed.changes)
    assert changes


@on_sqlite
def test_a_mart_shows_the_same_where_only_the_sheets_that_it_reads_are_brought_together(ticking: Warehouse) -> None:
    ask_and_sell(ticking, "2026-08", 20_000, 3)
    play(ticking, 5, 14)
    ask_and_sell(ticking, "2026-10", 30_000, 5)
    point = PointOfView(Period.read("2026-10"), RECEIVED + timedelta(hours=999))
    for name in MARTS:
        described = mart(name)
        with looking_from(ticking, point, described.sheets) as narrow, looking_from(ticking, point) as wide:
            assert mart_rows(narrow, described) == mart_rows(wide, described), name


@on_sqlite
def test_rows_are_read_for_measures_that_add_up_alone(ticking: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    play(ticking, 5, 14)
    monkeypatch.delattr("warehouse.difference.differing_rows")
    ends = [PointOfView(Period.read(month), RECEIVED + timedelta(hours=999)) for month in (MONTHS[0], MONTHS[-1])]
    changes = difference(ticking, "corong", *ends).changes
    assert changes
    assert not any(change.causes for change in changes)


def ask_and_sell(warehouse: Warehouse, period: str, price: int, sold: int) -> None:
    """What a retailer asks for, what a partner asks for, and what it sold."""
    same = {"ritel": "PT Midi Utama Indonesia Tbk", "wajib": True, "dapat_dinegosiasikan": True}
    demands = [
        same
        | {
            "persyaratan": word.text,
            "berlaku_mulai": date(2026, 1, 1),
            "nilai": price if "Harga" in word.text else 1 if "Minimal" in word.text else None,
        }
        for word in REQUIREMENT.words
    ]
    send(warehouse, check_result({"persyaratan": demands}, kind="retail", office="76", period=period))
    sale = {
        "kode_produk": "MJN-0001-01",
        "kode_mitra": "SSL-0001",
        "unit_terjual": sold,
        "nilai_penjualan": sold * 1000,
    }
    demand = {
        "kode_permintaan": "PMT-0001",
        "kode_mitra": "SSL-0001",
        "kategori": "Minuman",
        "volume_bulanan": sold * 100,
        "satuan": "pcs",
        "harga_maks": 2 * price,
    }
    sheets = {"pemasaran": [sale], "permintaan": [demand]}
    send(warehouse, check_result(sheets, kind="sulsel", office="73.71", period=period))


def totals(warehouse: Warehouse, name: str, point: PointOfView) -> dict[str, float]:
    """The sum of each additive measure over all rows of a mart."""
    rows = read_mart_at(warehouse, name, period=point.period, known_on=point.known_on).rows
    return {measure: sum(row[measure] or 0 for row in rows) for measure in mart(name).measures}
