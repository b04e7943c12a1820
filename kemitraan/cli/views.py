"""A check's result as JSON for programs and as text for people."""

from __future__ import annotations

import json
import textwrap
from itertools import groupby
from typing import Any

from kemitraan.cli.table import in_columns
from schemas.finding import Finding, Outcome, Severity
from schemas.messages import kind_words, message, outcome_words, period_words, severity_words
from schemas.result import CheckResult

_ORDER = (Severity.FATAL, Severity.ERROR, Severity.WITHHELD, Severity.WARNING)


def check_as_json(result: CheckResult, file: str) -> str:
    """The interface of contract section 2."""
    document = {
        "contract": result.contract,
        "file": file,
        "sha256": result.sha256,
        "kind": result.kind,
        "office": result.office,
        "period": result.period,
        "outcome": result.outcome,
        "sheets": {
            title: {
                "rows": sheet.rows,
                "accepted": sheet.accepted_rows,
                "quarantined": sheet.quarantined_rows,
                "skipped": sheet.skipped,
            }
            for title, sheet in result.sheets.items()
        },
        "findings": [finding_as_dict(finding) for finding in result.findings],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def finding_as_dict(finding: Finding) -> dict[str, Any]:
    """One finding with its message."""
    fields = ("code", "severity", "sheet", "cell", "row", "column", "key", "label", "got", "expected", "suggestion")
    return {name: getattr(finding, name) for name in fields} | {"message": message(finding)}


def check_as_text(result: CheckResult, file: str) -> str:
    """What a person reads on the terminal."""
    facts = [kind_words(result.kind)] if result.kind else []
    facts += [f"kantor {result.office}"] if result.office else []
    facts += [period_words(result.period)] if result.period else []
    lines = [f"{file}: {outcome_words(result.outcome)}", *(["  " + ", ".join(facts)] if facts else []), ""]
    if result.sheets:
        rows = [
            (title, sheet.rows, sheet.accepted_rows, sheet.quarantined_rows) for title, sheet in result.sheets.items()
        ]
        good_word = "baik" if result.outcome is Outcome.REJECTED else "diterima"
        lines += [*in_columns(("Lembar", "baris", good_word, "ditahan"), rows, indent="  "), ""]
    ordered = sorted(result.findings, key=lambda finding: _ORDER.index(finding.severity))
    for severity, group in groupby(ordered, key=lambda finding: finding.severity):
        same_severity = list(group)
        lines.append(f"{severity_words(severity).capitalize()} ({len(same_severity)})")
        for finding in same_severity:
            place = " ".join(part for part in (finding.sheet, finding.cell) if part)
            lead = f"  {place}: " if place else "  "
            lines.append(textwrap.fill(lead + message(finding), 110, subsequent_indent="      "))
        lines.append("")
    if not result.findings:
        lines.append("Tidak ada temuan. Terima kasih.")
    return "\n".join(lines).rstrip()
