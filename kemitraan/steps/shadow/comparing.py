"""Two checks of one workbook beside each other: what is newly said, no longer said, held back, and read otherwise.

Places are addresses; no cell's content leaves this module.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from schemas.finding import Finding, Outcome
from schemas.grid import address
from schemas.result import CheckResult, SheetResult

MOST_PLACES = 3


@dataclass(frozen=True)
class CellPlace:
    """A place in a submission's file, as sent. Sheet and cell are None for what is about the file or a sheet."""

    submission: str
    period: str
    sheet: str | None
    cell: str | None


@dataclass(frozen=True)
class Said:
    """How often a code is newly said with this severity, and no longer said, with the first places of each."""

    code: str
    severity: str
    newly: int
    no_longer: int
    newly_at: tuple[CellPlace, ...]
    no_longer_at: tuple[CellPlace, ...]


@dataclass(frozen=True)
class ReadOtherwise:
    """How many cells of a column would be loaded with another value, with the first of them."""

    sheet: str
    column: str
    cells: int
    at: tuple[CellPlace, ...]


@dataclass(frozen=True)
class Difference:
    """What a candidate changes in one submission. ``held`` and ``freed`` count rows that would be held back, and that
    would come in. ``refused`` and ``admitted``: rows of a workbook that as a whole would be refused, or no longer be.
    """

    said: tuple[Said, ...] = ()
    read_otherwise: tuple[ReadOtherwise, ...] = ()
    held: int = 0
    freed: int = 0
    refused: int = 0
    admitted: int = 0


def compared(submission: str, former: CheckResult, tried: CheckResult) -> Difference:
    """What ``tried`` says that ``former`` did not, and the other way round."""
    places = _Places(submission, str(tried.period or former.period or ""))
    was_refused, is_refused = former.outcome is Outcome.REJECTED, tried.outcome is Outcome.REJECTED
    titles = [title for title in former.sheets if title in tried.sheets]
    held_before = {title: set(former.sheets[title].quarantined.index) for title in titles}
    held_now = {title: set(tried.sheets[title].quarantined.index) for title in titles}
    whole = was_refused or is_refused
    return Difference(
        said=tuple(_said(places, former.findings, tried.findings)),
        read_otherwise=()
        if whole
        else tuple(
            entry for title in titles for entry in _otherwise(places, former.sheets[title], tried.sheets[title])
        ),
        held=0 if whole else sum(len(held_now[title] - held_before[title]) for title in titles),
        freed=0 if whole else sum(len(held_before[title] - held_now[title]) for title in titles),
        refused=_rows(former) if is_refused and not was_refused else 0,
        admitted=_rows(tried) if was_refused and not is_refused else 0,
    )


@dataclass(frozen=True)
class _Places:
    submission: str
    period: str

    def of(self, finding: Finding) -> CellPlace:
        return CellPlace(self.submission, self.period, finding.sheet, finding.cell)

    def at(self, sheet: SheetResult, row: int, column: str) -> CellPlace:
        at = sheet.located.get(column)
        cell = address(row - 1, at) if at is not None else None
        return CellPlace(self.submission, self.period, sheet.sheet.title, cell)


def _rows(result: CheckResult) -> int:
    return sum(sheet.accepted_rows for sheet in result.sheets.values())


def _said(places: _Places, former: tuple[Finding, ...], tried: tuple[Finding, ...]) -> Iterator[Said]:
    before, now = Counter(map(_identity, former)), Counter(map(_identity, tried))
    newly, gone = _by_kind(tried, now - before), _by_kind(former, before - now)
    for kind in sorted({*newly, *gone}):
        counts = [changed[kind].count for changed in (newly, gone)]
        at = [tuple(places.of(finding) for finding in changed[kind].first) for changed in (newly, gone)]
        yield Said(*kind, *counts, *at)


@dataclass
class _Changed:
    """How many findings of one code and severity, and the first of them."""

    count: int = 0
    first: list[Finding] = field(default_factory=list)


def _by_kind(findings: tuple[Finding, ...], changed: Counter[tuple[str, ...]]) -> dict[tuple[str, str], _Changed]:
    kinds: dict[tuple[str, str], _Changed] = defaultdict(_Changed)
    for (code, severity, *_), count in changed.items():
        kinds[code, severity].count += count
    for finding in findings:
        identity = _identity(finding)
        first = kinds[identity[0], identity[1]].first if identity in changed else None
        if first is not None and len(first) < MOST_PLACES:
            first.append(finding)
    return kinds


def _identity(finding: Finding) -> tuple[str, ...]:
    parts = finding.code, finding.severity, finding.sheet, finding.cell, finding.column
    return tuple(str(part or "") for part in parts)


def _otherwise(places: _Places, former: SheetResult, tried: SheetResult) -> Iterator[ReadOtherwise]:
    """Columns of which both checks load a value, and not the same. A status counts with its licence."""
    rows = former.accepted.index.intersection(tried.accepted.index)
    before, now = former.accepted.loc[rows], tried.accepted.loc[rows]
    changed: dict[str, set[int]] = defaultdict(set)
    for name in before.columns.intersection(now.columns):
        column = name if name in tried.sheet else name.removesuffix("_status")
        changed[column].update(int(row) for row in rows[_differs(before[name], now[name])])
    for column, changed_rows in changed.items():
        if changed_rows:
            first = sorted(changed_rows)[:MOST_PLACES]
            at = tuple(places.at(tried, row, column) for row in first)
            yield ReadOtherwise(tried.sheet.title, column, len(changed_rows), at)


def _differs(before: pd.Series, now: pd.Series) -> pd.Series:
    same = (before == now).fillna(False).astype(bool) | (before.isna() & now.isna())
    return ~same
