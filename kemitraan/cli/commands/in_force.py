"""``kemitraan withdraw`` and ``kemitraan restore-batch``: which submission is in force, changed by a person."""

from __future__ import annotations

import argparse
import getpass

from kemitraan.cli.homes import ready_workshop
from warehouse.publishing import restore, withdraw
from warehouse.reprocessing import find_submission


def run(arguments: argparse.Namespace) -> int:
    """Take the submission out of force, or put it back, with an audit row of who and why."""
    workshop = ready_workshop(arguments)
    submission = find_submission(workshop.warehouse, arguments.submission)
    who = arguments.who or getpass.getuser()
    if arguments.command == "withdraw":
        back = withdraw(workshop.warehouse, submission, who=who, why=arguments.why)
        then = (
            f"Kiriman {back} berlaku kembali." if back else "Untuk kantor dan periode itu kini tidak ada yang berlaku."
        )
        print(f"Kiriman {submission} tidak berlaku lagi. {then}")
        return 0
    gone = restore(workshop.warehouse, submission, who=who, why=arguments.why)
    then = f" Kiriman {gone} tidak berlaku lagi." if gone else ""
    print(f"Kiriman {submission} berlaku.{then}")
    return 0
