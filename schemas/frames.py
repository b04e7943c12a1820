"""From read columns to typed frames (see ``schemas.result.SheetResult`` for the dtypes)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from schemas.cells.reading import IN_PROCESS
from schemas.kinds import Date, Decimal, Integer, Kind, Money, YesNo
from schemas.model import Column
from schemas.reading import ColumnReading, ReadSheet
from schemas.result import SheetResult


def dtype_of(kind: Kind) -> str:
    """The pandas dtype of a column of this kind."""
    if isinstance(kind, Integer | Money):
        return "Int64"
    if isinstance(kind, Decimal):
        return "Float64"
    if isinstance(kind, Date):
        return "datetime64[s]"
    return "boolean" if isinstance(kind, YesNo) else "str"


def sheet_result(read: ReadSheet) -> SheetResult:
    """The sheet's accepted rows as a typed frame, its quarantined rows as sent, and its counts."""
    accepted = read.accepted()
    whole = len(accepted) == len(read)
    data: dict[str, Any] = {}
    for column in read.sheet.columns:
        cells = read[column.name]
        values = cells.values if whole else [cells.values[position] for position in accepted]
        if column.has_status:
            status = _statuses(cells, accepted)
            data[column.name] = _typed([None if value == IN_PROCESS else value for value in values], column)
            data[f"{column.name}_status"] = pd.array(status, dtype="str")
        else:
            data[column.name] = _typed(values, column)
    index = pd.Index([read.rows[position] + 1 for position in accepted], name="row", dtype="int64")
    quarantined = read.quarantined()
    return SheetResult(
        sheet=read.sheet,
        sheet_name=read.grid.name,
        located=dict(read.headers.located),
        headers=dict(read.headers.texts),
        accepted=pd.DataFrame(data, index=index),
        quarantined=_quarantine_frame(read, quarantined),
        rows=len(read),
        accepted_rows=len(read) - len(quarantined),
        quarantined_rows=len(quarantined),
        skipped=read.skipped,
        merged=read.grid.merged,
    )


def _typed(values: list[Any], column: Column) -> Any:
    dtype = dtype_of(column.kind)
    if dtype == "datetime64[s]":
        return np.array(values, dtype="datetime64[s]")
    return pd.array(values, dtype=dtype)


def _statuses(cells: ColumnReading, accepted: list[int]) -> list[str]:
    known = {None: "belum", IN_PROCESS: "proses"}
    values = cells.values
    return ["ditahan" if p in cells.bad else known.get(values[p], "ada") for p in accepted]


def _quarantine_frame(read: ReadSheet, positions: list[int]) -> pd.DataFrame:
    """The rows as sent: every cell under a header (unknown ones too), as text."""
    named = {column: name for name, column in read.headers.located.items()}
    headers = {column: read.headers.texts[name] for column, name in named.items()}
    headers.update({header.column: header.text for header in read.headers.unknown})
    raw = []
    for position in positions:
        cells = {}
        for column, header in sorted(headers.items()):
            name = named.get(column)
            text = read.raw_text(position, name) if name else str(read.grid.value(read.rows[position], column))
            if text:
                cells[header] = text
        raw.append(cells)
    index = pd.Index([read.rows[position] + 1 for position in positions], name="row", dtype="int64")
    return pd.DataFrame(
        {
            "key": pd.Series([read.key_text(p) for p in positions], index=index, dtype="object"),
            "raw": pd.Series(raw, index=index, dtype="object"),
        },
        index=index,
    )
