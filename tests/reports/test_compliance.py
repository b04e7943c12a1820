"""Compliance: offices over months, in words for people, agreeing with the warehouse."""

from __future__ import annotations

from datetime import date, timedelta

from reports.compliance import compliance_table
from schemas.finding import Outcome
from tests.warehouse.factory import check_result, kemitraan, kurasi, produk, receive, send, umkm
from warehouse.checking import store_check
from warehouse.decisions import About, hold
from warehouse.engine import Warehouse
from warehouse.submissions import refuse

NAMES = {"76.05": "Kabupaten Majene", "76.02": "Kabupaten Mamuju"}


def fill(warehouse: Warehouse) -> None:
    """Majene in two months, the second refused after a good one."""
    rows = {
        "umkm": [umkm(1), umkm(2)],
        "produk": [produk(1)],
        "kurasi": [kurasi(1, date(2026, 11, 2))],
        "kemitraan": [kemitraan(1)],
    }
    send(warehouse, check_result(rows))
    bad = check_result({"umkm": [umkm(3)]}, outcome=Outcome.REJECTED)
    identifier = receive(warehouse, bad, hours=5)
    store_check(warehouse, identifier, bad)
    refuse(warehouse, identifier, why="ditolak")
    send(warehouse, check_result({"umkm": [umkm(1)]}, period="2026-10"))


def test_compliance_is_offices_over_months_and_counts_no_row_of_a_refused_submission(warehouse: Warehouse) -> None:
    fill(warehouse)
    table = compliance_table(warehouse, NAMES, NAMES)
    assert table.headings == ("Kantor", "November 2026", "Oktober 2026")
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["Kabupaten Majene"] == (
        "Belum dapat diterima: 0 dari 1 (kiriman sebelumnya tetap berlaku)",
        "Diterima: 1 dari 1",
    )
    assert set(rows["Kabupaten Mamuju"]) == {"Belum mengirim"}


def test_every_office_that_owes_is_in_the_compliance_table_and_of_the_others_those_that_ever_sent(
    warehouse: Warehouse,
) -> None:
    fill(warehouse)
    owing = {"73.72": "Kota Parepare", "76.02": "Kabupaten Mamuju"}
    rows = {row[0]: row[1:] for row in compliance_table(warehouse, NAMES | owing, owing).rows}
    assert list(rows) == ["Kabupaten Mamuju", "Kabupaten Majene", "Kota Parepare"]
    assert rows["Kota Parepare"] == rows["Kabupaten Mamuju"] == ("Belum mengirim", "Belum mengirim")
    send(warehouse, check_result({"umkm": [umkm(1)]}, period="2026-09"), hours=9)
    later = compliance_table(warehouse, NAMES | owing, owing)
    assert {row[0]: row[-1] for row in later.rows}["Kota Parepare"] == "Belum mengirim"


def test_an_office_that_owes_nothing_is_not_told_to_have_sent_nothing(warehouse: Warehouse) -> None:
    fill(warehouse)
    send(warehouse, check_result({"umkm": [umkm(1)]}, period="2026-09"), hours=9)
    identifier = receive(warehouse, check_result({}, kind="retail", office="76", period="2026-10"))
    store_check(warehouse, identifier, check_result({}, kind="retail", office="76", period="2026-10"))
    rows = {row[0]: row[1:] for row in compliance_table(warehouse, {"76": "Provinsi"}, []).rows}
    assert rows["Provinsi"] == ("–", "Diterima: 0 dari 0", "–")


def test_a_submission_that_waits_for_a_person_is_not_told_as_refused(warehouse: Warehouse) -> None:
    send(warehouse, check_result({"umkm": [umkm(1)]}))
    waiting = check_result({"umkm": [umkm(2)]}, outcome=Outcome.REJECTED)
    identifier = receive(warehouse, waiting, hours=5)
    store_check(warehouse, identifier, waiting)
    due_at = warehouse.now() + timedelta(days=5)
    hold(warehouse, identifier, about=About.HEADERS, reasons=["Judul kolom tidak dikenal."], due_at=due_at)
    (row,) = compliance_table(warehouse, NAMES, ["76.05"]).rows
    assert row == ("Kabupaten Majene", "Menunggu keputusan (kiriman sebelumnya tetap berlaku)")


def test_an_office_that_owes_and_never_sent_is_in_the_table(warehouse: Warehouse) -> None:
    names = {"73.72": "Kota Parepare", "73.71": "Kota Makassar"}
    assert compliance_table(warehouse, names, ["73.72"]).rows == ()  # nobody has sent anything yet
    fill(warehouse)
    rows = {row[0]: row[1:] for row in compliance_table(warehouse, names, ["73.72"]).rows}
    assert rows["Kota Parepare"] == ("Belum mengirim", "Belum mengirim")
    assert "Kota Makassar" not in rows
