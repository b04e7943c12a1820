"""The dictionary as rows: what every column of the marts and of the current tables means, from their own
descriptions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.model import Column
from warehouse.contract_tables import SHEETS, columns_in_public
from warehouse.marts import MARTS
from warehouse.marts.description import MartView, mart

_TYPES = {"text": "teks", "whole": "bilangan bulat", "decimal": "bilangan", "day": "tanggal", "yes_no": "ya atau tidak"}


def dictionary_rows() -> Iterator[Mapping[str, Any]]:
    """Rows of ``dim_kamus``: marts, then current tables."""
    for name in MARTS:
        for view in mart(name).views:
            yield from _of_view(view)
    for tables in SHEETS.values():
        columns = [sql_column for column in tables.sheet.columns for sql_column in _of_column(column, tables.sheet.key)]
        for number, row in enumerate(columns, 1):
            yield {"tabel": tables.current.name, "urutan": number, "satuan": None, "dijumlahkan": 0, **row}


def _of_view(view: MartView) -> Iterator[Mapping[str, Any]]:
    for number, (name, column) in enumerate(view.columns.items(), 1):
        yield {
            "tabel": view.name,
            "kolom": name,
            "urutan": number,
            "jenis": column.type,
            "satuan": column.unit,
            "arti": column.about,
            "bila_kosong": column.empty,
            "kunci": int(name in view.grain),
            "dijumlahkan": int(column.adds is not None),
            "akses": column.access,
        }


def _of_column(column: Column, key: tuple[str, ...]) -> Iterator[Mapping[str, Any]]:
    for sql_column in columns_in_public(column):
        status = sql_column.name != column.name
        yield {
            "kolom": sql_column.name,
            "jenis": "teks" if status else _TYPES[column.kind.storage],
            "arti": str(sql_column.comment) if status else column.about,
            "bila_kosong": None if column.required else "tidak diisi pengirim, atau tidak terbaca",
            "kunci": int(sql_column.name in key),
            "akses": "terbuka" if status else column.access,
        }
