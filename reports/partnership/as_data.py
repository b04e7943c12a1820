"""The whole report as data: every form of it shows these figures and no other (``figures.md`` §6)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from reports.partnership.ageing import ageing
from reports.partnership.carried import USUAL_ASSUMPTIONS, Assumptions, carried
from reports.partnership.changes import changes, commands
from reports.partnership.compared import compared
from reports.partnership.effect import effects
from reports.partnership.headline import headline
from reports.partnership.in_process import accepted
from reports.partnership.market import assignment, flows
from reports.partnership.mentoring import plans
from reports.partnership.money import money_rows
from reports.partnership.not_known import not_known
from reports.partnership.obstacles import obstacles
from reports.partnership.one_step import one_step_away
from reports.partnership.pooled import pooled_orders
from reports.partnership.reading import ReportSource
from reports.partnership.rows_behind import rows_as_data
from reports.partnership.telling import decisions, sentences
from reports.partnership.unlock import unlocks
from warehouse.mart_reading import DEFINITION, described_mart

DIGITS = 12
"""Significant digits of a mart's fractions."""


def report_data(
    source: ReportSource, visits: int, zone: ZoneInfo, assumptions: Assumptions = USUAL_ASSUMPTIONS
) -> dict[str, Any]:
    """The report in the form that JSON takes. ``visits`` is how many each regency can make, ``zone`` the clock in which
    the moment is told, ``assumptions`` what no workbook says of transport and outlets.
    """
    point = source.point
    opening, sold = unlocks(source.now), flows(source.market)
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
        "pembukaan": plain(opening),
        "satu_langkah": plain(one_step_away(source.now)),
        "rencana": plain(plans(source.now, visits)),
        "dampak": plain(effects(source.before, source.now, source.visits) if source.before else ()),
        "pasar": plain(assignment(source.market, sold)),
        "headline": plain(headline(source, zone)),
        "perbandingan": plain(compared(source, zone)),
        "hambatan": plain(obstacles(source.now)),
        "pesanan_bersama": plain(pooled_orders(source.market, sold)),
        "tidak_diketahui": plain(not_known(source.now)),
        "umur_corong": plain(ageing(source.standing, point.period) if point else ()),
        "anggapan": plain(assumptions),
        "selama_proses": plain(
            accepted(source.now, source.in_process, point.period, assumptions.bulan_proses) if point else ()
        ),
        "beban": plain(carried(source.now, opening, assumptions)),
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
