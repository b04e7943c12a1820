"""Senders of other formats get a copy with the same values at the same addresses, and the same marks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from schemas.finding import Finding, Outcome, Severity
from schemas.grid import FORMULA_WITHOUT_RESULT, Grid
from tests.workbooks.makers_returned import finding, opened, parts, report, values
from workbooks.returned import MarkedFinding, rebuild


def test_values_stand_where_they_stood() -> None:
    sheet = Grid(
        "UMKM",
        (
            ("", "", "Kode", "=1+1"),
            ("", "", 12.5, 7),
            ("", "", date(2026, 11, 5), datetime(2026, 11, 5, 6, 30)),  # noqa: DTZ001
            ("", "", True, time(6, 30)),
            ("", "", "0012", timedelta(hours=30)),
        ),
        merged=((0, 0, 1, 2),),
    )
    book = opened(rebuild([sheet], report(finding("C4"))))
    copied = book["UMKM"]
    assert [cell.value for cell in copied[3]] == ["Kode", 12.5, datetime(2026, 11, 5), True, "0012"]  # noqa: DTZ001
    assert [cell.value for cell in copied[4]][:3] == ["=1+1", 7, datetime(2026, 11, 5, 6, 30)]  # noqa: DTZ001
    assert copied["A4"].data_type == "s"
    assert copied["E4"].value == timedelta(hours=30)
    assert [str(area) for area in copied.merged_cells.ranges] == ["A1:C2"]
    assert copied["C4"].comment is not None
    assert copied["C4"].is_date
    assert b"<f>" not in parts(rebuild([sheet], report()))["xl/worksheets/sheet1.xml"]


def test_error_values_and_formulas_without_result_are_kept_as_such() -> None:
    sheet = Grid("UMKM", (("x", "", ""),), flags={(1, 0): "#REF!", (2, 0): FORMULA_WITHOUT_RESULT})
    copied = opened(rebuild([sheet], report(finding("A2"))))["UMKM"]
    assert (copied["A2"].value, copied["A2"].data_type) == ("#REF!", "e")
    assert copied["A3"].value is None


def test_names_that_excel_forbids_are_changed_everywhere() -> None:
    name = "Data UMKM [Majene] tahun 2026/2027 lengkap"
    sheets = [Grid(name, (("x",),)), Grid(name.upper(), (("y",),), visible=False)]
    book = opened(rebuild(sheets, report(finding("A1"), names={"UMKM": name})))
    assert book.sheetnames[2:] == ["Data UMKM  Majene  tahun 2026 2", "DATA UMKM  MAJENE  TAHUN 2 (2)"]
    assert book.worksheets[2]["A1"].comment is not None
    assert book.worksheets[3].sheet_state == "hidden"
    assert book["Perbaikan"]["B2"].value == book.sheetnames[2]


def test_a_copy_says_that_it_is_one() -> None:
    text = str(values(rebuild([Grid("UMKM", (("x",),))], report(finding("A1"))), "Baca Dulu"))
    assert "Buku kerja balasan kami salinan" in text


def test_a_copy_of_a_text_file_can_be_mended_like_any_other() -> None:
    sheet = Grid("csv", (("x",),), digits_are_numbers=True)
    copy = rebuild([sheet], report(finding("A1", suggestion="y"), names={"UMKM": "csv"}))
    assert "Buku kerja balasan kami salinan" in str(values(copy, "Baca Dulu"))
    assert opened(copy)["Perbaikan"].data_validations.dataValidation


def test_a_file_that_could_not_be_read_is_answered_with_our_sheets_alone() -> None:
    unreadable = Finding("file.unreadable", Severity.FATAL)
    errors = report(
        MarkedFinding(unreadable, "Berkas rusak. Simpan ulang di Excel, lalu kirim lagi."),
        outcome=Outcome.REJECTED, counts={}, names={}, office=None, period=None,
    )  # fmt: skip
    answer = rebuild([], errors)
    assert opened(answer).sheetnames == ["Perbaikan", "Baca Dulu"]
    text = str(values(answer, "Baca Dulu"))
    assert "Isi berkas ini tidak dapat dibaca seluruhnya" in text
    assert "tidak dapat kami baca" in text
    assert "belum terbaca" in text
