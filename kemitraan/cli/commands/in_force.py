"""``kemitraan withdraw`` and ``kemitraan restore-batch``: which submission is in force, changed by a person."""

from __future__ import annotations

import argparse
import getpass

from kemitraan.cli.homes import ready_workshop
from kemitraan.steps.decisions.putting_in_force import ForceAct, plan_words, put_in_force
from warehouse.reprocessing import find_submission

_DONE = {ForceAct.WITHDRAW: "tidak berlaku lagi", ForceAct.RESTORE: "berlaku"}


def run(arguments: argparse.Namespace) -> int:
    """Take the submission out of force, or put it back, with an audit row of who and why; say what was and is in force."""
    workshop = ready_workshop(arguments)
    submission = find_submission(workshop.warehouse, arguments.submission)
    act = ForceAct.WITHDRAW if arguments.command == "withdraw" else ForceAct.RESTORE
    plan = put_in_force(workshop, submission, act, who=arguments.who or getpass.getuser(), why=arguments.why)
    print(f"Kiriman {submission} {_DONE[act]}. {plan_words(plan)}")
    return 0
