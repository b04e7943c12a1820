"""Stored texts masked anew, once for each change of the rules of masking: what was stored before holds what those rules
did not know.

Submission after submission, each in transactions of its own: first what was typed is sealed where it is not yet, then
the public copies are masked. So it may be stopped anywhere, and goes on where it was. Doing it again changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import sha256
from importlib import resources
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from schemas.codes import Code, Place
from schemas.kinds.strays import MAY_HOLD_ONE
from schemas.masking import first_letters, mask, mask_hidden, mask_personal, mask_strays
from schemas.model import Column
from warehouse.contract_tables import BY_TITLE, SHEETS, SheetTables
from warehouse.corrections.tables import CORRECTED
from warehouse.engine import Warehouse
from warehouse.forgetting.change import Change, apply, row_of
from warehouse.personal import is_free_text
from warehouse.submissions import upsert
from warehouse.tables import finding, sealed_text, stored_form, submission, submission_column, submission_sheet

WORK = "samaran"
_RULES = (("schemas.kinds", "strays.py"), ("schemas", "masking.py"))
_MAY_HOLD_ONE = re.compile(MAY_HOLD_ONE)
_OF_CELLS = frozenset(code.value for code in Code if code.place is Place.CELL)
Row = Mapping[str, Any]


def mask_anew(warehouse: Warehouse) -> int:
    """Masks what was stored by former rules. Gives how many rows were changed."""
    form = _form()
    until = warehouse.run(lambda connection: _begun(connection, form, warehouse))
    count = 0
    while until is not None:
        until, changed = _next(warehouse, form, until)
        count += changed
    return count


def _form() -> str:
    """A sign of the rules: another one when their text is."""
    texts = [resources.files(room).joinpath(name).read_bytes() for room, name in _RULES]
    return sha256(b"\0".join(texts)).hexdigest()[:32]


def _begun(connection: Connection, form: str, warehouse: Warehouse) -> str | None:
    """The submission after which to go on, ``""`` to begin; None when all is done."""
    noted = connection.execute(select(stored_form).where(stored_form.c.work == WORK)).one_or_none()
    if noted is not None and noted.form == form:
        return noted.until
    _note(connection, form, "", warehouse)
    return ""


def _note(connection: Connection, form: str, until: str | None, warehouse: Warehouse) -> None:
    values = {"form": form, "until": until, "at": warehouse.now()}
    row = upsert(connection)(stored_form).values(work=WORK, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["work"], set_=values))


def _next(warehouse: Warehouse, form: str, until: str) -> tuple[str | None, int]:
    """Masks the next submission. Gives its identifier (None behind the last), and how many rows were changed."""
    query = select(submission.c.id).where(submission.c.id > until).order_by(submission.c.id).limit(1)
    with warehouse.read() as connection:
        following = connection.scalar(query)

    def public(connection: Connection) -> int:
        changes = list(_changes(connection, following)) if following else []
        apply(connection, changes)
        _note(connection, form, following, warehouse)
        return len(changes)

    if following:
        warehouse.run(lambda connection: _seal(connection, following))
    return following, warehouse.run(public)


def _seal(connection: Connection, submission_id: str) -> None:
    known = select(sealed_text.c.sheet, sealed_text.c.row, sealed_text.c.column_name)
    kept = {tuple(row) for row in connection.execute(known.where(sealed_text.c.submission_id == submission_id))}
    for tables in SHEETS.values():
        title, names = tables.sheet.title, _texts(tables)
        new = [
            {"submission_id": submission_id, "sheet": title, "row": row["row"], "column_name": name, "text": row[name]}
            for row in _rows(connection, tables.batch, submission_id)
            for name in names
            if _masked(row[name], mask_personal) is not None and (title, row["row"], name) not in kept
        ]
        if new:
            connection.execute(insert(sealed_text), new)


def _changes(connection: Connection, submission_id: str) -> Iterator[Change]:
    for tables in SHEETS.values():
        masks = dict.fromkeys(_texts(tables), mask_personal)
        for table in (tables.batch, tables.current, CORRECTED[tables.sheet.table]) if masks else ():
            yield from _changed(table, _rows(connection, table, submission_id), masks)
    yield from _changed(
        submission_sheet, _rows(connection, submission_sheet, submission_id), {"sheet_name": mask_strays}
    )
    yield from _changed(submission_column, _rows(connection, submission_column, submission_id), {"header": mask_strays})
    for row in _rows(connection, finding, submission_id):
        masks = {"sheet": mask_strays, "label": mask_hidden, "row_key": mask_hidden, "got": _mask_of(row)}
        yield from _changed(finding, [row], masks)


def _mask_of(row: Row) -> Callable[[str], str]:
    """How what stood in a finding's cell is shown; what is personal as a whole is masked already."""
    column = _column(row["sheet"], row["column_name"])

    def shown(text: str) -> str:
        text = text if column is not None and column.personal else mask(column, text)
        return first_letters(text) if row["code"] in _OF_CELLS else text

    return shown


def _column(sheet: str | None, name: str | None) -> Column | None:
    tables = BY_TITLE.get(sheet or "")
    return tables.sheet[name] if tables is not None and name is not None and name in tables.sheet else None


def _texts(tables: SheetTables) -> list[str]:
    return [column.name for column in tables.sheet.columns if is_free_text(column)]


def _rows(connection: Connection, table: Table, submission_id: str) -> Iterable[Row]:
    return connection.execute(select(table).where(table.c.submission_id == submission_id)).mappings().all()


def _changed(table: Table, rows: Iterable[Row], masks: Mapping[str, Callable[[str], str]]) -> Iterator[Change]:
    for row in rows:
        values = {name: text for name, how in masks.items() if (text := _masked(row[name], how)) is not None}
        if values:
            yield Change(table.key, row_of(table, row), values)


def _masked(text: str | None, how: Callable[[str], str]) -> str | None:
    """A text masked; None where nothing is to mask."""
    if not text or (how is mask_personal and not _MAY_HOLD_ONE.search(text)):
        return None
    masked = how(text)
    return None if masked == text else masked
