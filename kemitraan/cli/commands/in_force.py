"""``kemitraan withdraw`` and ``kemitraan restore-batch``: which submission is in force, changed by a person."""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Sequence

from kemitraan.cli.homes import ready_workshop
from warehouse.publishing import Moved, restore, withdraw
from warehouse.reprocessing import find_submission


def run(arguments: argparse.Namespace) -> int:
    """Take the submission out of force, or put it back, with an audit row of who and why."""
    workshop = ready_workshop(arguments)
    submission = find_submission(workshop.warehouse, arguments.submission)
    who = arguments.who or getpass.getuser()
    if arguments.command == "withdraw":
        back = withdraw(workshop.warehouse, submission, who=who, why=arguments.why)
        print(f"Kiriman {submission} tidak berlaku lagi. {_back_words(back)}")
        return 0
    gone = restore(workshop.warehouse, submission, who=who, why=arguments.why)
    print(" ".join([f"Kiriman {submission} berlaku.", *(f"{_named(one)} tidak berlaku lagi." for one in gone)]))
    return 0


def _back_words(back: Sequence[Moved]) -> str:
    if not back:
        return "Tidak ada yang berlaku kembali di tempatnya."
    return " ".join(f"{_named(one)} berlaku kembali." for one in back)


def _named(moved: Moved) -> str:
    return f"Kiriman {moved.submission} (lembar {', '.join(moved.sheets)})"
