"""Keys that we give to businesses of an office which has none of ours: stable, for they are remembered by who they are.

A business is known again by its NIB, else by its owner's NIK, else by name and place. One NIB or NIK may stand behind
several businesses, so that the name goes with it. Only signs (keyed hashes) of these are remembered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from schemas.check import LocatedTable
from schemas.context import Context, GivenKey, KeyBook
from schemas.forgotten import key_told
from schemas.grid import Grid, address
from schemas.model import Sheet
from schemas.text import fold_name, fold_place, is_blank, shown

TABLE = "umkm"
_FIRST, _NUMBERS = 100_000, 900_000  # six digits, which nobody types who counts from 1


@dataclass(frozen=True)
class _Business:
    """A row without a key: what it is known by, the surest first. ``told_key``: the key that stands in the place of a
    forgotten person's name.
    """

    row: int
    name: str
    nib: str | None
    nik: str | None
    place: str
    told_key: str | None = None

    def identities(self, nibs: Mapping[str, int], niks: Mapping[str, int]) -> Iterator[tuple[str, str]]:
        """Kind and text of each sign. A number alone counts only where one row of the workbook has it."""
        for kind, number, rows in (("nib", self.nib, nibs), ("nik", self.nik, niks)):
            if number:
                yield kind, f"{kind}|{number}|{self.name}"
                if rows[number] == 1:
                    yield kind, f"{kind}|{number}"
        if self.name:
            yield "nama", f"nama|{self.name}|{self.place}"


def give_keys(table: LocatedTable, context: Context, book: KeyBook) -> tuple[Grid, tuple[GivenKey, ...]]:
    """The sheet's grid with a key in each data row that has none, and what was given. The key's column is made at the
    right where there is none.
    """
    prefix = context.contract.prefix_of(context.office or "")
    grid, key = table.grid, table.sheet.key_column
    at = table.headers.located.get(key.name)
    rows = [row for row in table.rows if at is None or is_blank(grid.value(row, at))]
    businesses = [
        business
        for business in (_business(table, context, row) for row in rows)
        if business.name or business.nib or business.nik
    ]
    if prefix is None or not businesses:
        return grid, ()
    taken_keys = {shown(grid.value(row, at)): "" for row in table.rows} if at is not None else {}
    column = grid.width if at is None else at
    given_keys = tuple(_given(businesses, book, prefix, taken_keys, lambda row: (grid.name, address(row, column))))
    values = dict(
        zip([business.row for business in businesses], [given_key.key for given_key in given_keys], strict=True)
    )
    if at is None:
        values[table.headers.first_row] = key.header
        header = GivenKey(grid.name, address(table.headers.first_row, column), key.header, (), is_header=True)
        given_keys = (header, *given_keys)
    return _with_column(grid, column, values), given_keys


def _given(
    businesses: Sequence[_Business],
    book: KeyBook,
    prefix: str,
    taken_keys: dict[str, str],
    cell_of: Callable[[int], tuple[str, str]],
) -> Iterator[GivenKey]:
    nibs = Counter(business.nib for business in businesses if business.nib)
    niks = Counter(business.nik for business in businesses if business.nik)
    known_signs = dict(book.known)
    for business in businesses:
        if business.told_key:
            taken_keys[business.told_key] = business.name
            yield GivenKey(*cell_of(business.row), business.told_key, ())
            continue
        signs = [(kind, book.sign_of(text)) for kind, text in business.identities(nibs, niks)]
        key = _known_key(signs, known_signs, taken_keys, business.name) or _new_key(
            signs[0][1], prefix, known_signs, taken_keys
        )
        taken_keys[key] = business.name
        new = tuple((kind, sign) for kind, sign in signs if sign not in known_signs)
        known_signs.update({sign: (kind, key) for kind, sign in new})
        yield GivenKey(*cell_of(business.row), key, new)


def _known_key(
    signs: Sequence[tuple[str, str]],
    known_signs: Mapping[str, tuple[str, str]],
    taken_keys: Mapping[str, str],
    name: str,
) -> str | None:
    """The key that the business was given before; not that of another, who has a NIB or NIK of its own."""
    kinds = {kind for kind, _ in signs}
    for kind, sign in signs:
        if sign not in known_signs:
            continue
        key = known_signs[sign][1]
        key_kinds = (
            {name_sign for name_sign, other_key in known_signs.values() if other_key == key}
            if kind == "nama"
            else set()
        )
        if taken_keys.get(key, name) == name and not (kinds & key_kinds & {"nib", "nik"}):
            return key
    return None


def _new_key(sign: str, prefix: str, known_signs: Mapping[str, tuple[str, str]], taken_keys: Mapping[str, str]) -> str:
    """A free key, wherever possible the one that the sign itself says."""
    used = {key for _, key in known_signs.values()} | taken_keys.keys()
    number = int(sign[:12], 16)
    while (key := f"{prefix}-{_FIRST + number % _NUMBERS}") in used:
        number += 1
    return key


def _business(table: LocatedTable, context: Context, row: int) -> _Business:
    def text(name: str) -> str:
        at = table.headers.located.get(name)
        return "" if at is None else shown(table.grid.value(row, at))

    place = f"{fold_place(text('kecamatan'))}|{fold_place(text('desa'))}"
    return _Business(
        row,
        fold_name(text("nama_usaha")) or fold_name(text("nama_pemilik")),
        _read(table.sheet, "nib", table, context, row),
        _read(table.sheet, "nik_pemilik", table, context, row),
        place,
        key_told(text("nama_usaha")),
    )


def _read(sheet: Sheet, name: str, table: LocatedTable, context: Context, row: int) -> Any:
    at = table.headers.located.get(name)
    if at is None:
        return None
    return sheet[name].kind.reader(sheet[name], context)(table.grid.value(row, at)).value


def _with_column(grid: Grid, column: int, values: Mapping[int, str]) -> Grid:
    old = grid.columns[column] if column < grid.width else ("",) * grid.height
    new = tuple(values.get(row, value) for row, value in enumerate(old))
    return replace(grid, columns=(*grid.columns[:column], new, *grid.columns[column + 1 :]))
