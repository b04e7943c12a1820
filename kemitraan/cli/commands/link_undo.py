"""``kemitraan link-undo``: ends a decision about two records; without a number, lists the decisions."""

from __future__ import annotations

import argparse

from kemitraan.cli.homes import ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.errors import UsageError
from kemitraan.steps.identities.deciding import ANSWER_WORDS, undo
from schemas.messages import time_words
from warehouse.identities.decisions import IdentityDecision, all_decisions
from warehouse.identities.subjects import SUBJECTS

_WORDS = {answer: word for word, answer in ANSWER_WORDS.items()}
_HEADERS = ("Nomor", "Catatan", "Catatan lain", "Keputusan", "Oleh", "Alasan", "Sejak", "Berakhir")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = "Membatalkan satu keputusan tentang dua catatan. Tanpa nomor: daftar semua keputusan."
    parser.epilog = "Contoh: kemitraan link-undo · kemitraan link-undo 12 --name Rahma --reason 'Ternyata saudaranya.'"
    parser.add_argument("number", metavar="NOMOR", type=int, nargs="?", help="nomor keputusannya")
    parser.add_argument("--name", metavar="NAMA", help="nama petugas yang membatalkan")
    parser.add_argument("--reason", metavar="ALASAN", help="alasannya")


def run(arguments: argparse.Namespace) -> int:
    """Ends the decision and prints what both records are since."""
    workshop = ready_workshop(arguments)
    with workshop.warehouse.read() as connection:
        decisions = all_decisions(connection)
    if arguments.number is None:
        zone = workshop.config.settings.zone
        rows = [_row(decision, zone) for decision in decisions]
        print("\n".join(in_columns(_HEADERS, rows)) if rows else "Belum ada keputusan.")
        return 0
    if not arguments.name or not arguments.reason:
        raise UsageError("tulis --name dan --reason.")
    decision_named = next((decision for decision in decisions if decision.id == arguments.number), None)
    if decision_named is None:
        raise UsageError(f"tidak ada keputusan nomor {arguments.number}.")
    ended = undo(workshop, arguments.number, SUBJECTS[decision_named.subject], who=arguments.name, why=arguments.reason)
    print(f"Keputusan nomor {ended.decision.id} dibatalkan. Kini: {', '.join(ended.numbers)}.")
    return 0


def _row(decision: IdentityDecision, zone) -> list[str]:
    a, b = ("/".join(record) for record in decision.pair)
    end = time_words(decision.live_to.astimezone(zone)) if decision.live_to else "–"
    since = time_words(decision.live_from.astimezone(zone))
    return [str(decision.id), a, b, _WORDS[decision.answer], decision.who, decision.why, since, end]
