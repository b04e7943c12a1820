"""An upgrade carries along what a home holds already."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import column, insert, select, table, text

from connectors.messages import reason_of
from warehouse.deliveries import visits
from warehouse.diary import Work, last_done
from warehouse.engine import Warehouse
from warehouse.rebuilding import differing_rows, rebuild
from warehouse.reprocessing import reprocess, taken_up_for
from warehouse.submissions import get_submission
from warehouse.tables import held_row
from warehouse.upgrade import require_ready, upgrade

AT = "2026-11-05 01:00:00.000000"


def put(warehouse: Warehouse, target_name: str, **values: Any) -> None:
    """A row of a table as an earlier revision had it; ``schema`` names another schema."""
    target = table(
        target_name,
        *(column(column_name) for column_name in values if column_name != "schema"),
        schema=values.pop("schema", None),
    )
    with warehouse.write() as connection:
        connection.execute(insert(target).values(values))


def submission(warehouse: Warehouse, name: str, **changes: Any) -> None:
    values = {"id": name, "office": "76.05", "kind": "regency", "period": "2026-11", "sha256": f"sidik {name}"}
    values |= {"file_name": f"{name}.xlsx", "source": "majene/0", "received_at": AT, "state": "answered"}
    put(warehouse, "submission", **(values | {"outcome": "accepted", "loaded_at": AT} | changes))


@pytest.fixture
def old(at_revision: Callable[[str], Warehouse]) -> Warehouse:
    """An empty warehouse of revision 0009."""
    return at_revision("0009")


def test_workbooks_in_the_wrong_inbox_are_recognised_by_what_was_said_of_them_then(old: Warehouse) -> None:
    offices = {"76.02": "76.02", "Kab. Mamuju": "76.02", " mamuju ": "76.02", "Majene": None, "Entah": None, None: None}
    for code, name, prefix in (("76.02", "Mamuju", "MMJ"), ("76.05", "Majene", "MJN")):
        put(old, "dim_office", code=code, name=name, kind="regency", prefix=prefix)
    for number, got in enumerate(offices):
        submission(old, f"s{number}", outcome="rejected", loaded_at=None)
        put(old, "finding", submission_id=f"s{number}", seq=0, code="cover.office", severity="fatal",
            sheet="Identitas", got=got)  # fmt: skip
    upgrade(old)
    require_ready(old)
    assert [get_submission(old, f"s{number}").belongs_to for number in range(len(offices))] == list(offices.values())


def test_standing_rows_held_keys_and_what_is_held_of_numbers_are_told_of_former_months(old: Warehouse) -> None:
    for period, name in (("2026-10", "lama"), ("2026-11", "baru")):
        submission(old, name, period=period)
        put(old, "submission_sheet", submission_id=name, sheet="UMKM", sheet_name="UMKM", rows=1, accepted_rows=1,
            quarantined_rows=0, skipped_rows=0, merged="[]")  # fmt: skip
        put(old, "in_force", submission_id=name, live_from=AT, office="76.05", kind="regency", period=period)
    rows = {"MJN-0001": ("baru", 6), "MJN-0002": ("lama", 7), "MJN-0003": ("lama", 8)}
    for key, (name, row) in rows.items():
        period = "2026-11" if name == "baru" else "2026-10"
        origin = {"submission_id": name, "row_key": key, "office": "76.05", "period": period, "row": row}
        for target in ("batch_umkm", "dim_umkm"):
            put(old, target, **origin, kode_umkm=key, nib="0123456789012" if row == 6 else None)
    put(old, "finding", submission_id="lama", seq=0, code="nib.length", severity="withheld", sheet="UMKM", row=7,
        column_name="nib")  # fmt: skip
    put(old, "batch_umkm", schema="pribadi", submission_id="lama", row_key="MJN-0003", npwp="7605014501900001")
    held = {1: ("UMKM", "MJN-0002"), 2: ("Kurasi", "MJN-0001-01 / 2026-11-03"), 3: ("Kemitraan", "MJN-0001 / PT Midi"),
            4: ("Kemitraan", "MJN-0001 / MJN-0001-01 / PT Midi"), 5: ("UMKM", None)}  # fmt: skip
    for row, (sheet, key) in held.items():
        put(old, "quarantine", schema="pribadi", submission_id="baru", sheet=sheet, row=row, row_key=key, raw="{}")
    upgrade(old)
    with old.read() as connection:
        now = "SELECT row_key, keadaan, nib_status, npwp_status FROM dim_umkm ORDER BY row_key"
        assert [tuple(row) for row in connection.execute(text(now))] == [
            ("MJN-0001", "baru", "ada", "belum"),
            ("MJN-0002", "ditahan", "ditahan", "belum"),
            ("MJN-0003", "lama", "belum", "ada"),
        ]
        keys = connection.scalars(select(held_row.c.row_key).order_by(held_row.c.row)).all()
    assert keys == ["MJN-0002", "MJN-0001-01|2026-11-03", "MJN-0001||PT Midi", "MJN-0001|MJN-0001-01|PT Midi", None]


@pytest.mark.parametrize("first", ["0009", "0014"])
def test_every_request_that_took_a_submission_up_is_known_by_itself(
    at_revision: Callable[[str], Warehouse], first: str
) -> None:
    old = at_revision(first)
    requests = {
        "tanpa": None,
        "kosong": "",
        "satu": "putaran 1",
        "dua": "putaran 1\nputaran 12",
        "sama": "putaran 3\nputaran 3",
    }
    for name, request in requests.items():
        submission(old, name, request=request)
    upgrade(old)
    require_ready(old)
    attempts = {
        request: set(taken_up_for(old, request)) for request in ("putaran 1", "putaran 12", "putaran 3", "putaran", "")
    }
    assert attempts == {
        "putaran 1": {"satu", "dua"},
        "putaran 12": {"dua"},
        "putaran 3": {"sama"},
        "putaran": set(),
        "": set(),
    }
    assert reprocess(old, "dua", request="putaran 12") == "dua"


def test_stages_and_classes_of_former_months_are_kept_up_from_the_start(
    at_revision: Callable[[str], Warehouse],
) -> None:
    old = at_revision("0014")
    months = {"2026-09": ("Negosiasi", 10**9), "2026-10": ("Negosiasi", 3 * 10**9), "2026-11": ("Memasok", 3 * 10**9)}
    for month, (stage, turnover) in months.items():
        submission(old, month, period=month, kind="regency")
        origin = {"submission_id": month, "office": "76.05", "period": month, "row": 6}
        put(old, "batch_kemitraan", **origin, row_key="MJN-0001||PT A", usaha_besar="PT A", tahap=stage)
        put(old, "batch_umkm", **origin, row_key="MJN-0001", omzet_tahunan=turnover)
        for sheet in ("Kemitraan", "UMKM"):
            force = {"submission_id": month, "sheet": sheet, "live_from": AT}
            put(old, "in_force", **force, office="76.05", kind="regency", period=month)
    upgrade(old)
    require_ready(old)
    with old.read() as connection:
        stages = connection.execute(text("SELECT period, tahap FROM fct_tahap ORDER BY period")).all()
        classes = connection.execute(text("SELECT period, kelas FROM fct_kelas ORDER BY period")).all()
    assert [tuple(row) for row in stages] == [("2026-09", "Negosiasi"), ("2026-11", "Memasok")]
    assert [tuple(row) for row in classes] == [("2026-09", "Mikro"), ("2026-10", "Kecil")]
    assert differing_rows(old).keys() <= {"dim_umkm", "fct_kemitraan"}  # nobody filled these here


def test_what_was_written_of_errors_is_read_under_their_one_name(at_revision: Callable[[str], Warehouse]) -> None:
    old = at_revision("0020")
    put(old, "regular_work", work="consolidation", at=AT, trouble="ada kiriman yang gagal")
    for name, code in (("majene/0", "program_fault"), ("mamuju/0", "unreachable")):
        put(old, "source_visit", source=name, tried_at=AT, error=code)
    upgrade(old)
    done = last_done(old, Work.CONSOLIDATION)
    assert done is not None
    assert done.error == "ada kiriman yang gagal"
    errors = {name: visit.error for name, visit in visits(old).items()}
    assert errors == {"majene/0": "program_error", "mamuju/0": "unreachable"}
    assert "kesalahan pada program ini" in reason_of(errors["majene/0"])


def test_where_corrections_act_is_worked_out_anew(at_revision: Callable[[str], Warehouse]) -> None:
    old = at_revision("0024")
    key = "MJN-0001||PT A"
    submission(old, "november", kind="regency")
    row = {"submission_id": "november", "office": "76.05", "period": "2026-11", "row": 6, "row_key": key}
    put(old, "batch_kemitraan", **row, usaha_besar="PT A", tahap="Negosiasi", nilai_realisasi=5)
    put(old, "in_force", submission_id="november", sheet="Kemitraan", live_from=AT, office="76.05", kind="regency", period="2026-11")  # fmt: skip
    entry = {"office": "76.05", "sheet": "Kemitraan", "row_key": key, "who": "Rahma", "why": "dilihat"}
    entry |= {"entered_at": "2026-11-06 01:00:00.000000"}
    put(old, "correction", id=1, **entry, column_name="tahap", expected="Negosiasi", value="Memasok")
    put(old, "correction", id=2, **entry, column_name="nilai_realisasi", expected="6", value="7")
    upgrade(old)
    require_ready(old)
    with old.read() as connection:
        cells = connection.execute(text("SELECT column_name, correction_id FROM corrected_cell")).all()
        rows = connection.execute(text("SELECT tahap, nilai_realisasi FROM fct_kemitraan_bulanan")).all()
        delivered = connection.execute(text("SELECT jumlah_memasok, nilai_realisasi_rp FROM mart_realisasi")).all()
    assert (list(map(tuple, cells)), list(map(tuple, rows))) == ([("tahap", 1)], [("Memasok", 5)])
    assert list(map(tuple, delivered)) == [(1, 5)]
    upgrade(old)
    rebuild(old)
    assert differing_rows(old) == {}
