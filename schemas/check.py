"""The check of a workbook: grids in, outcome, typed rows and findings out (contract sections 3 to 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.codes import Code
from schemas.context import Circumstances, Context, RightValue, Stated
from schemas.finding import Finding, Outcome, Severity
from schemas.frames import sheet_result
from schemas.grid import Grid, address
from schemas.locate.cover import Cover, read_cover
from schemas.locate.header import Header, Headers, find_header
from schemas.locate.rows import find_data_rows
from schemas.locate.sheets import LocatedSheets, locate_lone_sheet, locate_sheets
from schemas.masking import mask_strays
from schemas.model import COVER_TITLE, Column, Contract, Sheet, WorkbookKind
from schemas.period import Period
from schemas.reading import Expected, ReadSheet
from schemas.result import AppliedSuggestion, CheckResult
from schemas.rules import references


@dataclass(frozen=True)
class _Prepared:
    """A workbook before its rows are read: what was found, and the findings about its structure."""

    contract: Contract
    kind: WorkbookKind
    cover: Cover
    sheets: tuple[tuple[Sheet, Grid, Headers], ...]
    findings: tuple[Finding, ...]
    unjudged: frozenset[str]
    cover_name: str | None = None


def check_workbook(
    grids: Sequence[Grid],
    circumstances: Circumstances,
    sha256: str,
    *,
    lone: bool = False,
    applied: tuple[AppliedSuggestion, ...] = (),
    said_right: tuple[RightValue, ...] = (),
    expected: Expected = lambda column, code, prefix, rows: None,
) -> CheckResult:
    """Checks a workbook. ``lone`` marks a csv: one sheet with the cover's labels above. ``said_right`` are values that
    the sender says are right as they are. ``expected`` words what a column asks for (``schemas.messages``).
    """
    circumstances = replace(circumstances, right_values=circumstances.right_values.union(said_right))
    prepared = _prepare(grids, circumstances, lone)
    sheets = _read_sheets(prepared, circumstances)
    findings = [*prepared.findings, *prepared.cover.findings]
    fatal_before = any(finding.severity is Severity.FATAL for finding in findings)
    if not any(len(sheet) for sheet in sheets.values()) and not _structure_is_broken(findings):
        findings.append(Code.SUBMISSION_EMPTY.finding())
        fatal_before = True
    for sheet in sheets.values():
        findings += [*sheet.header_findings, *sheet.findings(expected)]
        fatal_before = fatal_before or any(finding.severity is Severity.FATAL for finding in sheet.header_findings)
    order = [COVER_TITLE, *(sheet.title for sheet in prepared.kind.sheets)]
    findings.sort(key=lambda finding: order.index(finding.sheet) if finding.sheet in order else -1)
    results = {title: sheet_result(sheet) for title, sheet in sheets.items()}
    return CheckResult(
        contract=prepared.contract.version,
        sha256=sha256,
        kind=prepared.kind.name,
        office=prepared.cover.office,
        period=prepared.cover.period,
        outcome=_outcome(findings, results.values(), fatal_before),
        sheets=results,
        findings=tuple(findings),
        today=circumstances.today,
        applied=applied,
        cover_name=prepared.cover_name,
        lone=lone,
        said_right=said_right,
    )


def what_is_stated(grids: Sequence[Grid], circumstances: Circumstances, *, lone: bool = False) -> Stated:
    """The sheets that a workbook covers, before its rows are read."""
    prepared = _prepare(grids, circumstances, lone)
    sheets = [sheet for sheet, *_ in prepared.sheets] if lone else prepared.kind.sheets
    return Stated(
        prepared.kind.name, prepared.cover.office, prepared.cover.period, tuple(sheet.title for sheet in sheets)
    )


@dataclass(frozen=True)
class LocatedRows:
    """The positions of a data sheet's rows and columns, with the people's names for them. ``keys`` maps a zero-based
    row to its key, as in findings (rows without a key are missing). ``columns`` maps a column to its zero-based sheet
    column; ``headers`` maps every column to its header in the contract.
    """

    sheet: Sheet
    grid: Grid
    keys: dict[int, str]
    columns: dict[str, int]
    headers: dict[str, str]

    @property
    def name(self) -> str:
        """The sheet's name as sent."""
        return self.grid.name


def located_rows(grids: Sequence[Grid], circumstances: Circumstances, *, lone: bool = False) -> list[LocatedRows]:
    """The positions of rows and columns in each data sheet of a workbook."""
    sheets = _read_sheets(_prepare(grids, circumstances, lone), circumstances)
    return [
        LocatedRows(
            sheet.sheet,
            sheet.grid,
            {row: key for position, row in enumerate(sheet.rows) if (key := sheet.key_text(position))},
            dict(sheet.headers.located),
            {column.name: column.header for column in sheet.sheet.columns},
        )
        for sheet in sheets.values()
    ]


@dataclass(frozen=True)
class LocatedTable:
    """A data sheet as it was found, before its rows are read. ``rows``: the zero-based rows of data."""

    sheet: Sheet
    grid: Grid
    headers: Headers
    rows: tuple[int, ...]


def located_table(
    grids: Sequence[Grid], circumstances: Circumstances, table: str, *, lone: bool = False
) -> tuple[LocatedTable, Context] | None:
    """The place of this table's sheet in a workbook, and the context in which its cells are read; None when it has
    none.
    """
    prepared = _prepare(grids, circumstances, lone)
    for sheet, grid, headers in prepared.sheets:
        if sheet.table == table:
            context = _context(prepared, circumstances, grid)
            return LocatedTable(sheet, grid, headers, tuple(find_data_rows(grid, sheet, headers).rows)), context
    return None


def rejected_file(code: str, circumstances: Circumstances, sha256: str) -> CheckResult:
    """The result for a file that cannot be read at all: one fatal finding, alone."""
    finding = Code(code).finding()
    version = circumstances.contracts.at(Period.of(circumstances.today)).version
    return CheckResult(version, sha256, None, None, None, Outcome.REJECTED, {}, (finding,), circumstances.today)


def _prepare(grids: Sequence[Grid], circumstances: Circumstances, lone: bool) -> _Prepared:
    """Prepares the workbook by the contract version that its cover names. Where it names no known one, the newest
    version in force in its month counts (in today's, where that cannot be read).
    """

    def by(contract: Contract) -> _Prepared:
        return (
            _prepare_lone(grids[0], contract, circumstances) if lone else _prepare_book(grids, contract, circumstances)
        )

    contracts = circumstances.contracts
    if circumstances.judged_by is not None:
        return by(contracts[circumstances.judged_by])
    prepared = by(contracts.newest)
    version, period = prepared.cover.version, prepared.cover.period or Period.of(circumstances.today)
    contract = contracts[version] if version in contracts else contracts.at(period)
    return prepared if contract is prepared.contract else by(contract)


def _prepare_book(grids: Sequence[Grid], contract: Contract, circumstances: Circumstances) -> _Prepared:
    located = locate_sheets(contract, grids, circumstances.office)
    cover = Cover(None, None, None, {}, ())
    if COVER_TITLE in located.grids:
        cover = read_cover(located.grids[COVER_TITLE], located.kind, contract, circumstances)
    sheets, findings, hidden = [], list(located.findings), set(located.missing)
    for sheet in located.kind.sheets:
        if sheet.title not in located.grids:
            continue
        grid = located.grids[sheet.title]
        headers = find_header(grid, sheet, located.kind.name, circumstances.header_aliases)
        complaints = _judge_headers(sheet, headers)
        findings += complaints
        if headers is not None:
            sheets.append((sheet, grid, headers))
        if any(finding.severity is Severity.FATAL for finding in complaints) or sheet.title in located.duplicated:
            hidden.add(sheet.title)
    name = located.grids[COVER_TITLE].name if COVER_TITLE in located.grids else None
    return _Prepared(contract, located.kind, cover, tuple(sheets), tuple(findings), frozenset(hidden), name)


def _prepare_lone(grid: Grid, contract: Contract, circumstances: Circumstances) -> _Prepared:
    lone = locate_lone_sheet(contract, grid, circumstances.header_aliases)
    if lone is None:
        located: LocatedSheets = locate_sheets(contract, [replace(grid, name=COVER_TITLE)], circumstances.office)
        cover = read_cover(grid, located.kind, contract, circumstances)
        missing = tuple(finding for finding in located.findings if finding.code == Code.SHEET_MISSING)
        return _Prepared(contract, located.kind, cover, (), missing, located.missing)
    cover = read_cover(grid, lone.kind, contract, circumstances, height=lone.headers.first_row)
    findings = _judge_headers(lone.sheet, lone.headers)
    sheets = ((lone.sheet, grid, lone.headers),)
    return _Prepared(contract, lone.kind, cover, sheets, tuple(findings), frozenset(), grid.name)


def _judge_headers(sheet: Sheet, headers: Headers | None) -> list[Finding]:
    located = headers.located if headers else {}
    missing = [column for column in sheet.columns if column.required and column.name not in located]
    findings = [
        Code.COLUMN_MISSING.finding(
            sheet=sheet.title, column=column.name, label=column.header, got=_nearest_headers(sheet, column, headers)
        )
        for column in missing
    ]
    if headers is None:
        return findings

    def at(code: Code, header: Header, column: str | None) -> Finding:
        cell = address(header.row, header.column)
        got = mask_strays(header.text)
        label = sheet[column].header if column else got
        return code.finding(sheet=sheet.title, cell=cell, row=header.row + 1, column=column, label=label, got=got)

    findings += [at(Code.COLUMN_DUPLICATE, header, name) for name, header in headers.surplus]
    findings += [at(Code.COLUMN_UNKNOWN, header, None) for header in headers.unknown]
    return findings


def _nearest_headers(sheet: Sheet, column: Column, headers: Headers | None) -> str | None:
    """The headers that a missing column may hide under, with their cells; None when there is none like it."""
    if headers is None or not headers.unknown:
        return None
    from schemas.locate.nearest import nearest_headers  # late: nearly every workbook has its columns

    near = nearest_headers(sheet, column.name, headers.unknown)
    return ", ".join(f"{mask_strays(header.text)} ({address(header.row, header.column)})" for header in near) or None


def _read_sheets(prepared: _Prepared, circumstances: Circumstances) -> dict[str, ReadSheet]:
    sheets: dict[str, ReadSheet] = {}
    for sheet, grid, headers in prepared.sheets:
        context, contract = _context(prepared, circumstances, grid), prepared.contract
        sheets[sheet.title] = ReadSheet(sheet, grid, headers, find_data_rows(grid, sheet, headers), context)
        for rule in contract.rules[sheet.title]:
            rule(sheets[sheet.title])
        sheets[sheet.title].settle()
        references.check(sheets[sheet.title], sheets, prepared.unjudged)
    return sheets


def _context(prepared: _Prepared, circumstances: Circumstances, grid: Grid) -> Context:
    cover, numbers = prepared.cover, grid.digits_are_numbers
    return Context(circumstances, prepared.contract, cover.office, cover.period, numbers, grid.day_count)


def _structure_is_broken(findings: Sequence[Finding]) -> bool:
    codes = {finding.code for finding in findings}
    return bool(codes & {Code.SHEET_MISSING, Code.COLUMN_MISSING, Code.SHEET_DUPLICATE})


def _outcome(findings: Sequence[Finding], results, fatal: bool) -> Outcome:
    if fatal or not sum(result.accepted_rows for result in results):
        return Outcome.REJECTED
    if any(result.quarantined_rows for result in results):
        return Outcome.PARTIALLY_ACCEPTED
    return Outcome.ACCEPTED_WITH_NOTES if findings else Outcome.ACCEPTED
