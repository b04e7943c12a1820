"""The roots of findings: one root for all cells of a kind, and how many other rows hang on it.

A row that is held back only because the row that it names is (``reference.quarantined``) has no finding of its own: the
rows that it follows from need mending.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schemas.contracts import CONTRACTS
from schemas.finding import Finding, Severity

FOLLOWS = "reference.quarantined"
_Row = tuple[str | None, int | None]


@dataclass(frozen=True)
class Root:
    """One root: all findings of one code about one column, first one first. ``held`` counts the other rows that are
    held back because of these.
    """

    findings: tuple[Finding, ...]
    held: int = 0

    @property
    def first(self) -> Finding:
        """The finding that stands for all."""
        return self.findings[0]


def root_findings(findings: Sequence[Finding], severities: Iterable[Severity]) -> list[Root]:
    """The roots of these severities, in the order of the given findings, worst severity first."""
    wanted = tuple(severities)
    groups: dict[tuple[str, Severity, str | None, str | None], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity in wanted and finding.code != FOLLOWS:
            groups[finding.code, finding.severity, finding.sheet, finding.column].append(finding)
    held, alone = _rows_held(findings)
    if alone and Severity.ERROR in wanted:
        groups[FOLLOWS, Severity.ERROR, None, None] = alone
    roots = []
    for severity in wanted:
        for (_, of_severity, *_), group in groups.items():
            if of_severity is severity:
                rows = {(finding.sheet, finding.row) for finding in group}
                hanging = [row for root in rows for row in held.pop(root, ())]
                roots.append(Root(tuple(group), len(hanging)))
    return roots


def _rows_held(findings: Sequence[Finding]) -> tuple[dict[_Row, set[_Row]], list[Finding]]:
    """Row with a finding of its own → the rows that are held back only for it. Also gives the findings about rows whose
    root cannot be told (it shares a merged cell with the named one).
    """
    errors: dict[_Row, list[Finding]] = defaultdict(list)
    rows_of: dict[tuple[str | None, str], list[_Row]] = defaultdict(list)
    for finding in findings:
        if finding.severity is Severity.ERROR and finding.row is not None:
            row = (finding.sheet, finding.row)
            if row not in errors and finding.key:
                rows_of[finding.sheet, _folded(finding.key)].append(row)
            errors[row].append(finding)
    held: dict[_Row, set[_Row]] = defaultdict(set)
    alone = []
    for row, row_findings in errors.items():
        if all(finding.code == FOLLOWS for finding in row_findings):
            roots = _roots_of(row_findings[0], errors, rows_of)
            if roots:
                held[roots[0]].add(row)
            else:
                alone += row_findings
    return held, alone


def _roots_of(
    follower: Finding, errors: dict[_Row, list[Finding]], rows_of: dict[tuple[str | None, str], list[_Row]]
) -> list[_Row]:
    """The rows with findings of their own that this one hangs on, through others that hang on them too."""
    rows = []
    for row in rows_of.get((_parent_of(follower), _folded(follower.got or "")), ()):
        row_findings = errors[row]
        if any(finding.code != FOLLOWS for finding in row_findings):
            rows.append(row)
        elif row != (follower.sheet, follower.row):
            rows += _roots_of(row_findings[0], errors, rows_of)
    return rows


def _parent_of(finding: Finding) -> str | None:
    """The sheet that the finding's column refers to."""
    for kind in CONTRACTS.whole.kinds:
        for sheet in kind.sheets:
            if sheet.title == finding.sheet and finding.column in sheet:
                return sheet[finding.column].reference
    return None


def _folded(key: str) -> str:
    return "".join(key.split()).casefold()
