"""A correction acts on standing and monthly rows from the moment of its entry, while the stated value is the expected
one.
"""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import text

from schemas.period import Period
from schemas.result import CheckResult
from tests.warehouse.factory import check_result, kemitraan, send, umkm
from warehouse.corrections.entering import (
    Place,
    Standing,
    correction_states,
    end_correction,
    enter_correction,
)
from warehouse.difference import difference
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError
from warehouse.mart_reading import read_mart_at
from warehouse.point_of_view import PointOfView, default_point
from warehouse.rebuilding import differing_rows
from warehouse.tracing import trace_row

KEY = "MJN-0001||PT Midi Utama Indonesia Tbk"
STAGE = Place("76.05", "Kemitraan", KEY, "tahap")
SIGNED = {"who": "Rahma", "why": "Kontraknya sudah dilihat."}


def stages(warehouse: Warehouse, known_on: datetime | None = None, period: str | None = None) -> list[str]:
    month = Period.read(period) if period else None
    return [row["tahap"] for row in read_mart_at(warehouse, "kemitraan", period=month, known_on=known_on).rows]


def supplied(warehouse: Warehouse, known_on: datetime | None = None) -> dict[str, int]:
    rows = read_mart_at(warehouse, "realisasi", known_on=known_on).rows
    return {row["period"]: row["jumlah_memasok"] for row in rows}


def month(period: str, stage: str = "Negosiasi") -> CheckResult:
    return check_result({"umkm": [umkm(1)], "kemitraan": [kemitraan(1, tahap=stage)]}, period=period)


def test_it_counts_from_its_entry_until_its_end_for_every_month_that_states_what_it_expects(
    ticking: Warehouse,
) -> None:
    for number, period in enumerate(("2026-10", "2026-11")):
        send(ticking, month(period), hours=number)
    before = ticking.now()
    entered = enter_correction(ticking, STAGE, expected="Negosiasi", value="Memasok", **SIGNED)
    assert stages(ticking) == stages(ticking, period="2026-10") == ["Memasok"]
    assert supplied(ticking) == {"2026-10": 1, "2026-11": 1}
    assert stages(ticking, before) == ["Negosiasi"]
    assert supplied(ticking, before) == {"2026-10": 0, "2026-11": 0}
    with ticking.read() as connection:
        assert default_point(connection) == PointOfView(Period.read("2026-11"), entered.entered_at)
    assert differing_rows(ticking) == {}

    send(ticking, month("2026-12", "Kesepakatan"), hours=3)
    assert stages(ticking) == ["Kesepakatan"]
    assert supplied(ticking) == {"2026-10": 1, "2026-11": 1, "2026-12": 0}
    [stale] = correction_states(ticking)
    assert (stale.standing, stale.stated, stale.cells) == (Standing.STALE, "Kesepakatan", 2)

    between = ticking.now()
    end_correction(ticking, entered.id, who="Rahma", why="Kantornya sudah menulis sendiri.")
    assert supplied(ticking) == {"2026-10": 0, "2026-11": 0, "2026-12": 0}
    assert supplied(ticking, between) == {"2026-10": 1, "2026-11": 1, "2026-12": 0}
    assert differing_rows(ticking) == {}


def test_figures_say_that_they_were_corrected_by_whom_and_why(ticking: Warehouse) -> None:
    submission, _ = send(ticking, month("2026-11"))
    before = PointOfView(Period.read("2026-11"), ticking.now())
    entered = enter_correction(ticking, STAGE, expected="Negosiasi", value="Memasok", **SIGNED)
    after = PointOfView(Period.read("2026-11"), entered.entered_at)
    for mart in ("kemitraan", "realisasi"):
        changes = difference(ticking, mart, before, after).changes
        causes = {(cause.cause, cause.office, cause.submission) for change in changes for cause in change.causes}
        assert causes == {("correction", "76.05", submission)}
    for source in ("fct_kemitraan", "fct_kemitraan_bulanan"):
        [cell] = trace_row(ticking, source, KEY, column="tahap").cells
        assert cell.value == "Memasok"
        assert cell.correction is not None
        assert (cell.correction.number, cell.correction.stated) == (1, "Negosiasi")
    query = "SELECT koreksi, tertulis, koreksi_oleh, koreksi_sebab FROM asal_sel WHERE koreksi IS NOT NULL"
    with ticking.read() as connection:
        rows = {tuple(row) for row in connection.execute(text(query))}
    assert rows == {(1, "Negosiasi", "Rahma", "Kontraknya sudah dilihat.")}


def test_a_further_one_with_the_same_expectation_takes_its_place(warehouse: Warehouse) -> None:
    send(warehouse, month("2026-11"))
    for stage in ("Memasok", "Terdaftar"):
        enter_correction(warehouse, STAGE, expected="Negosiasi", value=stage, **SIGNED)
    enter_correction(
        warehouse, Place("76.05", "UMKM", "MJN-0001", "nib"), expected="0123456789012", value="proses", **SIGNED
    )
    assert stages(warehouse) == ["Terdaftar"]
    assert [state.correction.id for state in correction_states(warehouse)] == [2, 3]
    with warehouse.read() as connection:
        assert connection.execute(text("SELECT nib, nib_status FROM dim_umkm")).one() == (None, "proses")
    with pytest.raises(WarehouseError, match="kini berisi “Negosiasi”, bukan “Diajukan”"):
        enter_correction(warehouse, STAGE, expected="Diajukan", value="Memasok", **SIGNED)
    assert differing_rows(warehouse) == {}
