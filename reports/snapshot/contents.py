"""The files of a snapshot, by their paths in it: the same figures give the same bytes."""

# ruff: noqa: S608 - names of marts stand in the script of views

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from reports.mart_files import as_parquet, as_xlsx, meaning
from reports.snapshot.suppression import hidden_counts, hidden_money
from warehouse.mart_reading import DEFINITION, STAGES, MartReading
from warehouse.marts import mart_sql
from warehouse.marts.description import MartColumn
from warehouse.point_of_view import PointOfView

_FIELD_TYPES = {
    "month": "yearmonth",
    "date": "date",
    "moment": "datetime",
    "flag": "integer",
    "integer": "integer",
    "rupiah": "integer",
    "number": "number",
}
_SQL_TYPES = {"flag": "INTEGER", "integer": "INTEGER", "rupiah": "INTEGER", "number": "REAL"}
_MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}
_TOO_FEW = "tidak diterbitkan karena terlalu sedikit"
_EPOCH = (2026, 1, 1, 0, 0, 0)
DATABASE, PACKAGE, VIEWS = "mart.sqlite", "datapackage.json", "duckdb.sql"


@dataclass(frozen=True)
class OfficePeriod:
    """The newest month that an office's figures come from; ``carried``: it is older than the snapshot's."""

    office: str
    period: str
    carried: bool


@dataclass(frozen=True)
class Snapshot:
    """What is published: every mart as it may be published, and how many of its cells were left empty."""

    point: PointOfView
    readings: Sequence[MartReading]
    emptied: Mapping[str, int]
    offices: Sequence[OfficePeriod]


def contents(snapshot: Snapshot, zone: ZoneInfo) -> dict[str, bytes]:
    """Every file of a snapshot but the package's description, which names their hashes and its own number."""
    files: dict[str, bytes] = {}
    for reading in snapshot.readings:
        name = reading.mart.name
        files[f"parquet/{name}.parquet"] = as_parquet(reading)
        files[f"csv/{name}.csv"] = as_office_csv(reading)
        files[f"xlsx/{name}.xlsx"] = timeless(as_xlsx(reading))
    files[DATABASE] = as_sqlite(snapshot)
    names = [reading.mart.name for reading in snapshot.readings]
    files[VIEWS] = "".join(
        f"CREATE OR REPLACE VIEW mart_{name} AS SELECT * FROM read_parquet('parquet/{name}.parquet');\n"
        for name in names
    ).encode()
    files["BACA-DULU.txt"] = _read_me(snapshot, zone).encode()
    return files


def description(snapshot: Snapshot, files: Mapping[str, bytes], number: int, zone: ZoneInfo) -> bytes:
    """``datapackage.json`` (Frictionless Data Package 2)."""
    point = snapshot.point
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": f"kemitraan-sulbar-{point.period}",
        "title": f"Angka kemitraan UMKM Sulawesi Barat, {point.period}",
        "version": f"{point.period}.{number}",
        "created": point.known_on.astimezone(zone).isoformat(),
        "definition": DEFINITION,
        "period": point.period,
        "known_on": point.known_on.astimezone(zone).isoformat(),
        "offices": [
            {"office": office.office, "period_data": office.period, "terbawa": int(office.carried)}
            for office in snapshot.offices
        ],
        "resources": [
            _resource(reading, snapshot.emptied[reading.mart.name], path, files[path])
            for reading in snapshot.readings
            for path in (f"{ending}/{reading.mart.name}.{ending}" for ending in ("parquet", "csv", "xlsx"))
        ],
    }
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _resource(reading: MartReading, emptied: int, path: str, content: bytes) -> dict[str, Any]:
    view, ending = reading.mart.figures, path.partition("/")[0]
    texts = "".join(mart_sql(shown.name) for shown in reading.mart.views)
    hidden = {*hidden_counts(reading.mart), *hidden_money(reading.mart)}
    dialect = {"dialect": {"delimiter": ";"}} if ending == "csv" else {}
    return {
        "name": f"{reading.mart.name}-{ending}",
        "title": reading.mart.title,
        "description": view.about,
        "path": path,
        "format": ending,
        "mediatype": _MEDIA[ending],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "rows": len(reading.rows),
        "suppressed": emptied,
        "sqlHash": f"sha256:{hashlib.sha256(texts.encode()).hexdigest()}",
        **dialect,
        "schema": {
            "fields": [_field(name, column, ending, name in hidden) for name, column in view.columns.items()],
            "primaryKey": list(view.grain),
        },
    }


def _field(name: str, column: MartColumn, ending: str, hidden: bool) -> dict[str, Any]:
    kind = _FIELD_TYPES.get(column.type, "string")
    more: dict[str, Any] = {"unit": column.unit} if column.unit else {}
    if column.type == "rupiah":
        more["unit"] = "rupiah"
    if kind == "number" and ending == "csv":
        more["decimalChar"] = ","
    reasons = [column.empty, _TOO_FEW if hidden else None]
    if empty := "; ".join(reason for reason in reasons if reason):
        more["empty"] = empty
    return {"name": name, "type": kind, "description": meaning(column), **more}


def as_office_csv(reading: MartReading) -> bytes:
    """As Excel in Indonesia opens it: UTF-8 with a byte order mark, semicolons, decimal commas."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    names = list(reading.mart.figures.columns)
    writer.writerow(names)
    writer.writerows([_word(row[name]) for name in names] for row in reading.rows)
    return text.getvalue().encode("utf-8-sig")


def _word(value: Any) -> Any:
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    return value.isoformat() if isinstance(value, date | datetime) else value


def as_sqlite(snapshot: Snapshot) -> bytes:
    """One file in which each mart is a table with its grain as key; beside them what they mean and where they come
    from.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder) / DATABASE
        with closing(sqlite3.connect(path)) as database:
            for reading in snapshot.readings:
                view = reading.mart.figures
                columns = [f'"{name}" {_SQL_TYPES.get(column.type, "TEXT")}' for name, column in view.columns.items()]
                rows = [[_sql_value(row[name]) for name in view.columns] for row in reading.rows]
                _add_table(database, view.name, columns, view.grain, rows)
            for name, (columns, key, rows) in _beside(snapshot).items():
                _add_table(database, name, columns, key, rows)
            database.commit()
        return path.read_bytes()


def _beside(snapshot: Snapshot) -> dict[str, tuple[Sequence[str], Sequence[str], Sequence[Sequence[Any]]]]:
    """Small tables by name: their columns, their key and their rows."""
    point = snapshot.point
    offices = [(office.office, office.period, int(office.carried)) for office in snapshot.offices]
    views = [reading.mart.figures for reading in snapshot.readings]
    words = [
        (view.name, number, name, meaning(column))
        for view in views
        for number, (name, column) in enumerate(view.columns.items(), 1)
    ]
    return {
        "terbitan": (
            ("period TEXT", "known_on TEXT", "definition TEXT"),
            ("period",),
            [(point.period, point.known_on.isoformat(), DEFINITION)],
        ),
        "terbitan_kantor": (("office TEXT", "period_data TEXT", "terbawa INTEGER"), ("office",), offices),
        "tahap": (("tahap TEXT", "urutan INTEGER"), ("tahap",), [(name, at) for at, name in enumerate(STAGES, 1)]),
        "kamus": (
            ("tabel TEXT", "urutan INTEGER", "kolom TEXT", "arti TEXT"),
            ("tabel", "kolom"),
            words,
        ),
    }


def _add_table(
    database: sqlite3.Connection, name: str, columns: Sequence[str], key: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    keyed = ", ".join(f'"{column}"' for column in key)
    database.execute(f"CREATE TABLE {name} ({', '.join(columns)}, PRIMARY KEY ({keyed}))")
    database.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})", rows)


def _sql_value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def timeless(workbook: bytes) -> bytes:
    """An xlsx without the time at which it was made."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name) if name != "docProps/core.xml" else _PROPERTIES
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, content)
    return file.getvalue()


_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)


def _read_me(snapshot: Snapshot, zone: ZoneInfo) -> str:
    carried = [f"{office.office} ({office.period})" for office in snapshot.offices if office.carried]
    old = f"Data yang lebih lama daripada bulan ini: {', '.join(carried)}.\n" if carried else ""
    return f"""\
Angka kemitraan UMKM Sulawesi Barat, bulan {snapshot.point.period},
seperti diketahui pada {snapshot.point.known_on.astimezone(zone):%Y-%m-%d %H.%M}. Definisi {DEFINITION}.
{old}
csv/       untuk Excel di Indonesia: titik koma, koma desimal
xlsx/      satu buku kerja untuk setiap mart, dengan arti kolomnya
parquet/   untuk program; {VIEWS} membuat pandangannya di DuckDB
{DATABASE}  semua mart sebagai tabel berkunci, dengan kamusnya; `kemitraan explore` membukanya di peramban
{PACKAGE}  arti, satuan, sidik, dan banyak baris setiap berkas (Frictionless)

Yang kosong: lihat keterangan kolomnya. Jumlah di bawah tiga menurut tempat, dan uang dari kurang dari tiga usaha,
tidak diterbitkan. Folder ini tidak pernah diubah; perbaikan terbit sebagai nomor berikutnya.
"""
