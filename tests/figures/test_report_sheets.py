"""One-page sheets: one side for a regency, two for a retailer, and the list of what is ready for its buyer."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.partnership.contents import Told
from reports.partnership.forms import Report
from reports.partnership.page import sheet_page
from reports.partnership.pdf import pdf
from reports.partnership.ready_list import HEADINGS, ReadyProduct, read_ready, ready_workbook
from reports.partnership.sheets import sheet_of_office, sheet_of_retailer
from reports.partnership.shown import Numbers
from tests.figures.conftest import FORMULA, ZONE
from tests.figures.test_report_pdf import unpacked
from warehouse.engine import Warehouse

pytestmark = pytest.mark.xdist_group("figures")  # the small world is made once

PRODUCT = ReadyProduct("Kabupaten Majene", FORMULA, "Keripik", "Makanan", 250.0, "g", 15_000, 400, None)


@pytest.fixture(scope="module")
def told(report: Report) -> Told:
    assert report.contents.told is not None
    return report.contents.told


def pages_of(page: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b", unpacked(pdf(page))))


def test_a_regencys_sheet_has_one_side_and_its_own_rows_alone(report: Report, told: Told) -> None:
    page = sheet_page(sheet_of_office(told, "Kabupaten Majene"), report.contents)
    assert pages_of(page) == 1
    text = page.decode()
    assert "Lembar Kabupaten Majene" in text
    assert "Kabupaten Mamasa" not in text


def test_a_retailers_sheet_asks_one_thing_of_its_own_and_has_its_list_on_the_back(report: Report, told: Told) -> None:
    numbers = Numbers.of(report.data, ZONE)
    page = sheet_page(sheet_of_retailer(told, report.data, numbers, FORMULA, [PRODUCT]), report.contents)
    assert pages_of(page) == 2
    text = page.decode()
    own = {
        row["persyaratan"] for entry in report.data["pembukaan"] for row in entry["tanpa"] if row["golongan"] == "ritel"
    }
    requests = re.findall(r"Meninjau ([^:<]+?)(?: sebelum|:)", text)
    assert len(requests) <= 1
    assert set(requests) <= own
    assert "Keripik" in text
    waits = {row["persyaratan"] for row in report.data["selama_proses"] if row["ritel"] == FORMULA and row["membuka"]}
    assert set(re.findall(r"([^<>]+): <data [^>]*>\d+</data> produk diterima selama proses, sampai ", text)) == waits


def test_with_all_that_can_stand_on_it_a_sheet_still_has_its_sides(report: Report) -> None:
    """Every office is carried forward, and twenty visits are planned."""
    visits = [{"kode_umkm": f"MJN-{at:04}", "topik": "Legalitas", "nama_usaha": None} for at in range(20)]
    data = dict(report.data)
    data["offices"] = [office | {"terbawa": 1} for office in data["offices"]]
    data["rencana"] = [plan | {"visits": visits} for plan in data["rencana"]]
    funnel = report.data["marts"]["corong"]
    mine = [row | {"usaha_besar": FORMULA} for row in funnel if row["usaha_besar"] == funnel[0]["usaha_besar"]]
    data["marts"] = data["marts"] | {"corong": mine}
    full = replace(report, data=data)
    told = full.contents.told
    assert told is not None
    page = sheet_page(sheet_of_office(told, "Kabupaten Majene"), full.contents)
    assert pages_of(page) == 1
    assert "MJN-0019 (Legalitas)." in page.decode()
    numbers = Numbers.of(data, ZONE)
    page = sheet_page(sheet_of_retailer(told, data, numbers, FORMULA, [PRODUCT] * 20), full.contents)
    assert pages_of(page) == 2
    supplying = next(row["jumlah_kini"] for row in mine if row["tahap"] == "Memasok")
    assert re.search(rf"Yang sudah berjalan: <data [^>]*>{supplying}</data> kemitraan memasok, <data", page.decode())


def test_the_list_for_a_buyer_says_what_the_mart_counts(small: Warehouse, report: Report) -> None:
    names = sorted({row["ritel"] for row in report.data["marts"]["kesiapan"]})
    lists = read_ready(small, names)
    assert [*lists] == names
    for name, products in lists.items():
        rows = [row for row in report.data["marts"]["kesiapan"] if row["ritel"] == name]
        assert len(products) == sum(row["siap_belum_memasok"] for row in rows)


def test_the_list_as_a_workbook_has_numbers_and_no_formula(told: Told) -> None:
    sheet = load_workbook(BytesIO(ready_workbook([PRODUCT], "PT Ritel", told.moment))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    assert rows[0] == HEADINGS
    assert rows[1] == ("Kabupaten Majene", FORMULA, "Keripik", "Makanan", 250, "g", 15_000, 400, None)
    assert sheet["B5"].data_type == "s"
