"""Reference rows: places, offices, months with their due days, stages, requirements and units, made anew by an
upgrade.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, delete, insert

from schemas.contracts import CONTRACTS
from schemas.office import PROVINCE, SOUTH_SULAWESI, OfficeCode
from schemas.period import Period
from warehouse.dictionary_rows import dictionary_rows
from warehouse.reference_tables import (
    dim_bulan,
    dim_kamus,
    dim_konversi,
    dim_office,
    dim_persyaratan,
    dim_tahap,
    dim_wilayah,
)

FIRST_YEAR, LAST_YEAR = 2000, 2100
FIRST_MONTH = f"{FIRST_YEAR}-01"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Calendar:
    """When a month's report is due: the day of the month after, which ends by this zone's clock (IANA name)."""

    due_day: int = 5
    zone: str = "Asia/Makassar"


USUAL = Calendar()
"""The settings of a new home."""


def fill_references(connection: Connection, calendar: Calendar) -> None:
    """Replaces the existing rows by those of this version."""
    places = list(_shipped("schemas", "wilayah"))
    rows_by_table: dict[Table, list[Row]] = {
        dim_wilayah: places,
        dim_office: list(_offices(places)),
        dim_bulan: list(_months(calendar)),
        dim_tahap: list(_stages()),
        dim_persyaratan: [
            _typed(row, berlaku_mulai=_day, berlaku_sampai=_day, di_luar_data=int)
            for row in _shipped("warehouse", "persyaratan")
        ],
        dim_kamus: list(dictionary_rows()),
        dim_konversi: [_typed(row, isi=float, pembagi=float) for row in _shipped("warehouse", "konversi")],
    }
    for table, rows in rows_by_table.items():
        connection.execute(delete(table))
        connection.execute(insert(table), rows)


def _shipped(room: str, name: str) -> Iterator[dict[str, str | None]]:
    """The lines of a room's data file; an empty cell is None."""
    text = resources.files(room).joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        yield {column: value or None for column, value in row.items()}


def _typed(row: Row, **types: Any) -> Row:
    return {name: types[name](value) if name in types and value is not None else value for name, value in row.items()}


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _offices(places: list[dict[str, str | None]]) -> Iterator[Row]:
    """The offices, with their names in the list of places: ``Kabupaten Majene``."""
    names = {place["code"]: place["name"] for place in places}
    for office in CONTRACTS.whole.regencies:
        yield {"code": office.code, "name": names[office.code], "kind": office.kind, "prefix": office.prefix}
    for place in places:
        if place["parent_code"] == SOUTH_SULAWESI:
            prefix = CONTRACTS.whole.collaborator_prefix
            yield {
                "code": place["code"],
                "name": place["name"],
                "kind": OfficeCode(place["code"]).kind,
                "prefix": prefix,
            }
        elif place["code"] == PROVINCE:
            yield {"code": PROVINCE, "name": f"Provinsi {place['name']}", "kind": PROVINCE.kind, "prefix": None}


def _months(calendar: Calendar) -> Iterator[Row]:
    zone = ZoneInfo(calendar.zone)
    for number in range(FIRST_YEAR * 12, LAST_YEAR * 12):
        first_day, after = _first_day(number), _first_day(number + 1)
        due = after + timedelta(days=calendar.due_day - 1)
        late = datetime.combine(due + timedelta(days=1), datetime.min.time(), zone)
        yield {
            "period": Period.of(first_day),
            "urutan": number,
            "hari_awal": first_day,
            "hari_akhir": after - timedelta(days=1),
            "batas": due,
            "batas_lewat": late.astimezone(UTC),
        }


def _first_day(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _stages() -> Iterator[Row]:
    kind = CONTRACTS.whole.kind("regency").sheet("Kemitraan")["tahap"].kind
    for number, word in enumerate(kind.choices(), 1):
        yield {"tahap": word.text, "urutan": number}
