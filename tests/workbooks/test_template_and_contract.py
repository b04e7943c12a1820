"""The template seen by the check: as it leaves us it holds no data, and its own examples are sound."""

from __future__ import annotations

import io
from datetime import date
from importlib.resources import files

import openpyxl
import pytest

from schemas.check import check_workbook
from schemas.context import Circumstances
from schemas.contract_2026_1 import CONTRACT
from schemas.contracts import CONTRACTS
from schemas.grid import Grid
from schemas.period import Period
from schemas.reference import Reference, parse_reference
from workbooks.template import build_template

WORKBOOKS = [("regency", "76.05"), ("regency", "76.06"), ("sulsel", "73.71"), ("retail", "76")]
FILES = ("wilayah.csv", "wilayah_aliases.csv", "kbli.csv", "partners.csv", "header_aliases.csv", "synonyms.csv")


@pytest.fixture(scope="module")
def reference() -> Reference:
    return parse_reference(*((files("schemas.data") / name).read_text(encoding="utf-8") for name in FILES))


def checked(workbook, reference):
    grids = []
    for sheet in workbook:
        rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
        columns = tuple(tuple(column) for column in zip(*rows, strict=True))
        grids.append(Grid(sheet.title, columns, visible=sheet.sheet_state == "visible"))
    return check_workbook(grids, Circumstances(CONTRACTS, reference, date(2026, 11, 24)), "0" * 64)


@pytest.mark.parametrize(("kind", "office"), WORKBOOKS)
def test_an_untouched_template_is_read_without_complaint_but_holds_no_data(reference, kind, office):
    workbook = openpyxl.load_workbook(io.BytesIO(build_template(CONTRACT, kind, office, Period(2026, 11), reference)))
    result = checked(workbook, reference)
    assert (result.kind, result.office, result.period) == (kind, office, "2026-11")
    assert {(finding.code, finding.sheet) for finding in result.findings} <= {
        ("submission.empty", None),
        ("required", "Identitas"),
    }
    assert result.outcome == "rejected"


@pytest.mark.parametrize(("kind", "office"), WORKBOOKS)
def test_the_examples_would_be_loaded_if_they_were_data(reference, kind, office):
    workbook = openpyxl.load_workbook(io.BytesIO(build_template(CONTRACT, kind, office, Period(2026, 11), reference)))
    for sheet in CONTRACT.kind(kind).sheets:
        cell = workbook[sheet.title]["A2"]
        cell.value = cell.value.removeprefix("CONTOH ")
    result = checked(workbook, reference)
    rows = {title: (sheet.rows, sheet.accepted_rows) for title, sheet in result.sheets.items()}
    assert rows == {sheet.title: (1, 1) for sheet in CONTRACT.kind(kind).sheets}
    complaints = {(finding.code, finding.column) for finding in result.findings if finding.sheet != "Identitas"}
    assert complaints == set()
