"""Perbaikan and Baca Dulu say what is to be done, as text and never as a formula."""

from __future__ import annotations

import openpyxl
import pytest

from schemas.finding import Outcome, Severity
from schemas.result import AppliedSuggestion
from tests.workbooks.makers_returned import finding, opened, package, parts, report, saved, values, worksheet
from workbooks.returned import mark_up
from workbooks.returned.perbaikan import HEADERS

_SENT = package(worksheet('<row r="1"><c r="A1"><v>1</v></c></row>'))


def _perbaikan(*findings) -> openpyxl.worksheet.worksheet.Worksheet:
    return opened(mark_up(_SENT, report(*findings)))["Perbaikan"]


def _guide(**changes) -> str:
    rows = values(mark_up(_SENT, report(**changes)), "Baca Dulu")
    return "\n".join(" | ".join(str(value) for value in row if value != "") for row in rows)


def test_perbaikan_begins_with_its_header_row_and_can_be_sorted_and_filtered() -> None:
    sheet = _perbaikan(finding("C3"), finding("C2"))
    assert tuple(cell.value for cell in sheet[1]) == HEADERS
    assert sheet.auto_filter.ref == "A1:J3"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert not sheet.merged_cells.ranges


def test_findings_stand_worst_first_then_by_sheet_and_row() -> None:
    sheet = _perbaikan(
        finding("C9", Severity.WARNING),
        finding("C10", Severity.ERROR),
        finding("C9", Severity.ERROR),
        finding(None, Severity.FATAL, sheet="Produk"),
        finding("AA9", Severity.ERROR),
    )
    assert [sheet.cell(row, 3).value for row in range(2, 7)] == ["–", "C9", "AA9", "C10", "C9"]
    assert [str(sheet.cell(row, 1).value)[0] for row in range(2, 7)] == ["1", "2", "2", "2", "4"]


def test_a_cell_is_a_link_to_the_sheet_as_sent() -> None:
    book = openpyxl.Workbook()
    book.active.title = "1. Bu'at UMKM"
    marked = mark_up(saved(book), report(finding("C9"), names={"UMKM": "1. Bu'at UMKM"}))
    cell = opened(marked)["Perbaikan"]["C2"]
    assert cell.value == "C9"
    assert cell.hyperlink.location == "'1. Bu''at UMKM'!C9"
    assert opened(marked)["Perbaikan"]["B2"].value == "1. Bu'at UMKM"


@pytest.mark.parametrize(
    "typed", ["=1+1", "+62811", "-", "@A1", '=HYPERLINK("x")', "<b>&amp;", "_x0041_", "a\x00\x0bb"]
)
def test_nothing_that_the_sender_typed_becomes_a_formula(typed: str) -> None:
    marked = mark_up(_SENT, report(finding("A1", got=typed, message=typed, suggestion=typed)))
    content = parts(marked)
    for sheet in ("xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"):
        assert b"<f>" not in content[sheet]
    cell = opened(marked)["Perbaikan"]["G2"]
    assert cell.data_type == "s"
    assert cell.value == typed.replace("\x00", "").replace("\x0b", "").replace("_x0041_", "_x005F_x0041_")
    assert cell.style.quotePrefix if hasattr(cell.style, "quotePrefix") else cell.quotePrefix


def test_a_suggestion_can_be_accepted_unless_it_is_used_already() -> None:
    sheet = _perbaikan(
        finding("C2", Severity.WITHHELD, suggestion="Kriya"),
        finding("C3", Severity.WITHHELD),
        finding("C4", Severity.WARNING, code="date.serial", suggestion="2026-11-05"),
        finding("C5", Severity.WARNING, code="scale.mismatch", suggestion="Kecil"),
        finding("C6", Severity.WITHHELD, suggestion=1_500_000),
    )
    by_cell = {row[2].value: row for row in sheet.iter_rows(min_row=2)}
    assert {cell: row[9].value for cell, row in by_cell.items()} == {
        "C2": None, "C3": None, "C4": "sudah dipakai", "C5": "sudah dipakai", "C6": None,
    }  # fmt: skip
    assert by_cell["C6"][8].value == 1_500_000
    assert by_cell["C4"][8].value == "2026-11-05"
    dropdown = sheet.data_validations.dataValidation[0]
    assert (dropdown.formula1, str(dropdown.sqref)) == ('"ya,tidak,memang benar"', "J2:J6")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.ACCEPTED, "Diterima"),
        (Outcome.ACCEPTED_WITH_NOTES, "Diterima dengan catatan"),
        (Outcome.PARTIALLY_ACCEPTED, "Diterima sebagian"),
        (Outcome.REJECTED, "Belum dapat diterima"),
    ],
)
def test_baca_dulu_says_the_outcome_in_words(outcome: Outcome, words: str) -> None:
    findings = () if outcome is Outcome.ACCEPTED else (finding("A1"),)
    text = _guide(outcome=outcome, findings=findings)
    assert words in text
    assert ("Simpan, lalu kirim kembali buku kerja itu lewat jalur yang sama" in text) is bool(findings)


def test_baca_dulu_is_a_receipt() -> None:
    text = _guide()
    for fact in ("Pengirim | Majene", "Periode | November 2026", "Nama berkas | majene.xlsx", "ab" * 32):
        assert fact in text
    assert "Diterima | 25 November 2026 pukul 00.30 WITA" in text
    assert "Versi kontrak | 2026.1" in text
    assert "UMKM | 10.0 | 9.0 | 1.0 | 2.0" in text


def test_baca_dulu_says_what_became_of_accepted_suggestions() -> None:
    applied = (AppliedSuggestion("UMKM", "C4", "a", "b", True), AppliedSuggestion("UMKM", "C9", "a", "b", False))
    text = _guide(applied_suggestions=applied)
    assert "1 saran sudah kami pakai dan kami tulis di selnya" in text
    assert "1 saran tidak dipakai, karena isi selnya sudah berubah: UMKM C9." in text
