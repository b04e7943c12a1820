"""Cells that show more than they hold, in real files: formats that add a unit, a currency or a percentage, and texts of
several formats. They are read as a person reads them.
"""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from kemitraan.references import shipped_reference
from kemitraan.steps.job.check_bytes import check_bytes
from schemas.context import Circumstances
from schemas.contracts import CONTRACTS
from schemas.result import CheckResult
from tests.steps.driver import SAMPLES
from workbooks.inspection.number_formats import read_format
from workbooks.inspection.rich_texts import as_people_read
from workbooks.limits import Limits
from workbooks.read import read_workbook


def with_cell(title: str, header: str, value: Any, number_format: str = "General", *, headed: str = "") -> CheckResult:
    """The check of the sample with this in the first data cell below a header, under another header where ``headed``
    says one.
    """
    book = openpyxl.load_workbook(SAMPLES / "01_majene_bersih.xlsx")
    sheet = book[title]
    (at,) = [cell for row in sheet.iter_rows(max_row=5) for cell in row if cell.value == header]
    column = [cell for (cell,) in sheet.iter_rows(at.row + 1, min_col=at.column, max_col=at.column) if cell.value]
    column[0].value, column[0].number_format = value, number_format
    if headed:
        at.value = headed
        for cell in column[1:]:
            cell.value = None if title == "UMKM" and header.startswith("Modal") else cell.value
    buffer = io.BytesIO()
    book.save(buffer)
    circumstances = Circumstances(CONTRACTS, shipped_reference(), date(2026, 11, 30))
    return check_bytes(buffer.getvalue(), circumstances, Limits()).result


def first(result: CheckResult, title: str, name: str) -> Any:
    return result.sheets[title].accepted[name].iloc[0]


@pytest.mark.parametrize(
    ("title", "header", "name", "number", "number_format", "expected", "codes"),
    [
        ("Produk", "Masa Simpan (hari)", "masa_simpan_hari", 6, '0" bulan"', 180, {"number.unit"}),
        ("Produk", "Masa Simpan (hari)", "masa_simpan_hari", 30, '0" hari"', 30, set()),
        ("UMKM", "Modal Usaha (Rp)", "modal_usaha", 150, '#,##0" juta"', 150_000_000, set()),
        ("UMKM", "Modal Usaha (Rp)", "modal_usaha", 1.125, '0.000" jt"', 1_125_000, set()),
        ("UMKM", "Modal Usaha (Rp)", "modal_usaha", 150_000_000, '0.0,,"jt"', 150_000_000, set()),
        ("UMKM", "Modal Usaha (Rp)", "modal_usaha", 150_000_000, '"Rp" #,##0.00', 150_000_000, set()),
        (
            "UMKM",
            "Modal Usaha (Rp)",
            "modal_usaha",
            150_000_000,
            "[$Rp-421]#,##0;[Red]-[$Rp-421]#,##0",
            150_000_000,
            set(),
        ),
        ("UMKM", "Tenaga Kerja L", "tenaga_kerja_l", 2, '0" orang"', 2, set()),
        ("UMKM", "Telepon", "telepon", 81234567890, '"0"0', "+6281234567890", set()),
        ("UMKM", "NIB", "nib", 1412232713153, '"NIB "0', "1412232713153", set()),
        ("Pendampingan", "Tanggal", "tanggal", 46331, '"tgl "0', pd.Timestamp(2026, 11, 5), {"date.serial"}),
    ],
)
def test_a_number_counts_as_its_format_shows_it(
    title: str, header: str, name: str, number: float, number_format: str, expected: Any, codes: set[str]
) -> None:
    result = with_cell(title, header, number, number_format)
    assert (first(result, title, name), {finding.code for finding in result.findings}) == (expected, codes)


@pytest.mark.parametrize(
    ("number", "number_format", "got"),
    [
        (15000, '"$"#,##0.00', "$15000"),
        (15000, "[$$-409]#,##0", "$15000"),
        (15000, "[$USD] #,##0", "USD 15000"),
        (0.15, "0%", "15%"),
        (15000, '#,##0"/lusin"', "15000/lusin"),
        (15000, "#,##0 [$RM-43E]", "15000 RM"),
    ],
)
def test_a_number_that_is_shown_as_something_else_is_refused(number: float, number_format: str, got: str) -> None:
    (finding,) = with_cell("Produk", "Harga Jual (Rp)", number, number_format).findings
    assert (finding.code, finding.got) == ("number", got)


def test_a_score_in_a_cell_of_percentages_is_no_score_below_one() -> None:
    result = with_cell("Kurasi", "Nilai Akhir", 0.85, "0%")
    assert [(finding.code, finding.got) for finding in result.findings] == [("number", "85%")]


def test_thousands_that_a_format_cuts_off_are_not_multiplied_again_by_the_header() -> None:
    result = with_cell("UMKM", "Modal Usaha (Rp)", 150_000_000, "#,##0,,", headed="Modal Usaha (juta Rp)")
    assert first(result, "UMKM", "modal_usaha") == 150_000_000


def test_a_code_whose_letters_stand_in_the_format_is_read() -> None:
    result = with_cell("UMKM", "Kode UMKM", 371, '"MJN-"0000')
    assert {finding.code for finding in result.findings} == set()


@pytest.mark.parametrize(
    "code",
    ["General", "#,##0", '"Rp"#,##0', '_-"Rp"* #,##0_-', "0.00", "dd/mm/yyyy", '0" "', "0000000000000", "#,##0;[Red]-#,##0",
     "[<=9999999]###-####;(###) ###-####", "# ?/?", "0.00E+00", "@", "[h]:mm", '0"."', "Rp#,##0", ";;;"],
)  # fmt: skip
def test_usual_formats_say_nothing_more(code: str) -> None:
    assert read_format(code) is None


@pytest.mark.parametrize(
    ("blocks", "expected", "codes"),
    [
        ([("150", {}), ("1", {"vertAlign": "superscript"})], None, {"number"}),
        ([("12.000 ", {"strike": True}), ("15.000", {})], 15000, set()),
        ([("15.000", {"b": True}), (" ", {})], 15000, set()),
        ([("15.000", {"strike": True})], 15000, set()),
    ],
)
def test_a_text_of_several_formats_is_read_without_what_is_struck_out(
    blocks: list[tuple[str, dict[str, Any]]], expected: int | None, codes: set[str]
) -> None:
    text = CellRichText(*(TextBlock(InlineFont(**font), part) for part, font in blocks))
    result = with_cell("Produk", "Harga Jual (Rp)", text)
    assert {finding.code for finding in result.findings} == codes
    if expected:
        assert first(result, "Produk", "harga_jual") == expected


def test_shared_texts_of_several_formats_are_read_alike() -> None:
    run = '<r><rPr>{}<sz val="11"/></rPr><t>{}</t></r>'
    head = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    struck = f"<si>{run.format('<strike/>', '150 ')}{run.format('', '200')}</si>"
    no_strike, superscript = '<strike val="0"/>', '<vertAlign val="superscript"/>'
    kept = f"<si>{run.format(no_strike, '150')}<r><t> ribu</t></r></si>"
    raised = f"<si>{run.format('', '25')}{run.format(superscript, '1')}</si>"
    plain = "<si><t>strike</t></si>"
    read = as_people_read(f"{head}{struck}{kept}{raised}{plain}</sst>".encode()).decode()
    assert read == f"{head}<si>{run.format('', '200')}</si>{kept}{raised.replace('<t>1<', '<t>¹<')}{plain}</sst>"
    untouched = f"{head}{plain}</sst>".encode()
    assert as_people_read(untouched) == untouched


def test_a_plain_workbook_is_read_as_it_was() -> None:
    grids = read_workbook((SAMPLES / "01_majene_bersih.xlsx").read_bytes()).grids
    assert not any(
        type(value).__name__ == "ShownNumber" for grid in grids for column in grid.columns for value in column
    )
