"""Personal data kept apart: which columns of a sheet may stand in public tables, and which only in ``pribadi``.

NIK is never stored: a keyed hash replaces it where records are matched, a mask where people look (UU 27/2022). An NPWP
is personal when it is a NIK itself: 16 digits not beginning with 0 (PMK 112/2022).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping

import pandas as pd

from schemas import kinds
from schemas.kinds.strays import MAY_HOLD_ONE, mask_personal
from schemas.model import Column
from warehouse.contract_tables import SheetTables


def public_frame(tables: SheetTables, accepted: pd.DataFrame, masked: Mapping[str, pd.Series]) -> pd.DataFrame:
    """The columns of ``accepted`` that may stand in public tables; NPWPs that are personal are empty, and what is
    personal in free text is ``masked``. Columns of another contract version are not in it.
    """
    frame = accepted.loc[:, [name for name in tables.public_columns if name in accepted]].copy(deep=False)
    for column in tables.sheet.columns:
        if column.name in frame and isinstance(column.kind, kinds.Npwp):
            frame[column.name] = frame[column.name].mask(_is_personal_npwp(frame[column.name]))
    for name in masked.keys() & set(frame.columns):
        texts = masked[name]
        frame[name] = frame[name].where(~frame.index.isin(texts.index), texts.reindex(frame.index))
    return frame


def sealed_texts(accepted: pd.DataFrame, masked: Mapping[str, pd.Series]) -> pd.DataFrame:
    """What the free texts are of which public tables have a masked copy: ``row``, ``column_name``, ``text``."""
    frames = [
        pd.DataFrame({"row": texts.index, "column_name": name, "text": accepted.loc[texts.index, name]})
        for name, texts in masked.items()
    ]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["row", "column_name", "text"])


def masked_texts(tables: SheetTables, accepted: pd.DataFrame) -> dict[str, pd.Series]:
    """The free texts that have something personal in them, masked, by column; a column without one is left out."""
    texts = {
        column.name: _masked(accepted[column.name])
        for column in tables.sheet.columns
        if column.name in accepted and is_free_text(column)
    }
    return {name: masked for name, masked in texts.items() if len(masked)}


def is_free_text(column: Column) -> bool:
    """Whether the column may hold whatever people write, if only with a warning, and everybody may read it."""
    return isinstance(column.kind, kinds.Text | kinds.Hki | kinds.Halal | kinds.Pirt) and not column.personal


def _masked(values: pd.Series) -> pd.Series:
    """Those of these texts that have something personal in them, masked."""
    suspect = values[values.str.contains(MAY_HOLD_ONE, na=False)]
    if suspect.empty:
        return suspect
    masked = suspect.map(mask_personal).astype("str")
    return masked[masked != suspect]


def personal_frame(tables: SheetTables, accepted: pd.DataFrame, nik_key: bytes) -> pd.DataFrame:
    """The personal columns: NIK as hash and mask, personal NPWPs, the others as they are."""
    series: dict[str, pd.Series] = {}
    for column in tables.sheet.columns:
        if not column.personal or column.name not in accepted:
            continue
        values = accepted[column.name]
        if isinstance(column.kind, kinds.Nik):
            series["nik_hash"] = _mapped(values, lambda nik: nik_hash(nik, nik_key))
            series["nik_mask"] = _mapped(values, nik_mask)
        elif isinstance(column.kind, kinds.Npwp):
            series[column.name] = values.where(_is_personal_npwp(values))
        else:
            series[column.name] = values
    return pd.DataFrame(series, index=accepted.index)


def nik_hash(nik: str, key: bytes) -> str:
    """HMAC-SHA256 of a NIK, hexadecimal."""
    return hmac.digest(key, nik.encode(), "sha256").hex()


def nik_mask(nik: str) -> str:
    """A masked NIK: ``7604010101900001`` → ``7604********0001``."""
    return f"{nik[:4]}********{nik[-4:]}"


def _is_personal_npwp(values: pd.Series) -> pd.Series:
    return ~values.str.startswith("0", na=True)


def _mapped(values: pd.Series, change) -> pd.Series:
    cells = values.to_numpy(dtype=object, na_value=None)
    return pd.Series([None if cell is None else change(cell) for cell in cells], index=values.index, dtype="str")
