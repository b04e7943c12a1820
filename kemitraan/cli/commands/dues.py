"""``kemitraan dues``: the calendar of dues."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import date

from kemitraan.cli.arguments import as_json, at_day, period, several_offices
from kemitraan.cli.homes import office_named, ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.steps.letters.due_calendar import CalendarRow, calendar, calendar_rows
from kemitraan.steps.letters.letter_words import standing_words

HEADERS = ("Kantor", "Periode", "Batas kirim", "Keadaan", "Dikirim", "Dijawab", "Diingatkan", "Ditegur")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Keadaan setiap kantor yang wajib lapor: untuk periode yang terakhir jatuh tempo dan yang berikutnya."
    )
    several_offices(parser)
    parser.add_argument("--period", type=period, metavar="PERIODE", help="hanya periode ini, misalnya 2026-11")
    at_day(parser)
    as_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints where every office stands."""
    workshop = ready_workshop(arguments)
    slugs = {office_named(workshop.config, name).slug for name in arguments.office or []}
    due_calendar = calendar(workshop, arguments.today or workshop.now().date(), arguments.period)
    rows = [row for row in calendar_rows(workshop, due_calendar) if not slugs or row.office in slugs]
    if arguments.json:
        print(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1, default=str))
    elif rows:
        print("\n".join(in_columns(HEADERS, [_row(row) for row in rows])))
    else:
        print("Tidak ada kantor yang wajib lapor.")
    return 0


def _row(row: CalendarRow) -> tuple[str, ...]:
    days = (row.came_on, row.told_on, row.reminded_on, row.complained_on)
    return row.name, row.period, f"{row.due}", standing_words(row.standing), *map(_shown, days)


def _shown(day: date | None) -> str:
    return f"{day}" if day else "–"
