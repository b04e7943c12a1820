"""The cover (Identitas): labels with their values to the right, and the findings about office, period and version."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.context import Circumstances, Context
from schemas.finding import Finding, Severity
from schemas.grid import Grid, address
from schemas.kinds.date import parse_period
from schemas.kinds.kabupaten import find_kabupaten, kabupaten_names
from schemas.masking import mask_strays
from schemas.model import COVER_TITLE, Contract, CoverField, WorkbookKind
from schemas.office import PROVINCE, SOUTH_SULAWESI, WEST_SULAWESI
from schemas.period import Period
from schemas.text import clean, fold_name, is_blank, shown
from schemas.versions import Contracts

UNSAID = "2026.1"
"""The version that the catalogue names where a finding names none: for long there was no other."""


@dataclass(frozen=True)
class Cover:
    """The cover's contents. ``office`` and ``period`` are None when unreadable (not when refused), ``version`` is the
    contract's as typed, ``texts`` is by name.
    """

    office: str | None
    period: Period | None
    version: str | None
    texts: dict[str, str]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class _Spot:
    """The place where a field's value stands (or would). Row and column are None without a label."""

    value: Any = ""
    row: int | None = None
    column: int | None = None


def read_cover(
    grid: Grid, kind: WorkbookKind, contract: Contract, circumstances: Circumstances, height: int | None = None
) -> Cover:
    """Reads the cover from ``grid`` (of a csv only the ``height`` rows above the header), as ``contract`` judges it."""
    spots = {field.name: spot for field, spot in _find_spots(grid, kind, circumstances.contracts, height)}
    findings: list[Finding] = []
    texts = {name: shown(spot.value) for name, spot in spots.items() if not is_blank(spot.value)}

    def say(code: Code, field: CoverField, severity: Severity | None = None, expected: str | None = None) -> None:
        spot = spots[field.name]
        placed = spot.row is not None and spot.column is not None
        findings.append(
            code.finding(
                severity,
                sheet=COVER_TITLE,
                cell=address(spot.row, spot.column) if placed else None,  # type: ignore[arg-type]
                row=spot.row + 1 if placed else None,  # type: ignore[operator]
                label=field.label,
                got=mask_strays(texts[field.name]) if field.name in texts else None,
                expected=expected,
            )
        )

    office, period, version = (PROVINCE if kind.name == "retail" else None), None, None
    mismatch = False
    for field in kind.cover:
        spot = spots[field.name]
        if field.role == "office":
            office = _read_office(spot.value, kind, contract, circumstances)
            if office is None:
                say(Code.COVER_OFFICE, field)
            elif circumstances.office is not None and office != circumstances.office:
                say(Code.COVER_OFFICE, field, expected=_office_name(circumstances, circumstances.office))
                mismatch = True
        elif field.role == "period":
            period = parse_period(spot.value) if not is_blank(spot.value) else None
            if period is None or period > Period.of(circumstances.today):
                say(Code.COVER_PERIOD, field)
        elif field.role == "version":
            version = texts.get(field.name)
            if version is None:
                by = contract.version if contract.version != UNSAID else None
                say(Code.COVER_VERSION, field, Severity.WARNING, expected=by)
            elif version not in circumstances.contracts:
                say(
                    Code.COVER_VERSION,
                    field,
                    expected=" atau ".join(contract_known.version for contract_known in circumstances.contracts),
                )
        elif field.required and is_blank(spot.value):
            say(Code.REQUIRED, field, Severity.WARNING)
    if kind.name == "retail" and circumstances.office not in (None, PROVINCE) and not mismatch:
        findings.append(
            Code.COVER_OFFICE.finding(sheet=COVER_TITLE, expected=_office_name(circumstances, circumstances.office))
        )
    return Cover(office, period, version, texts, tuple(findings))


def _office_name(circumstances: Circumstances, code: str | None) -> str | None:
    return circumstances.reference.place_names.get(code or "", code)


def _read_office(value: Any, kind: WorkbookKind, contract: Contract, circumstances: Circumstances) -> str | None:
    if is_blank(value):
        return None
    province = WEST_SULAWESI if kind.name == "regency" else SOUTH_SULAWESI
    names = kabupaten_names(Context(circumstances, contract, None, None), province)
    return find_kabupaten(shown(value), names)


def _labels(kind: WorkbookKind, contracts: Contracts) -> dict[str, str]:
    """Folded label → field of this kind. A field is known by its id and by its names in other kinds and
    versions, too.
    """
    names = {field.name for field in kind.cover}
    kinds = [known_kind for contract in contracts for known_kind in contract.kinds]
    fields = [field for known_kind in kinds for field in known_kind.cover if field.name in names]
    return {fold_name(text): field.name for field in fields for text in (field.label, field.name)}


def _find_spots(
    grid: Grid, kind: WorkbookKind, contracts: Contracts, height: int | None
) -> list[tuple[CoverField, _Spot]]:
    labels = _labels(kind, contracts)
    spots: dict[str, _Spot] = {}
    ends = {(top, left): right for top, left, _, right in grid.merged}
    for row in range(grid.height if height is None else height):
        for column in range(grid.width):
            value = grid.value(row, column)
            name = labels.get(fold_name(value)) if isinstance(value, str) and value else None
            if name and name not in spots:
                spots[name] = _value_right_of(grid, row, ends.get((row, column), column) + 1, labels)
    return [(field, spots.get(field.name, _Spot())) for field in kind.cover]


def _value_right_of(grid: Grid, row: int, start: int, labels: dict[str, str]) -> _Spot:
    for column in range(start, grid.width):
        value = grid.value(row, column)
        if isinstance(value, str):
            text = clean(value)
            if text in ("", ":"):
                continue
            if fold_name(text) in labels:
                break
            value = text.removeprefix(":").lstrip() if text.startswith(":") else value
        return _Spot(value, row, column)
    return _Spot("", row, start)
