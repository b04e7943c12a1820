"""Every sample submission gives exactly what is expected of it: findings, outcome, counts, suggestions, no leak."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kemitraan.references import shipped_reference
from kemitraan.steps.job.check_bytes import check_bytes
from schemas.context import Circumstances
from schemas.contracts import CONTRACTS
from schemas.finding import Finding
from schemas.result import CheckResult
from workbooks.limits import Limits

SAMPLES = Path(__file__).parents[1] / "submissions"
TODAY = date(2026, 11, 30)
STRUCTURAL = ("file.", "sheet.", "column.", "cover.", "submission.")
FIELDS = {
    "code",
    "severity",
    "sheet",
    "cell",
    "row",
    "column",
    "key",
    "label",
    "got",
    "expected",
    "suggestion",
    "message",
}


@dataclass(frozen=True)
class Sample:
    """A file and what is expected of it (``sheets`` is None where a fatal leaves the counts open)."""

    path: Path
    expected: dict[str, Any]


@cache
def samples() -> tuple[Sample, ...]:
    collected = []
    for path in sorted(SAMPLES.glob("*.expected.json")):
        expected = json.loads(path.read_text(encoding="utf-8"))
        collected.append(Sample(SAMPLES / expected["file"], expected))
    return tuple(collected)


@cache
def checked(path: Path) -> CheckResult:
    return check_bytes(path.read_bytes(), Circumstances(CONTRACTS, shipped_reference(), TODAY), Limits()).result


def _where(code: str, severity: str, sheet: str | None, cell: str | None, column: str | None) -> tuple:
    return code, severity, sheet, cell, column if cell is None and code.startswith("column.") else None


def _judged(sample: Sample) -> list[Finding]:
    """The findings to compare: with a fatal, what is said of cells is left open."""
    findings = checked(sample.path).findings
    whole = sample.expected["sheets"] is not None
    return [finding for finding in findings if whole or finding.code.startswith(STRUCTURAL)]


every_sample = pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.path.name)


@every_sample
def test_the_findings_are_exactly_those_expected(sample):
    want = Counter(
        _where(f["code"], f["severity"], f["sheet"], f["cell"], f["column"]) for f in sample.expected["findings"]
    )
    got = Counter(_where(f.code, f.severity.value, f.sheet, f.cell, f.column) for f in _judged(sample))
    assert (want - got, got - want) == (Counter(), Counter())


@every_sample
def test_suggestions_are_those_that_the_contract_determines(sample):
    suggestions = {(f.code, f.sheet, f.cell): f.suggestion for f in _judged(sample)}
    for finding in sample.expected["findings"]:
        if "suggestion" in finding:
            suggested = suggestions[finding["code"], finding["sheet"], finding["cell"]]
            assert (
                suggested == pytest.approx(finding["suggestion"])
                if isinstance(suggested, float)
                else (suggested == finding["suggestion"])
            )


@every_sample
def test_outcome_kind_office_period_and_counts_are_those_expected(sample):
    result, expected = checked(sample.path), sample.expected
    actual = {"outcome": result.outcome.value, "kind": result.kind, "office": result.office, "period": result.period}
    assert {name: actual[name] for name in actual if expected[name] is not None} == {
        name: expected[name] for name in actual if expected[name] is not None
    }
    for title, counts in (expected["sheets"] or {}).items():
        sheet = result.sheets[title]
        mine = {"rows": sheet.rows, "accepted": sheet.accepted_rows, "quarantined": sheet.quarantined_rows}
        assert mine == counts, title


@every_sample
def test_nothing_personal_is_shown_and_every_row_fits_its_cell(sample):
    findings = checked(sample.path).findings
    shown = repr(findings)
    assert [value for value in sample.expected["private"] if value in shown] == []
    for finding in findings:
        number = re.fullmatch(r"[A-Z]+(\d+)", finding.cell or "")
        assert number is None or int(number[1]) == finding.row


@pytest.mark.parametrize(("name", "status"), [("04_majene_nomor_identitas.xlsx", 1), ("01_majene_bersih.xlsx", 0)])
def test_the_command_prints_the_contracts_json_and_nothing_else(name, status):
    command = [
        sys.executable,
        "-c",
        "import sys; from kemitraan.cli import main; sys.exit(main())",
        "check",
        str(SAMPLES / name),
        "--today",
        "2026-11-30",
        "--format",
        "json",
    ]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    printed = json.loads(done.stdout)
    assert done.returncode == status
    assert (printed["contract"], printed["office"], printed["period"]) == ("2026.1", "76.05", "2026-11")
    assert len(printed["sha256"]) == 64
    for finding in printed["findings"]:
        assert set(finding) >= FIELDS
        assert finding["message"] not in ("", finding["code"])
    text = (done.stdout + done.stderr).decode()
    private = next(sample for sample in samples() if sample.path.name == name).expected["private"]
    assert [value for value in private if value in text] == []
