"""What comes back: a suggestion is accepted in the answer, the answer is sent again, and the value counts."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from kemitraan.references import shipped_reference
from kemitraan.steps.job.answering import make_report, returned_workbook
from kemitraan.steps.job.check_bytes import Checked, check_bytes
from schemas.context import Circumstances
from schemas.contracts import CONTRACTS
from schemas.result import NotApplied
from workbooks.limits import Limits

ASKED = Circumstances(CONTRACTS, shipped_reference(), date(2026, 11, 24))
CSV = """\
Kabupaten;Majene
Periode;November 2026
Petugas;Siti
Versi Templat;2026.1
Kode UMKM;NIB;Nama Usaha;Nama Pemilik;Kecamatan;Desa/Kelurahan;Bidang Usaha;Omzet Tahunan (Rp)
MJN-0001;204220012345;Usaha Satu;Budi;Bangae;Totoli;Jasa;1500000
MJN-0002;9120001112223;Usaha Dua;Sari;Banggae;Totoli;Jasa;1500000
"""


def check(data: bytes) -> Checked:
    return check_bytes(data, ASKED, Limits())


def answer_to(data: bytes) -> openpyxl.Workbook:
    checked = check(data)
    report = make_report(
        checked.result, shipped_reference(), file="kiriman", received=datetime(2026, 11, 24, 9, tzinfo=UTC), send_to=""
    )
    return openpyxl.load_workbook(io.BytesIO(returned_workbook(data, checked.result, report, Limits()).data))


def accept_all(book: openpyxl.Workbook) -> None:
    """A yes beside every suggestion that waits for one."""
    rows = book["Perbaikan"].iter_rows(min_row=2)
    for row in rows:
        if row[8].value not in (None, "–") and row[9].value is None:
            row[9].value = "ya"


def saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def complaints(checked: Checked) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.cell) for finding in checked.result.findings]


def test_the_answer_to_a_csv_can_be_mended_and_sent_again() -> None:
    first = check(CSV.encode())
    assert complaints(first) == [("nib.leading_zero", "B6"), ("region.kecamatan", "E6")]
    book = answer_to(CSV.encode())
    assert book["Perbaikan"].data_validations.dataValidation
    accept_all(book)
    again = check(saved(book))
    assert complaints(again) == [("nib.leading_zero", "B6")]
    assert [(suggestion.cell, suggestion.value, suggestion.applied) for suggestion in again.result.applied] == [
        ("E6", "Banggae", True)
    ]
    assert (again.result.office, again.result.period) == ("76.05", "2026-11")
    assert list(again.result.sheets) == ["UMKM"]
    assert again.result.sheets["UMKM"].accepted_rows == 2
    third = answer_to(saved(book))  # and the answer to that is the sender's own workbook, marked
    assert set(third.sheetnames) == {"Baca Dulu", "csv", "Perbaikan"}


SAMPLE = Path("tests/submissions/01_majene_bersih.xlsx")


def with_two_alike() -> tuple[bytes, int, int]:
    """A sound workbook in which two businesses, one below the other, have the same misspelt kecamatan."""
    book = openpyxl.load_workbook(SAMPLE)
    sheet = book["UMKM"]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "Kode UMKM" for cell in row))
    column = next(cell.column for cell in header if cell.value == "Kecamatan")
    first = next(
        row
        for row in range(header[0].row + 1, sheet.max_row)
        if str(sheet.cell(row, header[0].column).value).startswith("MJN")
    )
    for row in (first, first + 1):
        sheet.cell(row, column).value = "Bangae"
        sheet.cell(row, column + 1).value = "Totoli"
    return saved(book), first, column


@pytest.mark.parametrize("change", ["put in", "taken out", "as it was"])
def test_a_suggestion_follows_its_row(change: str) -> None:
    data, first, column = with_two_alike()
    book = answer_to(data)
    sheet, fixes = book["UMKM"], book["Perbaikan"]
    for row in fixes.iter_rows(min_row=2):
        if row[2].value == sheet.cell(first + 1, column).coordinate:
            row[9].value = "ya"
            key = row[3].value
    if change == "put in":
        sheet.insert_rows(first)
        for cell in sheet[first + 1]:
            sheet.cell(first, cell.column).value = cell.value
        sheet.cell(first, 1).value = "MJN-9999"
    if change == "taken out":
        sheet.delete_rows(first)
    at = first + 1 + {"put in": 1, "taken out": -1, "as it was": 0}[change]
    assert key in [cell.value for cell in sheet[at]]
    (applied,) = check(saved(book)).result.applied
    assert (applied.cell, applied.applied) == (sheet.cell(at, column).coordinate, True)


@pytest.mark.parametrize("name", ["UMKM", "Data UMKM", "2. daftar umkm"])
def test_a_suggestion_follows_its_column_and_its_sheet_whatever_it_is_called_now(name: str) -> None:
    data, first, column = with_two_alike()
    book = answer_to(data)
    accept_all(book)
    sheet = book["UMKM"]
    sheet.insert_cols(1, 2)
    sheet.title = name
    checked = check(saved(book))
    assert [(suggestion.cell, suggestion.applied) for suggestion in checked.result.applied] == [
        (sheet.cell(row, column + 2).coordinate, True) for row in (first, first + 1)
    ]
    assert complaints(checked) == []


def test_a_suggestion_whose_cell_cannot_be_told_for_certain_is_told_and_not_put_anywhere() -> None:
    data, first, column = with_two_alike()
    book = answer_to(data)
    accept_all(book)
    sheet = book["UMKM"]
    key = next(cell for cell in sheet[first] if str(cell.value).startswith("MJN"))
    key.value = "MJN-9998"  # both rows still hold the same value
    applied = {suggestion.cell: suggestion for suggestion in check(saved(book)).result.applied}
    lost = applied.pop(sheet.cell(first, column).coordinate)
    assert (lost.applied, lost.why) == (False, NotApplied.LOST)
    assert [suggestion.applied for suggestion in applied.values()] == [True]
    sheet.cell(1, column).value = "Kecamatan lama"
    assert {suggestion.why for suggestion in check(saved(book)).result.applied} == {NotApplied.LOST}
