"""``kemitraan mart``: the rows of a mart, for any month, as known on any day."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from connectors.local_files import write_atomically
from kemitraan.cli.arguments import point_of_view
from kemitraan.cli.homes import ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.errors import UsageError
from kemitraan.steps.workshop import Workshop
from reports.mart_files import FILES
from schemas.messages import period_words
from schemas.period import Period
from warehouse.mart_reading import DEFINITION, MartReading, read_mart_at

_READABLE = ("csv", "html", "json")
"""Forms that a screen can show."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Menampilkan angka sebuah mart untuk satu bulan, seperti diketahui pada suatu saat. csv untuk program (koma, titik "
        "desimal); untuk Excel pakai xlsx."
    )
    parser.epilog = (
        "Contoh: kemitraan mart kemitraan --period 2026-11 · kemitraan mart legalitas --format xlsx --to legalitas.xlsx"
    )
    parser.add_argument("name", metavar="NAMA", help="nama mart, misalnya kemitraan")
    point_of_view(parser)
    parser.add_argument(
        "--format", choices=["table", "json", "csv", "xlsx", "parquet"], default="table", help="bentuk keluaran"
    )
    parser.add_argument("--to", metavar="BERKAS", type=Path, help="tulis ke berkas ini (csv, xlsx, parquet)")


def run(arguments: argparse.Namespace) -> int:
    """Prints a mart."""
    workshop = ready_workshop(arguments)
    zone = workshop.config.settings.zone
    period, known_on = known_on_of(workshop, arguments)
    reading = read_mart_at(workshop.warehouse, arguments.name, period=period, known_on=known_on)
    if not reading.anything:
        print("Belum ada yang berlaku dari sudut pandang itu.", file=sys.stderr)
    if arguments.format in FILES:
        write_file(FILES[arguments.format](reading), arguments.to, arguments.format)
    else:
        FORMATS[arguments.format](reading, zone, period, known_on)
    return 0


def write_file(content: bytes, to: Path | None, ending: str) -> None:
    """Writes to the named file, else to standard output. Bytes for programs are not written to a screen."""
    if to is not None:
        write_atomically(to, content, 0o644)
        print(f"Ditulis: {to}")
        return
    if ending not in _READABLE and sys.stdout.isatty():
        raise UsageError(f"{ending} bukan untuk layar. Tulis --to BERKAS, misalnya --to hasil.{ending}.")
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def known_on_of(workshop: Workshop, arguments: argparse.Namespace) -> tuple[Period | None, datetime | None]:
    """The month and the moment that a command asks for. Raises UsageError for a month that has not come."""
    zone = workshop.config.settings.zone
    if arguments.period and arguments.period > Period.of(workshop.now().astimezone(zone)):
        raise UsageError(f"bulan {period_words(arguments.period)} belum tiba.")
    return arguments.period, moment_of(arguments.known_on, zone) if arguments.known_on else None


def moment_of(text: str, zone: ZoneInfo) -> datetime:
    """A moment in time. A bare date means the end of that day by the office's clock, and a time without zone is by that
    clock.
    """
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(23, 59, 59), zone)
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} bukan waktu; tulis seperti 2026-11-30 atau 2026-11-30T12:00:00+08:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _json(reading: MartReading, zone: ZoneInfo, period: Period | None, known_on: datetime | None) -> None:
    point = reading.point
    moment = point.known_on if point else known_on
    print(
        json.dumps(
            {
                "mart": reading.mart.name,
                "definition": DEFINITION,
                "period": point.period if point else period,
                "known_on": moment.astimezone(zone).isoformat() if moment else None,
                "rows": [{name: _plain(value) for name, value in row.items()} for row in reading.rows],
            },
            ensure_ascii=False,
            indent=1,
        )
    )


def _table(reading: MartReading, zone: ZoneInfo, period: Period | None, known_on: datetime | None) -> None:
    names = list(reading.mart.figures.columns)
    rows = [["–" if row[name] is None else _plain(row[name]) for name in names] for row in reading.rows]
    print("\n".join(in_columns(names, rows)))


FORMATS: dict[str, Callable[..., None]] = {"table": _table, "json": _json}


def _plain(value: Any) -> Any:
    """Converts a value for JSON."""
    return value.isoformat() if isinstance(value, date | datetime) else value
