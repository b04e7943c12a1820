"""The contents of an office's filled template: what is in force, and what was held back last month."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import select

from schemas import kinds
from schemas.codes import Code
from schemas.text import shown
from warehouse.contract_tables import SHEETS, SheetTables
from warehouse.engine import Warehouse
from warehouse.partners import unknown_partners
from warehouse.reading import live_submissions, quarantined, read_frame, template_rows
from warehouse.submissions import Submission
from warehouse.tables import finding, in_force, submission_column

ENDED = "Berhenti"
OF_ONE_MONTH = ("nilai_realisasi",)
"""Columns of a running partnership that belong to one month alone: another month's value would be wrong."""


@dataclass(frozen=True)
class Prefill:
    """Rows by sheet title. ``known`` rows are typed, as they stand in force. ``held`` rows are as they were typed, by
    column; they replace known ones with the same key. Both hold personal data.
    """

    known: Mapping[str, pd.DataFrame]
    held: Mapping[str, Sequence[Mapping[str, str]]]

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return sum(map(len, self.known.values())) + sum(map(len, self.held.values()))


def prefill(warehouse: Warehouse, office: str) -> Prefill:
    """The contents of an office's template: its businesses and products (buyers, requirements), its partnerships that
    have not ended, and the rows that were held back in the last month in force. Cells of the held rows stay empty where
    their text would be read as another value than before.
    """
    rows_by_sheet = template_rows(warehouse, office) | _running(warehouse, office)
    held: dict[str, list[Mapping[str, str]]] = {}
    for title, rows in _held(warehouse, office).items():
        held[title] = [cells for _, cells in rows]
        if title in rows_by_sheet:
            keys = {key for key, _ in rows if key}
            frame = rows_by_sheet[title]
            rows_by_sheet[title] = frame[[key not in keys for key in _keys(title, frame)]]
    names = {partner.shown: partner.name for partner in unknown_partners(warehouse, [office])}
    known_rows = {title: _named(title, frame, names) for title, frame in rows_by_sheet.items() if len(frame)}
    return Prefill(known_rows, held)


def _named(title: str, frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The rows with partners called as their sender called them."""
    columns = [column.name for column in _tables(title).sheet.columns if isinstance(column.kind, kinds.Partner)]
    return frame.assign(**{name: frame[name].replace(names) for name in columns}) if names else frame


def known_identities(warehouse: Warehouse, office: str | None = None) -> frozenset[str]:
    """Keys of businesses (of this office) with a NIK on record, in any submission that was ever in force."""
    tables = SHEETS["umkm"]
    assert tables.personal is not None
    batch, personal = tables.batch, tables.personal
    same = (personal.c.submission_id == batch.c.submission_id) & (personal.c.row_key == batch.c.row_key)
    query = (
        select(batch.c.row_key)
        .join(personal, same)
        .where(personal.c.nik_hash.is_not(None), batch.c.submission_id.in_(select(in_force.c.submission_id)))
    )
    if office is not None:
        query = query.where(batch.c.office == office)
    with warehouse.read() as connection:
        return frozenset(connection.scalars(query.distinct()))


def _running(warehouse: Warehouse, office: str) -> dict[str, pd.DataFrame]:
    """The office's partnerships that have not ended, by the sheet's title."""
    tables = SHEETS["kemitraan"]
    current = tables.current
    columns = [current.c[column.name] for column in tables.sheet.columns if column.name not in OF_ONE_MONTH]
    query = select(*columns).where(current.c.office == office, current.c.tahap != ENDED).order_by(current.c.row_key)
    frame = read_frame(warehouse, query)
    return {tables.sheet.title: frame} if len(frame) else {}


def _held(warehouse: Warehouse, office: str) -> dict[str, list[tuple[str | None, Mapping[str, str]]]]:
    """Sheet title → key and cells by column of each row that was held back in the newest period in force."""
    live = live_submissions(warehouse, offices=[office])
    newest = max((submission.period or "" for submission in live), default="")
    held: dict[str, list[tuple[str | None, Mapping[str, str]]]] = {}
    for submission in live:
        if submission.period == newest:
            columns, doubtful = _columns(warehouse, submission), _doubtful(warehouse, submission)
            for row in quarantined(warehouse, submission.id).itertuples():
                if row.sheet in submission.live_sheets:
                    texts = json.loads(str(row.raw))
                    at = (str(row.sheet), int(str(row.row)))
                    cells = {
                        column: text
                        for header, text in texts.items()
                        if (column := columns.get((at[0], header)))
                        and (*at, column) not in doubtful
                        and not _means_another_thing(at[0], column, text)
                    }
                    held.setdefault(str(row.sheet), []).append((row.row_key, cells))
    return held


def _doubtful(warehouse: Warehouse, submission: Submission) -> set[tuple[str, int, str]]:
    """Sheet, row and column of cells whose text alone would pass for right: a NIK that was kept as a number has lost
    its last digit.
    """
    table = finding
    query = select(table.c.sheet, table.c.row, table.c.column_name)
    with warehouse.read() as connection:
        rows = connection.execute(
            query.where(table.c.submission_id == submission.id, table.c.code == Code.NIK_PRECISION)
        )
        return {tuple(row) for row in rows}


def _means_another_thing(title: str, column: str, text: str) -> bool:
    """Whether a text may have been something else than text in the cell, and reads differently as text: an error value,
    a formula, a number with three decimals in a column of whole numbers. Its cell stays empty.
    """
    if text == _FORMULA or _ERROR_VALUE.fullmatch(text):
        return True
    kind = _tables(title).sheet[column].kind
    return isinstance(kind, kinds.Integer | kinds.Money) and _THREE_DECIMALS.fullmatch(text) is not None


_FORMULA = "=…"
_ERROR_VALUE = re.compile(r"#[A-Z0-9/]+[!?]?")
_THREE_DECIMALS = re.compile(r"-?\d{1,3}\.\d{2}[1-9]")


def _tables(title: str) -> SheetTables:
    return next(tables for tables in SHEETS.values() if tables.sheet.title == title)


def _columns(warehouse: Warehouse, submission: Submission) -> dict[tuple[str, str], str]:
    """Sheet and header as sent → the contract's column."""
    table = submission_column
    query = select(table.c.sheet, table.c.header, table.c.column_name).where(table.c.submission_id == submission.id)
    with warehouse.read() as connection:
        return {(sheet, header): column for sheet, header, column in connection.execute(query)}


def _keys(title: str, frame: pd.DataFrame) -> list[str]:
    """The keys of these rows in words, as findings have them."""
    parts = [frame[name] for name in _tables(title).sheet.key]
    return [" / ".join(text for part in row if (text := _shown(part))) for row in zip(*parts, strict=True)]


def _shown(part: object) -> str:
    return "" if part is None or part is pd.NaT else shown(part)
