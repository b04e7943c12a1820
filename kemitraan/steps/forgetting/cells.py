"""Which cells of a workbook are a person's, and what the workbook says of him."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from schemas import kinds
from schemas.check import LocatedRows, located_rows, located_table
from schemas.context import Circumstances
from schemas.forgotten import placeholder
from schemas.given_keys import TABLE, give_keys
from schemas.grid import Grid, parse_address
from schemas.model import COVER_TITLE
from schemas.text import shown
from warehouse.contract_tables import SHEETS
from warehouse.forgetting.places import CONTACTS, NAMES
from warehouse.forgetting.subject import Subject, nik_digits, subject_of_rows, telephone_digits
from workbooks.limits import FileRejectedError, Limits
from workbooks.read import Workbook, read_workbook
from workbooks.redacted.erasure import Erasure
from workbooks.text_table import CSV_SHEET

_TITLE = SHEETS["umkm"].sheet.title
_EXACT = 15
_LONGEST_NUMBER = 6
_LEAST_TEXT = 3
_GTIN_LIKE = 8


@dataclass(frozen=True)
class SentFile:
    """A file as an office sent it or got it back, with the places of its rows. ``hashed`` gives a NIK's keyed hash."""

    data: bytes
    office: str
    workbook: Workbook
    circumstances: Circumstances
    hashed: Callable[[str], str]

    @cached_property
    def located(self) -> list[LocatedRows]:
        """Its data sheets; none where no sheet can be told."""
        return located_rows(self.workbook.grids, self.circumstances, lone=self.workbook.lone)

    @cached_property
    def _given_keys(self) -> dict[int, str]:
        """The keys that we give to businesses of an office without keys of ours, by row (zero-based) of their sheet."""
        book = self.circumstances.key_book
        located = located_table(self.workbook.grids, self.circumstances, TABLE, lone=self.workbook.lone)
        if book is None or located is None:
            return {}
        _, given_keys = give_keys(*located, book)
        return {parse_address(given_key.cell)[0]: given_key.key for given_key in given_keys if not given_key.is_header}

    def key_of(self, sheet: LocatedRows, row: int) -> str | None:
        """The key of a row, its own or the one that we give it."""
        key = sheet.keys.get(row)
        return key or (self._given_keys.get(row) if sheet.sheet.title == _TITLE else None)

    def own_rows(self, sheet: LocatedRows, subject: Subject) -> Iterator[int]:
        """The rows (zero-based) of a sheet of businesses that are the person's."""
        if sheet.sheet.title != _TITLE:
            return
        for row in range(sheet.grid.height):
            if subject.names_key(self.office, self.key_of(sheet, row)) or self._is_his(sheet, row, subject):
                yield row

    def _is_his(self, sheet: LocatedRows, row: int, subject: Subject) -> bool:
        nik = nik_digits(self.cell(sheet, row, "nik_pemilik"))
        if (
            nik
            and (subject.nik_hashes or nik in subject.numbers)
            and (nik in subject.numbers or self.hashed(nik) in subject.nik_hashes)
        ):
            return True
        return bool(subject.telephones) and telephone_digits(self.cell(sheet, row, "telepon")) in subject.telephones

    @staticmethod
    def cell(sheet: LocatedRows, row: int, column: str) -> str:
        """A cell of a column as text; empty where the sheet has no such column."""
        return shown(sheet.grid.value(row, sheet.columns[column])) if column in sheet.columns else ""

    def subject(self, person: Subject) -> Subject:
        """What the person's rows in this file say of him."""
        subject = Subject()
        for sheet in self.located:
            for row in self.own_rows(sheet, person):
                columns = ("nik_pemilik", "telepon", "email", "alamat", *NAMES)
                nik, telephone, email, street, *names = (self.cell(sheet, row, column) for column in columns)
                subject |= subject_of_rows([nik], [telephone], [email], names, [street])
                if digits := nik_digits(nik):
                    subject |= Subject(nik_hashes=frozenset([self.hashed(digits)]))
                if key := self.key_of(sheet, row):
                    subject |= Subject(keys=frozenset([(self.office, key)]))
        return subject

    def erasure(self, subject: Subject) -> Erasure:
        """What is to be taken out of this file."""
        sheets = {grid.name: dict(self._marked(grid, subject)) for grid in self.workbook.grids}
        for sheet in self.located:
            for name in CONTACTS & sheet.columns.keys():
                sheets[sheet.name] = self._without_shared(sheet, sheet.columns[name], sheets[sheet.name], subject)
        for grid in self.workbook.grids:
            if not any(sheet.grid is grid for sheet in self.located):
                sheets[grid.name] |= dict(self._loose_rows(grid, subject))
        for sheet in self.located:
            for row in self.own_rows(sheet, subject):
                sheets[sheet.name] |= dict(_own_cells(sheet, row, self.key_of(sheet, row), subject))
            for row, key in sheet.keys.items():
                if sheet.sheet.title != _TITLE and subject.names_key(self.office, key):
                    sheets[sheet.name] |= dict(_named_cells(sheet.grid, row, subject))
        changed = {grid.name: _changed(grid, sheets[grid.name]) for grid in self.workbook.grids}
        return Erasure(self.workbook.grids, {name: cells for name, cells in changed.items() if cells}, subject.redact)

    def _without_shared(
        self, sheet: LocatedRows, column: int, cells: dict[tuple[int, int], str], subject: Subject
    ) -> dict[tuple[int, int], str]:
        """These cells but for telephones and addresses of others that are theirs, too."""
        return {
            (row, at): text
            for (row, at), text in cells.items()
            if at != column
            or (value := shown(sheet.grid.value(row, at))) != subject.redact_cell(value, is_contact=True)
        }

    def _marked(self, grid: Grid, subject: Subject) -> Iterator[tuple[tuple[int, int], str]]:
        """Cells anywhere that hold a number or an address of his."""
        for column, values in enumerate(grid.columns):
            texts = [_text(value) for value in values]
            if subject.is_in("\0".join(texts)) or _may_hold_numbers(values, subject):
                for row, value in enumerate(values):
                    new = _without(value, subject)
                    if new is not None:
                        yield (row, column), new

    def _loose_rows(self, grid: Grid, subject: Subject) -> Iterator[tuple[tuple[int, int], str]]:
        """In a sheet that is no data sheet (a list of findings, a copy): the texts of rows with his key or NIK, and his
        name wherever it stands. The cover is its office's own.
        """
        is_cover = any(grid.name.casefold() == title.casefold() for title in (COVER_TITLE, CSV_SHEET))
        for row in () if is_cover else range(grid.height):
            for column, value in enumerate(grid.row(row)):
                if isinstance(value, str) and subject.redact_far(value) != value:
                    yield (row, column), subject.redact_far(value)
        keys = {key for office, key in subject.keys if office == self.office}
        niks = {number for number in subject.numbers if nik_digits(number)}
        for row in range(grid.height):
            texts = [shown(value) for value in grid.row(row)]
            if not any(text in keys or text in niks for text in texts):
                continue
            for column, text in enumerate(texts):
                if isinstance(grid.value(row, column), str) and len(text) > _LEAST_TEXT and text not in keys:
                    yield (row, column), ""


def sent_file(
    data: bytes, office: str, circumstances: Circumstances, hashed: Callable[[str], str], limits: Limits
) -> SentFile | None:
    """A file with its places; None where it cannot be read as a workbook."""
    try:
        return SentFile(data, office, read_workbook(data, limits), circumstances, hashed)
    except FileRejectedError:
        return None


def _changed(grid: Grid, cells: dict[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """Those cells that do not hold their new text already."""
    return {(row, column): text for (row, column), text in cells.items() if grid.value(row, column) != text}


def _own_cells(
    sheet: LocatedRows, row: int, key: str | None, subject: Subject
) -> Iterator[tuple[tuple[int, int], str]]:
    """The personal cells of his own row, its names, and whatever stands in columns that nobody claims."""
    claimed = {at: name for name, at in sheet.columns.items()}
    for at in range(sheet.grid.width):
        value = sheet.grid.value(row, at)
        name = claimed.get(at)
        if value == "" or sheet.grid.top_left(row, at) != (row, at):
            continue
        if name is None:
            if isinstance(value, str) or not _is_row_number(value):
                yield (row, at), ""
        elif name in NAMES:
            yield (row, at), placeholder(key)
        elif sheet.sheet[name].personal and _is_personal(sheet, name, value):
            yield (row, at), ""
        elif isinstance(value, str) and subject.is_in(value, names=True):
            yield (row, at), subject.redact(value, names=True)


def _is_personal(sheet: LocatedRows, name: str, value: Any) -> bool:
    """An NPWP is personal where it is a NIK: 16 digits that begin with no 0 (PMK 112/2022)."""
    if not isinstance(sheet.sheet[name].kind, kinds.Npwp):
        return True
    digits = nik_digits(shown(value))
    return digits is not None and not digits.startswith("0")


def _named_cells(grid: Grid, row: int, subject: Subject) -> Iterator[tuple[tuple[int, int], str]]:
    """His name in a row that names his business."""
    for column, value in enumerate(grid.row(row)):
        if isinstance(value, str) and subject.is_in(value, names=True):
            yield (row, column), subject.redact(value, names=True)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _may_hold_numbers(values: Sequence[Any], subject: Subject) -> bool:
    return bool(subject.numbers) and any(isinstance(value, int | float) and value >= 10**_GTIN_LIKE for value in values)


def _without(value: Any, subject: Subject) -> str | None:
    """A cell's new text; None where it holds nothing of him. A number cell is emptied."""
    if isinstance(value, str):
        new = subject.redact(value)
        return new if new != value else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    text = shown(value)
    lost = len(text) > _EXACT and any(number[:_EXACT] == text[:_EXACT] for number in subject.numbers)
    return "" if lost or subject.is_in(text) else None


def _is_row_number(value: Any) -> bool:
    return isinstance(value, int | float) and len(shown(value)) <= _LONGEST_NUMBER
