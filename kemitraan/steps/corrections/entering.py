"""A person corrects a cell on behalf of its sender: what is typed is read by the same kind of cell as in a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kemitraan.steps.corrections.exporting import keep_dated
from kemitraan.steps.identities.linking import link_records
from kemitraan.steps.workshop import Workshop
from schemas import kinds
from schemas.context import Context
from schemas.contracts import CONTRACTS
from schemas.finding import Severity
from schemas.kinds.reading import IN_PROCESS, UNJUDGED, is_bad
from schemas.masking import mask, mask_personal, mask_strays
from schemas.messages import expected_for, message
from schemas.model import Column
from schemas.period import Period
from schemas.text import fold_name
from warehouse.contract_tables import BY_TITLE, SheetTables
from warehouse.corrections import cells
from warehouse.corrections.applying import Correction
from warehouse.corrections.entering import Place, end_correction, enter_correction, standing_row, stated_cell
from warehouse.errors import WarehouseError
from warehouse.identities.subjects import SUBJECTS
from warehouse.personal import is_free_text
from warehouse.reading import known_keys

_EMPTY = ("", "kosong", "-")
"""What stands for an empty cell."""


@dataclass(frozen=True)
class Target:
    """A cell that a person named and that may be corrected, the row in which it stands, and what is stated in it
    now.
    """

    place: Place
    tables: SheetTables
    column: Column
    row: Mapping[str, Any]
    stated: str


def find_target(workshop: Workshop, office: str, sheet: str, key: str, name: str) -> Target:
    """The cell of an office's (code) standing row. ``key`` as in findings (``MJN-0001 / PT Midi …``) or in the
    warehouse; ``name`` of the column, or its header.

    Raises WarehouseError with a sentence for what there is not, and for cells that may not be corrected.
    """
    tables = next((BY_TITLE[title] for title in BY_TITLE if fold_name(title) == fold_name(sheet)), None)
    if tables is None:
        raise WarehouseError(f"Lembar {sheet} tidak ada; yang ada: {', '.join(BY_TITLE)}.")
    column = _column(tables, name)
    if column.personal:
        raise WarehouseError(
            f"Kolom {column.header} data pribadi, jadi tidak dapat dikoreksi di sini. Mintalah kantornya mengirim yang benar."
        )
    if column.name in tables.sheet.key:
        raise WarehouseError(
            f"Kolom {column.header} bagian dari kunci barisnya, jadi tidak dapat dikoreksi. Mintalah kantornya mengirim yang "
            "benar."
        )
    row = standing_row(workshop.warehouse, office, tables, " ".join(key.split()))
    if row is None:
        raise WarehouseError(f"Baris {mask_strays(key)} tidak ada di lembar {tables.sheet.title} kantor itu.")
    place = Place(office, tables.sheet.title, row["row_key"], column.name)
    stated = stated_cell(workshop.warehouse, place)
    assert stated is not None  # the row stands
    return Target(place, tables, column, row, stated)


def _column(tables: SheetTables, name: str) -> Column:
    for column in tables.sheet.columns:
        if name.strip() == column.name or fold_name(name) == fold_name(column.header):
            return column
    names = ", ".join(column.name for column in tables.sheet.columns if may_be_corrected(tables, column))
    raise WarehouseError(f"Kolom {mask_strays(name)} tidak ada di lembar {tables.sheet.title}; yang ada: {names}.")


def may_be_corrected(tables: SheetTables, column: Column) -> bool:
    """Whether a column's cells may be corrected: neither personal ones nor those of keys."""
    return not column.personal and column.name not in tables.sheet.key


def correct(
    workshop: Workshop, target: Target, *, value: str, who: str, why: str, expected: str | None = None
) -> Correction:
    """Enters a correction; without ``expected`` it expects what is stated now. Raises WarehouseError with a sentence
    for a value that the check would not take, and OutsideError when the archive cannot be written to.
    """
    expects = target.stated if expected is None else read_cell(workshop, target, expected, stated=True)
    counts = read_cell(workshop, target, value)
    entered = enter_correction(workshop.warehouse, target.place, expected=expects, value=counts, who=who, why=why)
    _follow(workshop, entered)
    return entered


def end(workshop: Workshop, number: int, *, who: str, why: str) -> Correction:
    """Ends a correction. Raises WarehouseError for one that does not hold, OutsideError as ``correct``."""
    ended = end_correction(workshop.warehouse, number, who=who, why=why)
    _follow(workshop, ended)
    return ended


def _follow(workshop: Workshop, changed: Correction) -> None:
    keep_dated(workshop)
    if any(BY_TITLE[changed.sheet] is subject.tables for subject in SUBJECTS.values()):
        link_records(workshop)


def read_cell(workshop: Workshop, target: Target, typed: str, *, stated: bool = False) -> str:
    """What is typed as the text of a cell (``warehouse.corrections.cells``), read as in a workbook. ``stated``: it is
    what a sender stated, so whatever was loaded will do.

    Raises WarehouseError with the check's own sentence.
    """
    column, text = target.column, typed.strip()
    if stated and (text == target.stated or (column.has_status and text == cells.WITHHELD)):
        return text
    reading_value, issues_bad, sentence = _read(workshop, target, "" if text.casefold() in _EMPTY else text)
    if issues_bad:
        raise WarehouseError(sentence)
    if reading_value is None:
        if column.required and not stated:
            raise WarehouseError(f"Kolom {column.header} wajib diisi, jadi tidak dapat dikosongkan.")
        return ""
    if reading_value == IN_PROCESS:
        return cells.IN_PROCESS
    cell = cells.value_text(reading_value)
    if not stated:
        _must_fit(workshop, target, cell)
    return cell


def _read(workshop: Workshop, target: Target, text: str) -> tuple[Any, bool, str]:
    """The typed value, whether the check would not take it, and its sentence."""
    column, office = target.column, target.place.office
    if not text:
        return None, False, ""
    contract = next((version for version in reversed(CONTRACTS.versions) if _has(version, target)), CONTRACTS.newest)
    circumstances = workshop.circumstances(office)
    context = Context(circumstances, contract, office, Period.read(target.row["period"]))
    if column.kind.beside:
        reading = column.kind.reader_beside(column, context)(text, target.row[column.kind.beside])
    else:
        reading = column.kind.reader_in(column, context, column.header, {text})(text)
    is_unknown = isinstance(column.kind, kinds.Partner) and str(reading.value).startswith(kinds.UNKNOWN)
    if not is_bad(reading) and reading.value != UNJUDGED and not is_unknown:
        return reading.value, False, ""
    if not reading.issues:
        return None, True, f"Isi kolom {column.header} tidak dapat dinilai."
    issue = reading.issues[-1]
    finding = issue.code.finding(
        Severity.ERROR,
        sheet=target.place.sheet,
        column=column.name,
        label=column.header,
        got=mask(column, text),
        expected=issue.expected or expected_for(column, issue.code, contract.prefix_of(office)),
        suggestion=issue.suggestion,
    )
    return None, True, message(finding, effect=False)


def _has(contract: Any, target: Target) -> bool:
    try:
        return target.column.name in contract.sheet_of(target.tables.sheet.table)
    except KeyError:
        return False


def _must_fit(workshop: Workshop, target: Target, cell: str) -> None:
    """Raises WarehouseError for what no cell that everybody reads may hold, and for a key that nobody has."""
    column = target.column
    if is_free_text(column) and mask_personal(cell) != cell:
        raise WarehouseError(f"Isi kolom {column.header} memuat nomor atau alamat orang; tulis tanpa itu.")
    if column.reference is not None:
        parents = known_keys(workshop.warehouse, BY_TITLE[column.reference].sheet.table)
        if cell not in parents:
            raise WarehouseError(f"{cell} tidak ada di lembar {column.reference}, jadi tidak dapat disebut.")
