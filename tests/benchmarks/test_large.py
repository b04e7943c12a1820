"""The large workbook of the benchmark, made small."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from benchmarks.fast_xlsx import write_xlsx
from benchmarks.large import make_large
from kemitraan.demo.planted_errors import PLANTED_ERRORS
from kemitraan.references import shipped_reference
from kemitraan.steps.job.check_bytes import check_bytes
from schemas.context import Circumstances
from schemas.contracts import CONTRACTS
from schemas.reference import Reference
from schemas.result import CheckResult
from workbooks.limits import Limits


@pytest.fixture
def reference() -> Reference:
    return shipped_reference()


def check(path: Path, office: str) -> CheckResult:
    circumstances = Circumstances(CONTRACTS, shipped_reference(), date(2026, 11, 24), office)
    return check_bytes(path.read_bytes(), circumstances, Limits()).result


def test_without_errors_nothing_at_all_is_said_of_it(tmp_path, reference):
    counts = make_large(tmp_path / "besar.xlsx", reference, businesses=300, error_share=0)
    result = check(tmp_path / "besar.xlsx", "76.05")
    assert result.findings == ()
    assert {title: sheet.rows for title, sheet in result.sheets.items()} == {t: c.rows for t, c in counts.items()}
    assert [count.rows for count in counts.values()] == [300, 420, 210, 180, 150]


def test_every_error_put_in_is_found_where_it_was_put(tmp_path, reference):
    counts = make_large(tmp_path / "besar.xlsx", reference, businesses=300, error_share=0.1)
    result = check(tmp_path / "besar.xlsx", "76.05")
    said = Counter(finding.sheet for finding in result.findings if not finding.code.startswith("reference"))
    assert said == {title: count.with_errors for title, count in counts.items()}
    placed = {(title, error.column, error.code) for title, errors in PLANTED_ERRORS.items() for error in errors}
    assert {(f.sheet, f.column, f.code) for f in result.findings if not f.code.startswith("reference")} == placed


@pytest.mark.parametrize("office", ["76.01", "76.06"])
def test_it_can_be_made_for_every_regency(tmp_path, reference, office):
    make_large(tmp_path / "besar.xlsx", reference, businesses=50, error_share=0, office=office)
    result = check(tmp_path / "besar.xlsx", office)
    assert result.office == office
    assert result.findings == ()


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path, reference):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        make_large(tmp_path / name, reference, businesses=30, seed=seed)
    first, again, other = ((tmp_path / name).read_bytes() for name in "abc")
    assert first == again
    assert first != other


def test_numbers_dates_and_text_keep_their_types_for_other_readers(tmp_path):
    day = datetime(2026, 11, 5)  # noqa: DTZ001
    write_xlsx(
        tmp_path / "jenis.xlsx", [("A & B", [["kode", "007"], ["nilai", 1.5], ["hari", day.date()], ["x", None]])]
    )
    sheet = openpyxl.load_workbook(tmp_path / "jenis.xlsx")["A & B"]
    assert [cell.value for cell in sheet[2]] == ["007", 1.5, day, None]
