"""Packages and reports for the tests of the returned workbook."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import python_calamine

from schemas.finding import Finding, Outcome, Severity, Suggestion
from schemas.grid import Grid, parse_address
from workbooks.returned import MarkedFinding, Report, SheetCount

SUBMISSIONS = Path(__file__).parents[1] / "submissions"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def finding(
    cell: str | None,
    severity: Severity = Severity.ERROR,
    *,
    sheet: str | None = "UMKM",
    message: str = "NIB harus 13 angka, misalnya 1234567890123.",
    code: str = "nib.length",
    got: str | None = "12345",
    suggestion: Suggestion = None,
) -> MarkedFinding:
    """A finding at a cell."""
    row = parse_address(cell)[0] + 1 if cell else None
    subject = Finding(code, severity, sheet, cell, row, "nib", "MJN-0001", "NIB", got, "13 angka", suggestion)
    return MarkedFinding(subject, message)


def report(*findings: MarkedFinding, **changes: Any) -> Report:
    """A report of these findings."""
    defaults: dict[str, Any] = {
        "outcome": Outcome.PARTIALLY_ACCEPTED if findings else Outcome.ACCEPTED,
        "findings": findings,
        "counts": {"UMKM": SheetCount(10, 9, 1, 2)},
        "names": {"UMKM": "UMKM"},
        "file": "majene.xlsx",
        "sha256": "ab" * 32,
        "received": datetime(2026, 11, 24, 16, 30, tzinfo=UTC),
        "contract": "2026.1",
        "office": "Majene",
        "period": "November 2026",
    }
    return Report(**{**defaults, **changes})


def saved(book: openpyxl.Workbook) -> bytes:
    """The workbook's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(data: bytes) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it, macros kept."""
    return openpyxl.load_workbook(io.BytesIO(data), keep_vba=True)


def parts(data: bytes) -> dict[str, bytes]:
    """Every part's content."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def values(data: bytes, sheet: str) -> list[list[Any]]:
    """A sheet's values as calamine reads them, from A1 on."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def grid(data: bytes, sheet: str) -> Grid:
    """A sheet as a grid."""
    rows = values(data, sheet)
    return Grid(sheet, tuple(zip(*rows, strict=True)))


def package(sheet: str, *, workbook: str | None = None, more: dict[str, str | bytes] | None = None) -> bytes:
    """A package written by hand, with one sheet part and no style sheet unless ``more`` gives one."""
    workbook = workbook or (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="UMKM" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    content: dict[str, str | bytes] = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml"'
            ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml"'
            ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": _relationships("rId1", "officeDocument", "/xl/workbook.xml"),
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": _relationships("rId1", "worksheet", "/xl/worksheets/sheet1.xml"),
        "xl/worksheets/sheet1.xml": sheet,
        **(more or {}),
    }
    return rezipped(content)


def rezipped(content: Mapping[str, str | bytes]) -> bytes:
    """A package of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    return out.getvalue()


def worksheet(rows: str, after: str = "") -> str:
    """A worksheet part with these rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def _relationships(name: str, kind: str, target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )
