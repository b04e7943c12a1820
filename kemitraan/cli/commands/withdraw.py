"""``kemitraan withdraw``: takes a submission out of force."""

from __future__ import annotations

import argparse

from kemitraan.cli.commands import in_force
from kemitraan.steps.decisions.putting_in_force import ForceAct


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Kiriman ini tidak berlaku lagi, dan yang digantikannya berlaku kembali. Tidak ada yang dihapus."
    )
    in_force.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """See ``in_force.change``."""
    return in_force.change(arguments, ForceAct.WITHDRAW)
