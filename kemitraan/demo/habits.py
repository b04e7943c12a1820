"""Data as officers really write them: money as text, words of their own, NIB as numbers. All of it can still be
read.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd

from kemitraan.demo.values import Values
from schemas.indonesian import day_words, grouped
from schemas.kinds import Date, Licence, Money, YesNo
from schemas.model import Sheet

NOTHING = ("-", "Belum ada", "nihil", None, None)
YES, NO = ("Ya", "ya", "ada", "v"), ("Tidak", "tidak", "x")
OWN_WORDS = {
    "Makanan dan Minuman": "kuliner",
    "Fesyen dan Tenun": "tenun",
    "Kriya": "KERAJINAN",
    "L": "Laki-laki",
    "P": "wanita",
    "pcs": "bungkus",
    "g": "gram",
}


def money(values: Values, amount: int) -> Any:
    """An amount as people type it: mostly a number, sometimes ``Rp 1.500.000,-`` or ``12 jt``."""
    style = values.whole(0, 7, 1)[0]
    if style == 0:
        return f"Rp {grouped(amount)},-"
    if style == 1:
        return f"Rp. {grouped(amount)}"
    if style == 2 and amount % 1_000_000 == 0:
        return f"{amount // 1_000_000} jt"
    if style == 3 and amount >= 1_000_000:
        return grouped(amount)
    return amount


def day(values: Values, on: date) -> Any:
    """A day as people type it: a date cell, ``5 Nopember 2026`` or ``05/11/2026``."""
    style = values.whole(0, 3, 1)[0]
    if style == 0:
        return day_words(on).replace("November", "Nopember").replace("Februari", "Pebruari")
    if style == 1:
        return on.strftime("%d/%m/%Y")
    return on


def write_as_people_do(values: Values, sheet: Sheet, rows: pd.DataFrame) -> pd.DataFrame:
    """A copy in everyday writing; nothing in it becomes unreadable."""
    rows = rows.copy()
    for column in sheet.columns:
        match column.kind:
            case Money():
                _replace(rows, column.name, lambda amount: money(values, amount))
            case Date():
                _replace(rows, column.name, lambda on: day(values, on))
            case YesNo():
                _replace(rows, column.name, lambda word: values.pick(YES if word == "Ya" else NO, 1)[0])
            case Licence():
                rows[column.name] = [value or values.pick(NOTHING, 1)[0] for value in rows[column.name]]
            case _ if column.name in ("bidang_usaha", "jenis_kelamin", "satuan"):
                _replace(rows, column.name, lambda word: values.pick((word, OWN_WORDS.get(word, word)), 1)[0])
            case _ if column.name == "kecamatan":
                _replace(rows, column.name, lambda name: values.pick((name, f"Kec. {name}", name.upper()), 1)[0])
            case _ if column.name == "desa":
                _replace(rows, column.name, lambda name: values.pick((name, name, f"Desa {name}"), 1)[0])
            case _ if column.name == "nib":
                _replace(rows, column.name, lambda nib: values.pick((nib, f"{nib[:4]} {nib[4:8]} {nib[8:]}"), 1)[0])
    return rows


def nib_as_numbers(rows: pd.DataFrame) -> pd.DataFrame:
    """A copy whose NIB Excel has taken for numbers: zeros in front are gone."""
    rows = rows.copy()
    _replace(rows, "nib", int)
    return rows


def _replace(rows: pd.DataFrame, name: str, change: Callable[[Any], Any]) -> None:
    changed = [None if value is None else change(value) for value in rows[name]]
    rows[name] = pd.Series(changed, index=rows.index, dtype=object)
