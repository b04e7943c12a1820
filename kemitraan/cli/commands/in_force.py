"""What ``kemitraan withdraw`` and ``kemitraan restore-batch`` share: which submission is in force, changed by a
person.
"""

from __future__ import annotations

import argparse
import getpass

from kemitraan.cli.arguments import submission_or_hash
from kemitraan.cli.homes import ready_workshop
from kemitraan.steps.decisions.putting_in_force import ForceAct, plan_words, put_in_force
from warehouse.reprocessing import find_submission

_DONE = {ForceAct.WITHDRAW: "tidak berlaku lagi", ForceAct.RESTORE: "berlaku"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What both take."""
    parser.add_argument(
        "submission",
        metavar="KIRIMAN",
        type=submission_or_hash,
        help="nomor kiriman atau SHA-256 berkasnya; 8 angka pertama cukup",
    )
    parser.add_argument("--why", required=True, metavar="ALASAN", help="sebabnya, untuk catatan jejak")
    parser.add_argument("--who", metavar="NAMA", help="siapa yang memutuskan (bawaan: pengguna komputer ini)")


def change(arguments: argparse.Namespace, act: ForceAct) -> int:
    """Takes the submission out of force, or puts it back, with an audit row of who and why. Says what was in force and
    what is now.
    """
    workshop = ready_workshop(arguments)
    submission = find_submission(workshop.warehouse, arguments.submission)
    plan = put_in_force(workshop, submission, act, who=arguments.who or getpass.getuser(), why=arguments.why)
    print(f"Kiriman {submission} {_DONE[act]}. {plan_words(plan)}")
    return 0
