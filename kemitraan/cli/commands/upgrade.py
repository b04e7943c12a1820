"""``kemitraan upgrade``: the warehouse's tables at this version."""

from __future__ import annotations

import argparse

from kemitraan.cli.commands.init import upgrade_home
from kemitraan.cli.homes import home_of


def run(arguments: argparse.Namespace) -> int:
    """Bring the warehouse to this version; twice changes nothing."""
    for note in upgrade_home(home_of(arguments)):
        print(note)
    print("Gudang data sudah pada versi terbaru.")
    return 0
