"""The whole report as data: every form of it shows these figures and no other (``figures.md`` §6)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from reports.partnership.changes import changes, commands
from reports.partnership.compared import compared
from reports.partnership.headline import headline
from reports.partnership.market import assignment
from reports.partnership.money import money_rows
from reports.partnership.reading import ReportSource
from reports.partnership.rows_behind import rows_as_data
from reports.partnership.telling import decisions, sentences
from warehouse.mart_reading import DEFINITION, described_mart

DIGITS = 12
"""Significant digits of a mart's fractions."""


def report_data(source: ReportSource, zone: ZoneInfo) -> dict[str, Any]:
    """The report in the form that JSON takes. ``zone`` is the clock in which the moment is told. What was read must
    hold the report's parts, so marts among them.
    """
    point, parts = source.point, source.parts
    assert parts is not None
    data = {
        "untuk": "kantor",
        "definition": DEFINITION,
        "period": point.period if point else None,
        "known_on": point.known_on.astimezone(zone).isoformat() if point else None,
        "offices": [
            {
                "office": office.office,
                "nama": office.name,
                "period_data": office.period_data,
                "terbawa": int(point is not None and office.period_data < point.period),
            }
            for office in source.offices
        ],
        "marts": {name: _steady(name, rows) for name, rows in source.marts.items()},
        "pembukaan": plain(parts.opening),
        "satu_langkah": plain(parts.near),
        "rencana": [_named(plan, source.names) for plan in plain(parts.plans)],
        "dampak": plain(parts.effects),
        "pasar": plain(assignment(source.market, parts.sold)),
        "headline": plain(headline(source, zone)),
        "perbandingan": plain(compared(source, zone)),
        "hambatan": plain(parts.obstacles),
        "pesanan_bersama": plain(parts.pooled),
        "tidak_diketahui": plain(parts.not_known),
        "umur_corong": plain(parts.ageing),
        "anggapan": plain(parts.asked.assumptions),
        "selama_proses": plain(parts.accepted),
        "beban": plain(parts.carried),
        "perubahan": plain(changes(source, zone)),
        "perubahan_lain": plain(commands(source)),
        "uang": money_rows(source.money, point, zone),
        "asal": plain(rows_as_data(source.rows, point, zone)),
    }
    names = {row["office"]: row["nama_kabupaten"] for row in source.marts["kepatuhan"]}
    return data | {
        "kalimat": plain(sentences(data["perbandingan"])),
        "keputusan": plain(decisions(data, point, names, zone) if point else ()),
    }


def _named(plan: dict[str, Any], names: Mapping[tuple[str, str], str]) -> dict[str, Any]:
    """A plan whose visits say what the businesses are called."""
    visits = [visit | {"nama_usaha": names.get((plan["office"], visit["kode_umkm"]))} for visit in plan["visits"]]
    return plan | {"visits": visits}


def as_bytes(data: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8; the same data give the same bytes."""
    return b"".join(pieces(data))


def pieces(data: Mapping[str, Any]) -> Iterator[bytes]:
    """The same a row a line, one after another, for whoever writes them without holding them all."""
    yield from _of_mapping(data)
    yield b"\n"


def _of_mapping(values: Mapping[str, Any]) -> Iterator[bytes]:
    yield b"{"
    for at, (name, value) in enumerate(values.items()):
        yield f"{',' if at else ''}\n{_encoded(name)}: ".encode()
        if isinstance(value, Mapping) and value:
            yield from _of_mapping(value)
        elif isinstance(value, list) and value:
            yield from _of_rows(value)
        else:
            yield _encoded(value).encode()
    yield b"\n}"


def _of_rows(rows: Iterable[Any]) -> Iterator[bytes]:
    for at, row in enumerate(rows):
        yield f"{',' if at else '['}\n{_encoded(row)}".encode()
    yield b"\n]"


_encoded = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _steady(mart: str, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """A mart's rows with its fractions as fractions everywhere, and without the last digits of a mean, which follow the
    order in which a database adds up. Rows that hold nothing of the kind are handed on as they are: they may be many.
    """
    columns = described_mart(mart).figures.columns
    fractions = {name for name, column in columns.items() if column.type == "number"}
    if not fractions and not any(column.type in ("date", "moment") for column in columns.values()):
        return rows
    return [
        {
            name: float(f"{value:.{DIGITS}g}") if name in fractions and value is not None else plain(value)
            for name, value in row.items()
        }
        for row in rows
    ]


def plain(value: Any) -> Any:
    """A value in the form that JSON takes: dates by ISO 8601, fields of a dataclass by name."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: plain(inner) for name, inner in value.items()}
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    raise TypeError(f"no form in JSON for {type(value).__name__}")
