"""``kemitraan dues``: the calendar of dues."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import date

from kemitraan.cli.homes import office_named, ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.steps.letters.due_calendar import CalendarRow, calendar, calendar_rows
from kemitraan.steps.letters.letter_words import standing_words

HEADERS = ("Kantor", "Periode", "Batas kirim", "Keadaan", "Dikirim", "Dijawab", "Diingatkan", "Ditegur")


def run(arguments: argparse.Namespace) -> int:
    """Print where every office stands."""
    workshop = ready_workshop(arguments)
    slugs = {office_named(workshop.config, name).slug for name in arguments.office or []}
    seen = calendar(workshop, arguments.today or workshop.now().date(), arguments.period)
    rows = [row for row in calendar_rows(workshop, seen) if not slugs or row.office in slugs]
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
