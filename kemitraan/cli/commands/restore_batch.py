"""``kemitraan restore-batch``: puts an old submission back in force."""

from __future__ import annotations

import argparse

from kemitraan.cli.commands import in_force
from kemitraan.steps.decisions.putting_in_force import ForceAct


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Kiriman lama yang pernah berlaku berlaku kembali, menggantikan yang sekarang. Tidak ada yang dihapus."
    )
    in_force.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """See ``in_force.change``."""
    return in_force.change(arguments, ForceAct.RESTORE)
