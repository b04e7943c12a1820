"""An upgrade carries along what a home holds already."""

from __future__ import annotations

from sqlalchemy import text

from schemas.finding import Finding, Severity
from tests.warehouse.factory import check_result, receive, umkm
from warehouse.checking import store_check
from warehouse.engine import Warehouse
from warehouse.marts import drop_marts
from warehouse.submissions import get_submission
from warehouse.upgrade import require_ready, upgrade


def cover(got: str | None) -> Finding:
    return Finding("cover.office", Severity.FATAL, sheet="Identitas", got=got, expected="Majene")


def test_workbooks_in_the_wrong_inbox_are_recognised_by_what_was_said_of_them_then(warehouse: Warehouse) -> None:
    named = {"76.02": "76.02", "Kab. Mamuju": "76.02", " mamuju ": "76.02", "Majene": None, "Entah": None, None: None}
    submissions = []
    for number, got in enumerate(named):
        result = check_result({"umkm": [umkm(number)]}, findings=[cover(got)])
        submissions.append(receive(warehouse, result))
        store_check(warehouse, submissions[-1], result)
    with warehouse.write() as connection:
        drop_marts(connection)
        connection.execute(text("UPDATE submission SET outcome = 'rejected'"))
        connection.execute(text("ALTER TABLE submission DROP COLUMN belongs_to"))
        connection.execute(text("DROP TABLE answer_file"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0009'"))
    upgrade(warehouse)
    require_ready(warehouse)
    assert [get_submission(warehouse, one).belongs_to for one in submissions] == list(named.values())
