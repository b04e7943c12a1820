"""The report: tables in words for people, agreeing with the warehouse, and the workbook."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from openpyxl import load_workbook

from reports.figures import headline_figures
from reports.tables import compliance_table, curation_table, partnership_table, retailer_table
from reports.workbook import report_workbook
from schemas.finding import Outcome
from tests.warehouse.factory import PERSONAL_TEXTS, check_result, kemitraan, kurasi, produk, receive, send, umkm
from warehouse.checking import store_check
from warehouse.decisions import About, hold
from warehouse.engine import Warehouse
from warehouse.submissions import refuse

DAY = date(2026, 11, 24)
NAMES = {"76.05": "Kabupaten Majene", "76.02": "Kabupaten Mamuju"}


def fill(warehouse: Warehouse) -> None:
    """Majene in two months, the second refused after a good one; a partner whose name looks like a formula."""
    rows = {
        "umkm": [umkm(1), umkm(2)],
        "produk": [produk(1)],
        "kurasi": [kurasi(1, date(2026, 11, 2))],
        "kemitraan": [kemitraan(1), kemitraan(2, usaha_besar="=HYPERLINK(1)", nilai_realisasi=None)],
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
    assert [column.heading for column in table.columns] == ["Kantor", "November 2026", "Oktober 2026"]
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


def test_money_and_scores_are_words_and_what_is_not_there_is_a_dash(warehouse: Warehouse) -> None:
    fill(warehouse)
    first, second = partnership_table(warehouse).in_words()
    assert (first["Usaha besar"], first["Realisasi bulan laporan"]) == ("=HYPERLINK(1)", "Rp0")
    assert second["Nilai kontrak"] == "Rp90.000.000"
    assert curation_table(warehouse).in_words() == [
        {"Kabupaten": "Kabupaten Majene", "Hasil": "Lolos", "Produk": "1", "Skor rata-rata": "80"}
    ]


def test_large_businesses_stand_by_what_they_buy_and_stages_in_their_own_order(warehouse: Warehouse) -> None:
    stages = ["Memasok", "Berhenti", "Penjajakan", "Terdaftar"]
    rows = [kemitraan(number, tahap=stage) for number, stage in enumerate(stages, 1)]
    rows += [kemitraan(number, usaha_besar="Swalayan Kecil", nilai_realisasi=number * 10) for number in (1, 2)]
    rows += [kemitraan(1, usaha_besar="Hotel", tahap="Diajukan")]
    send(warehouse, check_result({"umkm": [umkm(number) for number in range(1, 5)], "kemitraan": rows}))
    assert retailer_table(warehouse).rows == (
        ("PT Midi Utama Indonesia Tbk", 4, 1, 1, 3, 7_500_000),
        ("Swalayan Kecil", 2, 2, 2, 6, 30),
        ("Hotel", 1, 0, 0, 0, 0),
    )
    stage_cells = [row[2] for row in partnership_table(warehouse).rows if row[0].startswith("PT")]
    assert stage_cells == ["Penjajakan", "Terdaftar", "Memasok", "Berhenti"]


def test_the_workbook_opens_has_numbers_as_numbers_no_formula_and_nothing_personal(warehouse: Warehouse) -> None:
    fill(warehouse)
    tables = [partnership_table(warehouse), curation_table(warehouse), compliance_table(warehouse, NAMES, NAMES)]
    data = report_workbook(headline_figures(warehouse), tables, DAY)
    book = load_workbook(BytesIO(data))
    assert book.sheetnames == ["Ringkasan", "Kemitraan", "Kurasi produk", "Kepatuhan"]
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert book["Kemitraan"]["G6"].value == 90_000_000
    text = " ".join(str(cell.value) for cell in cells)
    assert "24 November 2026" in text
    assert not [personal for personal in PERSONAL_TEXTS if personal in text]


def test_an_empty_warehouse_gives_a_report_that_says_so(warehouse: Warehouse) -> None:
    tables = [partnership_table(warehouse), curation_table(warehouse), compliance_table(warehouse, NAMES, NAMES)]
    book = load_workbook(BytesIO(report_workbook(headline_figures(warehouse), tables, DAY)))
    assert book["Kemitraan"]["A5"].value == "Belum ada data."
    assert retailer_table(warehouse).rows == ()
