"""``kemitraan upgrade``: the warehouse's tables at this version."""

from __future__ import annotations

import argparse

from kemitraan.cli.commands.init import upgrade_home
from kemitraan.cli.homes import home_of

ACCEPTED = (
    "Kunci yang sekarang dipakai gudang ini. Simpan salinannya di tempat terpisah yang aman. Sidik NIK dari kiriman lama "
    "baru cocok lagi setelah kiriman itu diproses ulang (`kemitraan reprocess`)."
)


def run(arguments: argparse.Namespace) -> int:
    """Bring the warehouse to this version; twice changes nothing."""
    for note in upgrade_home(home_of(arguments), accept_new_key=arguments.accept_new_key):
        print(note)
    if arguments.accept_new_key:
        print(ACCEPTED)
    print("Gudang data sudah pada versi terbaru.")
    return 0
