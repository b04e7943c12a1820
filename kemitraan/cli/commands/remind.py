"""``kemitraan remind``: sends the letters that today asks for, each once."""

from __future__ import annotations

import argparse
import json
from typing import Any
from zoneinfo import ZoneInfo

from kemitraan.cli.arguments import as_json, at_day
from kemitraan.cli.homes import ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.errors import explained
from kemitraan.steps.letters.decision_letters import decisions_waiting, send_decision_letters
from kemitraan.steps.letters.due_calendar import calendar
from kemitraan.steps.letters.letter_words import fate_words, kind_of_letter_words
from kemitraan.steps.letters.reminding import Fate, LetterLine, remind
from schemas.messages import time_words

HEADERS = ("Kepada", "Surat", "Periode", "Keadaan")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Mengirim surel yang diminta hari ini, masing-masing sekali: pengingat sebelum batas kirim, lalu "
        "pemberitahuan kepada yang terlambat dan satu rangkuman bagi petugas provinsi."
    )
    at_day(parser)
    parser.add_argument("--dry-run", action="store_true", help="hanya tampilkan; tidak ada yang dikirim")
    as_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Sends or shows the letters. Gives 1 when a letter could not be sent."""
    workshop = ready_workshop(arguments)
    due_calendar = calendar(workshop, arguments.today or workshop.now().date())
    lines = remind(workshop, due_calendar, workshop.connectors.mailer, arguments.dry_run)
    zone = workshop.config.settings.zone
    if arguments.json:
        print(json.dumps([_as_dict(line) for line in lines], ensure_ascii=False, indent=1))
    elif lines:
        print("\n".join(in_columns(HEADERS, [_row(line, zone) for line in lines])))
        print("".join(f"\n{line.name}: {_problem(line)}" for line in lines if line.error), end="")
    else:
        print("Tidak ada surat untuk hari ini.")
    if not arguments.dry_run:
        for open_decision in decisions_waiting(workshop):
            send_decision_letters(workshop, open_decision)
    return 1 if any(line.fate is Fate.FAILED for line in lines) else 0


def _row(line: LetterLine, zone: ZoneInfo) -> tuple[str, ...]:
    time_text = f", {time_words(line.sent_at.astimezone(zone))}" if line.sent_at else ""
    return line.name, kind_of_letter_words(line.kind), line.period, fate_words(line.fate) + time_text


def _problem(line: LetterLine) -> str:
    assert line.error is not None
    return f"{explained(line.error)}\n"


def _as_dict(line: LetterLine) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "office": line.office,
        "period": line.period,
        "fate": line.fate,
        "sent_at": line.sent_at.isoformat() if line.sent_at else None,
        "problem": _problem(line).strip() if line.error else None,
    }
