"""What the sender accepted is written into the cells that go back, so that it is not asked again."""

from __future__ import annotations

import openpyxl
import pytest

from schemas.grid import Grid
from schemas.result import AppliedSuggestion
from tests.workbooks.makers_returned import opened, package, parts, report, saved, values, worksheet
from workbooks.returned import mark_up, rebuild


def _applied(cell: str, value: str, *, applied: bool = True, sheet: str = "UMKM") -> AppliedSuggestion:
    return AppliedSuggestion(sheet, cell, "lama", value, applied)


def _book() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = " UMKM"
    sheet.append(["lama", "lama", "lama", "=1+1", "lama"])
    sheet["B1"].number_format = "#,##0"
    return saved(book)


def test_accepted_values_stand_in_their_cells_with_the_format_of_the_cell() -> None:
    applied = (
        _applied("A1", "Kriya"),
        _applied("B1", "1500"),
        _applied("C1", "2026-11-05"),
        _applied("D1", "7"),
        _applied("E1", "baru", applied=False),
    )
    sheet = opened(mark_up(_book(), report(applied_suggestions=applied)))[" UMKM"]
    assert [cell.value for cell in sheet[1]] == ["Kriya", 1500, "2026-11-05", "=1+1", "lama"]
    assert sheet["B1"].number_format == "#,##0"


@pytest.mark.parametrize(
    ("value", "written"),
    [("12.5", 12.5), ("0812345", "0812345"), ("8991234567890", "8991234567890"), ("=A1", "=A1"), ("0", 0)],
)
def test_numbers_are_written_as_numbers_and_identifiers_as_text(value: str, written: object) -> None:
    marked = mark_up(_book(), report(applied_suggestions=(_applied("A1", value),)))
    cell = opened(marked)[" UMKM"]["A1"]
    assert cell.value == written
    assert cell.data_type != "f"


@pytest.mark.parametrize("rows", ["<row><c/><c><v>1</v></c></row>", "<row r='1'><c r='B1'><v>1</v></c></row>"])
def test_values_find_their_cells_in_oddly_written_sheets(rows: str) -> None:
    marked = mark_up(package(worksheet(rows)), report(applied_suggestions=(_applied("B1", "baru"),)))
    assert values(marked, "UMKM") == [["", "baru"]]
    assert b"<f>" not in parts(marked)["xl/worksheets/sheet1.xml"]


def test_a_copy_carries_accepted_values_too() -> None:
    copy = rebuild([Grid("UMKM", (("lama",),))], report(applied_suggestions=(_applied("A1", "baru"),)))
    assert values(copy, "UMKM") == [["baru"]]
