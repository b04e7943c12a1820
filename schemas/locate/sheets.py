"""Finds which kind of workbook this is, and which grid is which sheet (contract section 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from schemas.codes import Code
from schemas.finding import Finding
from schemas.grid import Grid
from schemas.locate.header import Headers, find_header
from schemas.masking import mask_strays
from schemas.model import COVER_TITLE, Contract, Sheet, WorkbookKind
from schemas.office import OfficeCode
from schemas.reference import HeaderAlias
from schemas.text import fold_name


@dataclass(frozen=True)
class LocatedSheets:
    """Grids by the contract's title (Identitas among them) and the findings about the workbook's sheets."""

    kind: WorkbookKind
    grids: dict[str, Grid]
    findings: tuple[Finding, ...]
    missing: frozenset[str]
    duplicated: frozenset[str] = frozenset()


def _claims(kind: WorkbookKind) -> dict[str, str]:
    """Folded sheet name → title."""
    claims = {fold_name(COVER_TITLE): COVER_TITLE}
    for sheet in kind.sheets:
        for name in (sheet.title, *sheet.aliases):
            claims[fold_name(name)] = sheet.title
    return claims


def find_kind(contract: Contract, grids: Sequence[Grid], office: str | None) -> WorkbookKind:
    """The kind with the most required sheets present; without any, the kind of the office that sends."""
    names = {fold_name(grid.name) for grid in grids}

    def present(kind: WorkbookKind) -> tuple[int, int]:
        titles = {title for name, title in _claims(kind).items() if name in names}
        return len(titles & set(kind.required_titles)), len(titles)

    expected = OfficeCode(office).kind if office else None
    ranked = sorted(contract.kinds, key=lambda kind: kind.name != expected)  # stable: the office's kind first
    return max(ranked, key=present)


def locate_sheets(contract: Contract, grids: Sequence[Grid], office: str | None = None) -> LocatedSheets:
    """Puts every grid under its title; a hidden one only where no visible one claims the title too."""
    kind = find_kind(contract, grids, office)
    claims = _claims(kind)
    guides = {fold_name(name) for name in contract.guide_sheets}
    by_title: dict[str, list[Grid]] = {}
    findings = []
    for grid in grids:
        title = claims.get(fold_name(grid.name))
        if title is not None:
            by_title.setdefault(title, []).append(grid)
        elif grid.visible and fold_name(grid.name) not in guides and grid.has_cells():
            findings.append(Code.SHEET_UNKNOWN.finding(sheet=grid.name, got=mask_strays(grid.name)))
    located = {}
    duplicated = set()
    for title, claimants in by_title.items():
        rivals = [grid for grid in claimants if grid.visible] or claimants
        located[title] = rivals[0]
        for surplus in rivals[1:]:
            findings.append(Code.SHEET_DUPLICATE.finding(sheet=title, got=mask_strays(surplus.name)))
            duplicated.add(title)
    missing = [title for title in kind.required_titles if title not in located]
    findings += [Code.SHEET_MISSING.finding(sheet=title) for title in missing]
    return LocatedSheets(kind, located, tuple(findings), frozenset(missing), frozenset(duplicated))


@dataclass(frozen=True)
class LoneSheet:
    """The one sheet of a csv: the kind and sheet that its headers fit best, and those headers."""

    kind: WorkbookKind
    sheet: Sheet
    headers: Headers


def locate_lone_sheet(contract: Contract, grid: Grid, learnt: Sequence[HeaderAlias]) -> LoneSheet | None:
    """The sheet that a csv is, by its headers; None when no header row is found."""
    best: LoneSheet | None = None
    for kind in contract.kinds:
        for sheet in kind.sheets:
            headers = find_header(grid, sheet, kind.name, learnt)
            if headers and (best is None or len(headers.located) > len(best.headers.located)):
                best = LoneSheet(kind, sheet, headers)
    return best
