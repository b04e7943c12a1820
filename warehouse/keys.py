"""Row keys: what makes a row the same row from month to month, as one text."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from schemas.masking import mask_hidden
from schemas.model import Sheet
from schemas.result import CheckResult
from schemas.text import clean

MOST_SIGNS = 200
"""The longest key in words, as the check keeps it."""


def iso_dates(series: pd.Series) -> list[str | None]:
    """Dates as ISO text, None where there is none."""
    return pa.array(series).cast(pa.date32()).cast(pa.string()).to_pylist()


def row_keys(sheet: Sheet, frame: pd.DataFrame) -> pd.Series:
    """Each row's key: its parts joined by "|", dates as ISO, an empty part as nothing (dtype ``str``)."""
    joined, *parts = (_part(frame[name]) for name in sheet.key)
    for part in parts:
        joined = joined + "|" + part
    return joined


def loaded_keys(result: CheckResult) -> dict[str, set[str]]:
    """The keys of the rows that a checked submission would load, by the sheet's table."""
    return {sheet.sheet.table: set(row_keys(sheet.sheet, sheet.accepted)) for sheet in result.sheets.values()}


def key_in_words(row_key: str) -> str:
    """A row's key as findings and quarantined rows have it: the parts that are filled in, for people."""
    parts = (clean(part) for part in row_key.split("|"))
    return mask_hidden(" / ".join(part for part in parts if part))[:MOST_SIGNS]


def _part(series: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        series = pd.Series(iso_dates(series), index=series.index, dtype="str")
    return series.astype("str").fillna("")
