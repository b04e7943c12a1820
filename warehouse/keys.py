"""Row keys: what makes a row the same row from month to month, as one text."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from schemas.model import Sheet


def iso_dates(series: pd.Series) -> list[str | None]:
    """Dates as ISO text, None where there is none."""
    return pa.array(series).cast(pa.date32()).cast(pa.string()).to_pylist()


def row_keys(sheet: Sheet, frame: pd.DataFrame) -> pd.Series:
    """Each row's key: its parts joined by "|", dates as ISO, an empty part as nothing (dtype ``str``)."""
    joined, *parts = (_part(frame[name]) for name in sheet.key)
    for part in parts:
        joined = joined + "|" + part
    return joined


def _part(series: pd.Series) -> pd.Series:
    if pd.api.types.is_datetime64_any_dtype(series.dtype):
        series = pd.Series(iso_dates(series), index=series.index, dtype="str")
    return series.astype("str").fillna("")
