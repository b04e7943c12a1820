"""The report as a workbook: numbers as numbers with their codes, no formula, charts told in words."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from openpyxl import load_workbook

from reports.partnership.contents import Contents
from reports.partnership.forms import Report
from reports.partnership.shown import Number
from reports.partnership.workbook import CHARTS, CODES, HEAD_ROW, SUMMARY, workbook
from tests.figures.conftest import FORMULA

pytestmark = pytest.mark.xdist_group("figures")  # the small world is made once


@pytest.fixture(scope="module")
def content(report: Report) -> bytes:
    return report.form("xlsx")


def test_every_table_is_a_sheet_with_its_definition_above_it_and_its_numbers_are_numbers(
    report: Report, content: bytes
) -> None:
    book = load_workbook(BytesIO(content))
    told = report.contents.told
    assert told is not None
    tables = (told.first.requests, *told.tables)
    assert book.sheetnames == [SUMMARY, CHARTS, *(table.sheet for table in tables), CODES]
    for table in tables:
        sheet = book[table.sheet]
        assert (sheet["A1"].value, sheet["A2"].value) == (table.title, table.about)
        if table.rows:
            rows = sheet.iter_rows(min_row=HEAD_ROW + 2, max_row=HEAD_ROW + 1 + len(table.rows), values_only=True)
            shown = [tuple(cell.value if isinstance(cell, Number) else cell for cell in row) for row in table.rows]
            assert list(rows) == shown
            for cells, row in zip(sheet.iter_rows(min_row=HEAD_ROW + 2), table.rows, strict=False):
                for cell, number in zip(cells, row, strict=False):
                    assert ("Rp" in cell.number_format) == (isinstance(number, Number) and number.unit == "rupiah")


def test_every_number_has_its_code(content: bytes) -> None:
    book = load_workbook(BytesIO(content))
    codes = list(book[CODES].iter_rows(min_row=HEAD_ROW + 2, values_only=True))
    assert len(codes) > 200
    for name, cell, number, _role, code in codes:
        assert book[str(name)][str(cell)].value == number
        assert "@" in str(code)
    cells = [cell for sheet in book for row in sheet for cell in row if isinstance(cell.value, int | float)]
    places = {(cell.parent.title, cell.coordinate) for cell in cells}
    assert {place for place in places if place[0] != CODES} == {(name, cell) for name, cell, *_ in codes}


def test_what_a_name_holds_is_neither_formula_nor_link(content: bytes) -> None:
    book = load_workbook(BytesIO(content))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell for cell in cells if cell.value == FORMULA]
    links = [cell.hyperlink for cell in cells if cell.hyperlink]
    assert links
    assert all(link.target is None for link in links)  # each leads to a sheet of this book


def test_charts_are_the_programs_own_and_are_told_in_words(content: bytes) -> None:
    with zipfile.ZipFile(BytesIO(content)) as package:
        charts = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        drawing = package.read("xl/drawings/drawing1.xml").decode()
    assert len(charts) > 3
    assert drawing.count('descr="Diagram batang: ') == len(charts)


def test_with_nothing_the_workbook_says_so() -> None:
    book = load_workbook(BytesIO(workbook(Contents(("Belum ada yang berlaku.",), None))))
    assert book.sheetnames == [SUMMARY]
    assert book[SUMMARY]["A2"].value == "Belum ada yang berlaku."
