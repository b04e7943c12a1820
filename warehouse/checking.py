"""Stores the results of a check: findings, the places of the columns, counts, quarantined rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Table, case, delete, select, update

from schemas import kinds
from schemas.codes import Code, Place
from schemas.finding import Finding, Severity
from schemas.masking import first_letters, mask_strays
from schemas.model import Sheet
from schemas.result import CheckResult
from warehouse.bulk import insert_frame
from warehouse.engine import Warehouse
from warehouse.file_names import short_file_name
from warehouse.given_keys import remember_keys
from warehouse.right_values import SENDER, remember
from warehouse.state import Reason, State, advance, current_state, is_past
from warehouse.submissions import SYSTEM
from warehouse.tables import (
    applied_suggestion,
    finding,
    held_row,
    merged_cells,
    quarantine,
    submission,
    submission_column,
    submission_sheet,
    unknown_partner,
)


def store_check(
    warehouse: Warehouse,
    submission_id: str,
    result: CheckResult,
    *,
    who: str = SYSTEM,
) -> bool:
    """Stores the result of a check and brings the submission from received to checked. False when that was done before.

    Personal parts (quarantined rows, applied suggestions) go first, in a transaction of their own: two SQLite files do
    not commit together, and alone they harm nobody.
    """

    def personal(connection: Connection) -> bool:
        if is_past(current_state(connection, submission_id), State.CHECKED):
            return False
        _replace(connection, submission_id, quarantine, _quarantine(result))
        _replace(connection, submission_id, applied_suggestion, _applied(result))
        _replace(connection, submission_id, unknown_partner, _unknown_partners(result))
        return True

    def public(connection: Connection) -> bool:
        reason = Reason(who, f"diperiksa: {result.outcome}", warehouse.now())
        if not advance(connection, submission_id, State.CHECKED, reason):
            return False
        connection.execute(
            update(submission)
            .where(submission.c.id == submission_id)
            .values(
                kind=result.kind,
                period=result.period,
                file_name=_short_name(connection, submission_id, result),
                outcome=result.outcome,
                contract=result.contract,
                checked_on=result.today.isoformat(),
                only_sheet=result.only_sheet,
                loaded_at=None,
                note=None,
                belongs_to=case((submission.c.office != result.office, result.office), else_=None),
            )
        )
        _replace(connection, submission_id, finding, _findings(result))
        _replace(connection, submission_id, held_row, _held(result))
        _replace(connection, submission_id, submission_sheet, _sheets(result))
        _replace(connection, submission_id, submission_column, _columns(result))
        _replace(connection, submission_id, merged_cells, _merged(result))
        remember(connection, submission_id, result.said_right, replace(reason, who=SENDER))
        remember_keys(connection, submission_id, result.given, reason)
        return True

    return warehouse.run(personal) and warehouse.run(public)


def _short_name(connection: Connection, submission_id: str, result: CheckResult) -> str:
    """The short form of the file's name, now that its month is read."""
    query = select(submission.c.office, submission.c.sha256, submission.c.file_name)
    office, sha256, short = connection.execute(query.where(submission.c.id == submission_id)).one()
    return short_file_name(office, result.period, sha256, short)


def stored_findings(warehouse: Warehouse, submission_id: str) -> tuple[Finding, ...]:
    """The findings of a submission as they were stored, in order."""
    query = select(finding).where(finding.c.submission_id == submission_id).order_by(finding.c.seq)
    with warehouse.read() as connection:
        return tuple(_as_finding(row._mapping) for row in connection.execute(query))


def _as_finding(row: Mapping[str, Any]) -> Finding:
    return Finding(
        code=row["code"],
        severity=Severity(row["severity"]),
        sheet=row["sheet"],
        cell=row["cell"],
        row=row["row"],
        column=row["column_name"],
        key=row["row_key"],
        label=row["label"],
        got=row["got"],
        expected=row["expected"],
        suggestion=None if row["suggestion"] is None else json.loads(row["suggestion"]),
    )


def _replace(connection: Connection, submission_id: str, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Replaces the submission's rows in the table by these."""
    connection.execute(delete(table).where(table.c.submission_id == submission_id))
    names = [column.name for column in table.columns if column.name != "submission_id"]
    frame = pd.DataFrame(list(rows), columns=names, dtype=object)
    frame.insert(0, "submission_id", submission_id)
    insert_frame(connection, table, frame)


def _findings(result: CheckResult) -> Iterable[Mapping[str, Any]]:
    personal, no_keys, partners = _personal_columns(result), _unreadable_keys(result), _partner_columns(result)
    for seq, judgement in enumerate(result.findings):
        hide = judgement.suggestion is None or (judgement.sheet, judgement.column) in personal
        yield {
            "seq": seq,
            "code": judgement.code,
            "severity": str(judgement.severity),
            "sheet": None if judgement.sheet is None else mask_strays(judgement.sheet),
            "cell": judgement.cell,
            "row": judgement.row,
            "column_name": judgement.column,
            "row_key": None if (judgement.sheet, judgement.key) in no_keys else judgement.key,
            "label": judgement.label,
            "got": kinds.UNKNOWN
            if judgement.got and (judgement.sheet, judgement.column) in partners
            else _cut(judgement),
            "expected": judgement.expected,
            "suggestion": None if hide else json.dumps(judgement.suggestion, ensure_ascii=False),
        }


def _cut(finding: Finding) -> str | None:
    """Only the beginning of words that stood in a cell: a person's name may have slipped a column."""
    return first_letters(finding.got) if finding.got and finding.code in _OF_CELLS else finding.got


_OF_CELLS = frozenset(code.value for code in Code if code.place is Place.CELL)


def _unreadable_keys(result: CheckResult) -> frozenset[tuple[str, str]]:
    """Gives, by sheet, what stands in the key's place and is no key: whatever was typed there goes no further."""
    return frozenset(
        (title, key)
        for title, sheet in result.sheets.items()
        for key, row_key in zip(sheet.quarantined.get("key", ()), sheet.quarantined.get("row_key", ()), strict=True)
        if isinstance(key, str) and not isinstance(row_key, str)
    )


def _personal_columns(result: CheckResult) -> frozenset[tuple[str | None, str | None]]:
    """Columns whose suggestions would be personal data. Those suggestions stand in the returned workbook alone."""
    return frozenset(
        (title, column.name)
        for title, sheet in result.sheets.items()
        for column in sheet.sheet.columns
        if column.personal and not isinstance(column.kind, kinds.Npwp)
    )


def _partner_columns(result: CheckResult) -> frozenset[tuple[str | None, str | None]]:
    """Columns in which a name that nobody has confirmed may stand; all that is said of them is said of such a name."""
    return frozenset(
        (title, column.name)
        for title, sheet in result.sheets.items()
        for column in sheet.sheet.columns
        if isinstance(column.kind, kinds.Partner)
    )


def _unknown_partners(result: CheckResult) -> Iterable[Mapping[str, Any]]:
    names = {shown: name for sheet in result.sheets.values() for shown, name in sheet.unknown_partners.items()}
    return [{"shown": shown, "name": name} for shown, name in names.items()]


def _sheets(result: CheckResult) -> Iterable[Mapping[str, Any]]:
    for title, sheet in result.sheets.items():
        yield {
            "sheet": title,
            "sheet_name": mask_strays(sheet.sheet_name),
            "rows": sheet.rows,
            "accepted_rows": sheet.accepted_rows,
            "quarantined_rows": sheet.quarantined_rows,
            "skipped_rows": sheet.skipped,
            "merged": json.dumps(sheet.merged),
        }


def _merged(result: CheckResult) -> Iterable[Mapping[str, Any]]:
    for title, sheet in result.sheets.items():
        for top, left, bottom, right in sorted(set(sheet.merged)):
            yield {"sheet": title, "top": top, "left_": left, "bottom": bottom, "right_": right}


def _columns(result: CheckResult) -> Iterable[Mapping[str, Any]]:
    for title, sheet in result.sheets.items():
        for name, position in sheet.located.items():
            yield {
                "sheet": title,
                "column_name": name,
                "header": mask_strays(sheet.headers.get(name, _header(sheet.sheet, name))),
                "position": int(position),
            }


def _header(sheet: Sheet, name: str) -> str:
    return sheet[name].header if name in sheet else name


def _quarantine(result: CheckResult) -> Iterable[Mapping[str, Any]]:
    for title, sheet in result.sheets.items():
        rows = sheet.quarantined
        for row, key, raw in zip(rows.index, rows.get("key", ()), rows.get("raw", ()), strict=True):
            yield {
                "sheet": title,
                "row": int(row),
                "row_key": key if isinstance(key, str) else None,
                "raw": json.dumps(raw, ensure_ascii=False, default=str),
            }


def _held(result: CheckResult) -> Iterable[Mapping[str, Any]]:
    for title, sheet in result.sheets.items():
        rows = sheet.quarantined
        for row, key in zip(rows.index, rows.get("row_key", ()), strict=True):
            yield {"sheet": title, "row": int(row), "row_key": key if isinstance(key, str) else None}


def _applied(result: CheckResult) -> Iterable[Mapping[str, Any]]:
    for seq, suggestion in enumerate(result.applied):
        yield {
            "seq": seq,
            "sheet": suggestion.sheet,
            "cell": suggestion.cell,
            "got": suggestion.got,
            "value": str(suggestion.value),
            "applied": suggestion.applied,
        }
