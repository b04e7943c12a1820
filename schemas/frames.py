"""Turns read columns into typed frames (see ``schemas.result.SheetResult`` for the dtypes)."""

from __future__ import annotations

from itertools import compress
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from schemas import kinds
from schemas.kinds.base import Storage
from schemas.kinds.reading import IN_PROCESS
from schemas.reading import ColumnReading, ReadSheet
from schemas.result import SheetResult

DTYPES: dict[Storage, str] = {
    "text": "str",
    "whole": "Int64",
    "decimal": "Float64",
    "day": "datetime64[s]",
    "yes_no": "boolean",
}
"""The pandas dtype of each storage form."""


def sheet_result(read: ReadSheet) -> SheetResult:
    """The sheet's accepted rows as a typed frame, its quarantined rows as sent, and its counts."""
    accepted = read.accepted()
    is_accepted = np.zeros(len(read), dtype=bool)
    is_accepted[accepted] = True
    chosen = is_accepted.tolist()
    data: dict[str, Any] = {}
    for column in read.sheet.columns:
        cells = read[column.name]
        values = list(compress(cells.values, chosen))
        if column.has_status:
            statuses = compress(_statuses(cells), chosen)
            values = [None if value == IN_PROCESS else value for value in values]
            data[column.name] = _typed(values, DTYPES[column.kind.storage])
            data[f"{column.name}_status"] = _typed(list(statuses), "str")
        else:
            data[column.name] = _typed(values, DTYPES[column.kind.storage])
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
        unknown_partners=_unknown_partners(read),
    )


def _unknown_partners(read: ReadSheet) -> dict[str, str]:
    """The names that nobody has confirmed, as typed, by what is read in their place."""
    return {
        value: read.raw_text(position, column.name)
        for column in read.sheet.columns
        if isinstance(column.kind, kinds.Partner)
        for position, value in enumerate(read[column.name].values)
        if value is not None and value.startswith(kinds.UNKNOWN)
    }


def _typed(values: list[Any], dtype: str) -> Any:
    """The values as a column of this dtype. They go through Arrow: without it they take five times as long, dates
    eighty.
    """
    if dtype == "datetime64[s]":
        return pa.array(values, pa.date32()).cast(pa.timestamp("s")).to_numpy(zero_copy_only=False)
    if dtype == "str":
        return pd.array(pa.array(values, pa.large_string()), dtype="str")
    arrow_type, pandas_type = _NULLABLE[dtype]
    return pandas_type.__from_arrow__(pa.array(values, arrow_type))


_NULLABLE = {
    "Int64": (pa.int64(), pd.Int64Dtype()),
    "Float64": (pa.float64(), pd.Float64Dtype()),
    "boolean": (pa.bool_(), pd.BooleanDtype()),
}


def _statuses(cells: ColumnReading) -> list[str]:
    words = {None: "belum", IN_PROCESS: "proses"}
    statuses = [words.get(value, "ada") for value in cells.values]
    for position in cells.bad:
        statuses[position] = "ditahan"
    return statuses


def _quarantine_frame(read: ReadSheet, positions: list[int]) -> pd.DataFrame:
    """The rows as sent: every cell under a header (unknown ones too), as text."""
    named = {column: name for name, column in read.headers.located.items()}
    headers = {column: read.headers.texts[name] for column, name in named.items()}
    headers.update({header.column: header.text for header in read.headers.unknown})
    columns = sorted(headers)
    texts = [
        [read.raw_text(position, named[column]) for position in positions]
        if column in named
        else [str(read.grid.value(read.rows[position], column)) for position in positions]
        for column in columns
    ]
    names = [headers[column] for column in columns]
    raw = [{header: text for header, text in zip(names, row, strict=True) if text} for row in zip(*texts, strict=True)]
    index = pd.Index([read.rows[position] + 1 for position in positions], name="row", dtype="int64")
    return pd.DataFrame(
        {
            "key": pd.Series([read.key_text(p) for p in positions], index=index, dtype="object"),
            "row_key": pd.Series([read.row_key(p) for p in positions], index=index, dtype="object"),
            "raw": pd.Series(raw, index=index, dtype="object"),
        },
        index=index,
    )
