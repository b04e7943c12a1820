"""The header row of a sheet: one row or two, among the first 25, wherever titles and moved columns put it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from schemas.grid import Grid
from schemas.kinds import Number
from schemas.model import Column, Sheet
from schemas.reference import HeaderAlias
from schemas.text import clean, fold_name, fold_whole
from schemas.units import Conversion, bracketed, conversion, names_rate, split_header

SEARCHED_ROWS = 25
LEAST_HEADERS = 2
ROW_NUMBER_NAMES = frozenset(("no", "nomor", "nourut", "nomorurut"))


@dataclass(frozen=True)
class Header:
    """One header cell: its text, its own row and column (zero-based)."""

    text: str
    row: int
    column: int


@dataclass(frozen=True)
class Converted:
    """A header with another unit or rate than its column's, and the resulting conversion of the values."""

    header: Header
    conversion: Conversion


@dataclass(frozen=True)
class Headers:
    """The contents of a header row. ``located`` maps a contract column to its sheet column. ``last_row`` is the
    header's last row.

    ``numbering`` are the columns that number the rows, ``unknown`` the headers that nobody claims, ``surplus`` later
    headers that claim a column again, with that column's name, ``conversions`` the columns whose header names another
    unit or rate.
    """

    first_row: int
    last_row: int
    located: dict[str, int]
    texts: dict[str, str]
    numbering: tuple[int, ...] = ()
    unknown: tuple[Header, ...] = ()
    surplus: tuple[tuple[str, Header], ...] = ()
    named: frozenset[int] = field(default=frozenset())
    conversions: dict[str, Converted] = field(default_factory=dict)


def header_claims(sheet: Sheet, kind: str, learnt: Iterable[HeaderAlias]) -> dict[str, str]:
    """Folded header → column: by title, by id, by alias, by the two halves of a two-row header, by learnt alias."""
    claims: dict[str, str] = {}
    for column in sheet.columns:
        for name in (column.header, column.name, *column.aliases):
            claims.setdefault(fold_name(name), column.name)
    for alias_kind, title, name, alias in learnt:
        if alias_kind == kind and title == sheet.title and name in sheet:
            claims.setdefault(fold_name(alias), name)
    return claims


def find_header(grid: Grid, sheet: Sheet, kind: str, learnt: Iterable[HeaderAlias]) -> Headers | None:
    """The row (or two) among the first 25 that claims the most columns; None when there is none."""
    claims = header_claims(sheet, kind, learnt)
    best: Headers | None = None
    for row in range(min(SEARCHED_ROWS, grid.height)):
        for depth in (1, 2):
            if depth == 2 and row + 1 >= grid.height:
                continue
            headers = _read_header(grid, sheet, claims, row, depth)
            if headers and (best is None or _is_better(headers, best)):
                best = headers
    if best is None or len(best.located) < min(LEAST_HEADERS, len(sheet.columns)):
        return None
    return best


def _is_better(headers: Headers, best: Headers) -> bool:
    if len(headers.located) != len(best.located):
        return len(headers.located) > len(best.located)
    return headers.first_row == best.first_row and len(headers.unknown) < len(best.unknown)


def _read_header(grid: Grid, sheet: Sheet, claims: dict[str, str], row: int, depth: int) -> Headers | None:
    cells = _one_row(grid, row) if depth == 1 else _two_rows(grid, sheet, claims, row)
    if cells is None:
        return None
    claiming: dict[str, list[tuple[Header, bool]]] = {}
    numbering, unknown = [], []
    for cell, names in cells:
        folded = [fold(name) for name in names for fold in (fold_name, fold_whole)]
        claimed = next((claims[name] for name in folded if name in claims), None)
        if claimed is not None:
            claiming.setdefault(claimed, []).append((cell, _is_title(sheet[claimed], folded)))
        elif any(name in ROW_NUMBER_NAMES for name in folded):
            numbering.append(cell.column)
        else:
            unknown.append(cell)
    located: dict[str, Header] = {}
    surplus = []
    for name, claimants in claiming.items():
        # A title wins over an alias, save where every row needs the value: nobody guesses which of two figures counts.
        titles = [cell for cell, is_title in claimants if is_title and not sheet[name].required]
        located[name], *more = titles or [cell for cell, _ in claimants]
        surplus += [(name, cell) for cell in more]
        unknown += [cell for cell, is_title in claimants if titles and not is_title]
    unknown.sort(key=lambda cell: (cell.column, cell.row))
    surplus.sort(key=lambda pair: (pair[1].column, pair[1].row))
    conversions = {name: _conversion(sheet[name], cell.text, claims) for name, cell in located.items()}
    if not located:
        return None
    for cell in tuple(unknown):
        claimed = _claimed_but_for_unit(sheet, claims, cell.text)
        if claimed is not None and claimed not in located:
            unknown.remove(cell)
            located[claimed] = cell
            conversions[claimed] = _conversion(sheet[claimed], cell.text, claims)
    return Headers(
        row,
        row + depth - 1,
        located={name: cell.column for name, cell in located.items()},
        texts={name: cell.text for name, cell in located.items()},
        numbering=tuple(numbering),
        unknown=tuple(unknown),
        surplus=tuple(surplus),
        named=frozenset(cell.column for cell, _ in cells),
        conversions={
            name: Converted(located[name], conversion) for name, conversion in conversions.items() if conversion.changes
        },
    )


def _is_title(column: Column, folded: Iterable[str]) -> bool:
    """Whether one of a header's folded names is the column's title, in one row or in two."""
    titles = {fold_name(column.header), *([fold_name(" ".join(column.group))] if column.group else [])}
    return not titles.isdisjoint(folded)


def _is_measured(column: Column) -> bool:
    return isinstance(column.kind, Number) and column.kind.is_measured


def _conversion(column: Column, header: str, claims: Mapping[str, str]) -> Conversion:
    """The conversion that a header causes for its column's values. The column's own header, word for word, changes
    nothing.
    """
    own = {fold_whole(name) for name in (column.header, column.name, *column.aliases)}
    if not isinstance(column.kind, Number) or not column.kind.is_measured or fold_whole(header) in own:
        return Conversion(Fraction(1))
    is_claimed = fold_name(header) in claims
    return conversion(bracketed(header) if is_claimed else split_header(header)[1], column.kind.measure)


def _claimed_but_for_unit(sheet: Sheet, claims: Mapping[str, str], header: str) -> str | None:
    """The column that a header names without the unit words at its end ("Omzet per bulan")."""
    base, phrase = split_header(header)
    if not base or not phrase:
        return None
    claimed = claims.get(fold_name(base))
    if claimed is None and names_rate(phrase):
        rates = (column for column in sheet.columns if _is_measured(column))
        claimed = next((column.name for column in rates if _base(column) == fold_name(base)), None)
    return claimed if claimed is not None and _is_measured(sheet[claimed]) else None


def _base(column: Column) -> str:
    """A column's header without its own rate: "Kapasitas" of "Kapasitas per Bulan"."""
    base, phrase = split_header(column.header)
    return fold_name(base) if names_rate(phrase) else ""


def _text(grid: Grid, row: int, column: int) -> str:
    value = grid.value(row, column)
    return clean(value) if isinstance(value, str) else ""


def _one_row(grid: Grid, row: int) -> list[tuple[Header, list[str]]]:
    """Each filled text cell with its possible names."""
    cells = []
    for column in range(grid.width):
        text = _text(grid, row, column)
        if text:
            cells.append((Header(text, row, column), [text]))
    return cells


def _two_rows(grid: Grid, sheet: Sheet, claims: dict[str, str], row: int) -> list[tuple[Header, list[str]]] | None:
    """The cells of a header over two rows, the upper one spread over its merged columns; None when it is not one.

    It is one when some upper cell and a lower one together name a column (digits above a header add nothing to it), or
    when a group is spread over headers that are known by themselves, beside upper headers that are known ("Kode UMKM"
    beside "Perizinan" over "NIB").
    """
    cells: list[tuple[Header, list[str]]] = []
    joined = spread = beside = False
    group, first, group_end = "", 0, -1
    starts = {(top, left): right for top, left, _, right in grid.merged}
    for column in range(grid.width):
        upper, lower = _text(grid, row, column), _text(grid, row + 1, column)
        if upper:
            group, first, group_end = upper, column, starts.get((row, column), column)
        elif column > group_end and not _continues(grid, claims, group, lower, row, column):
            group = ""
        if lower and group:
            pair = f"{group} {lower}"
            folded = fold_name(pair)
            joined = joined or (folded in claims and folded != fold_name(lower))
            spread = spread or (group_end > first and fold_name(lower) in claims)
            # A lower text that is a header of its own ("Nama Usaha" under a title) counts by itself too.
            cells.append((Header(pair, row + 1, column), [pair] if folded in claims else [pair, lower]))
        elif lower:
            cells.append((Header(lower, row + 1, column), [lower]))
        elif upper:
            beside = beside or fold_name(upper) in claims
            cells.append((Header(upper, row, column), [upper]))
    return cells if joined or (spread and beside) else None


def _continues(grid: Grid, claims: dict[str, str], group: str, lower: str, row: int, column: int) -> bool:
    """Whether an unmerged group header goes on over blank cells: as long as the lower texts fit it."""
    pair = fold_name(f"{group} {lower}")
    return bool(group and lower) and pair in claims and pair != fold_name(lower)
