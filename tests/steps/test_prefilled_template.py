"""A template that we fill is accepted as it is: what is on record counts, and only what was held back is held back."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pandas as pd
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select

from schemas.contract_2026_1 import CONTRACT
from schemas.finding import Severity
from schemas.period import Period
from tests.conftest import on_sqlite
from tests.steps.driver import SAMPLES, TimelessWorkshop, days_later, run_job, send
from warehouse.checking import stored_findings
from warehouse.contract_tables import SHEETS
from warehouse.prefill import known_identities, prefill
from warehouse.reading import read_frame, sheet_counts
from workbooks.template import build_template

OFFICE, CODE = "majene", "76.05"


def column_of(sheet: Worksheet, header: str) -> int:
    return next(cell.column for row in sheet.iter_rows(max_row=5) for cell in row if cell.value == header)


def first_month(workshop: TimelessWorkshop, **changes: tuple[str, Any]) -> tuple[str, str]:
    """Send November of Majene, its first business without a NIB and with a NIK; gives that business's key and, for each
    change (sheet → header, value), what its first row holds instead.
    """
    book = openpyxl.load_workbook(SAMPLES / "01_majene_bersih.xlsx")
    sheet = book["UMKM"]
    keys, nib, nik = (column_of(sheet, header) for header in ("Kode UMKM", "NIB", "NIK Pemilik"))
    rows = [row for row in range(2, sheet.max_row) if str(sheet.cell(row, keys).value).startswith("MJN")]
    with_nik = next(row for row in rows if sheet.cell(row, nik).value)
    sheet.cell(with_nik, nib).value = None
    other = next(row for row in rows if row != with_nik)
    for title, (header, value) in changes.items():
        target = book[title.strip()]
        target.cell(other, column_of(target, header)).value = value
    file = io.BytesIO()
    book.save(file)
    send(workshop.home, OFFICE, file.getvalue(), "november.xlsx")
    assert run_job(workshop, [OFFICE]).lines[0].state == "answered"
    return str(sheet.cell(with_nik, keys).value), str(sheet.cell(other, keys).value)


def next_month(workshop: TimelessWorkshop) -> tuple[str, list[str]]:
    """Send December's template as it was filled; gives the submission, and its errors as ``code key``."""
    later = days_later(workshop, 20)
    filled = prefill(later.warehouse, CODE)
    template = build_template(CONTRACT, "regency", CODE, Period(2026, 12), later.reference, filled.known, filled.held)
    send(later.home, OFFICE, template, "desember.xlsx")
    (line,) = run_job(later, [OFFICE]).lines
    findings = stored_findings(later.warehouse, line.submission)
    bad = [finding for finding in findings if finding.severity in (Severity.FATAL, Severity.ERROR)]
    return line.submission, [f"{finding.code} {finding.key}" for finding in bad]


def test_a_template_filled_by_us_is_accepted_as_it_is(workshop: TimelessWorkshop) -> None:
    without_nib, _ = first_month(workshop)
    assert without_nib in known_identities(workshop.warehouse, CODE)
    submission, errors = next_month(workshop)
    assert errors == []
    counts = {count.sheet: (count.rows, count.quarantined) for count in sheet_counts(workshop.warehouse, submission)}
    running = sum(tahap != "Berhenti" for tahap in partnerships(workshop)["tahap"])
    assert counts == {
        "UMKM": (14, 0), "Produk": (19, 0), "Kurasi": (0, 0), "Pendampingan": (0, 0), "Kemitraan": (running, 0)
    }  # fmt: skip
    assert running > 0
    assert without_nib in known_identities(workshop.warehouse, CODE)  # though December's file holds no NIK


def partnerships(workshop: TimelessWorkshop) -> pd.DataFrame:
    return read_frame(workshop.warehouse, select(SHEETS["kemitraan"].current))


def test_partnerships_that_ended_and_sums_of_one_month_are_not_filled_in(embedded: TimelessWorkshop) -> None:
    first_month(embedded, Kemitraan=("Tahap", "Berhenti"))
    filled = prefill(embedded.warehouse, CODE).known["Kemitraan"]
    assert "Berhenti" not in set(filled["tahap"])
    assert "nilai_realisasi" not in filled


@on_sqlite
def test_rows_that_were_held_back_stand_as_they_were_typed_and_alone_are_held_back_again(
    workshop: TimelessWorkshop,
) -> None:
    _, held = first_month(workshop, UMKM=("Omzet Tahunan (Rp)", "banyak sekali"))
    filled = prefill(workshop.warehouse, CODE)
    (cells,) = filled.held["UMKM"]
    assert (cells["kode_umkm"], cells["omzet_tahunan"]) == (held, "banyak sekali")
    assert held not in set(filled.known["UMKM"]["kode_umkm"])
    submission, errors = next_month(workshop)
    assert [error for error in errors if not error.startswith("reference.quarantined")] == [f"number {held}"]
    assert sheet_counts(workshop.warehouse, submission)[0].quarantined == 1


def test_a_row_held_back_takes_the_place_of_what_is_in_force_of_it(embedded: TimelessWorkshop) -> None:
    _, key = first_month(embedded)
    book = openpyxl.load_workbook(SAMPLES / "01_majene_bersih.xlsx")
    sheet = book["UMKM"]
    sheet.cell(next(row for row in range(2, 20) if sheet.cell(row, column_of(sheet, "Kode UMKM")).value == key),
               column_of(sheet, "Nama Usaha")).value = None  # fmt: skip
    identity = book["Identitas"]
    for row in identity.iter_rows():
        for cell in row:
            if cell.value == "Periode":
                identity.cell(cell.row, cell.column + 1).value = "Desember 2026"
    file = io.BytesIO()
    book.save(file)
    later = days_later(embedded, 20)
    send(later.home, OFFICE, file.getvalue(), "desember.xlsx")
    run_job(later, [OFFICE])
    filled = prefill(later.warehouse, CODE)
    assert [cells["kode_umkm"] for cells in filled.held["UMKM"]] == [key]
    assert key not in set(filled.known["UMKM"]["kode_umkm"])
    assert len(filled.known["UMKM"]) == 13


@pytest.mark.parametrize(
    ("header", "value", "column"),
    [
        ("NIK Pemilik", 7605014507890001, "nik_pemilik"),
        ("Nama Usaha", "#REF!", "nama_usaha"),
        ("Tenaga Kerja L", 9.125, "tenaga_kerja_l"),
    ],
)
def test_what_would_be_read_as_another_value_stays_empty(
    embedded: TimelessWorkshop, header: str, value: Any, column: str
) -> None:
    first_month(embedded, UMKM=(header, value), **{"UMKM ": ("Omzet Tahunan (Rp)", "banyak")})
    (cells,) = prefill(embedded.warehouse, CODE).held["UMKM"]
    assert cells["omzet_tahunan"] == "banyak"
    assert column not in cells
