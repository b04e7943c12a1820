"""``kemitraan upgrade``: brings the warehouse's tables to this version."""

from __future__ import annotations

import argparse
import os

from kemitraan.cli.commands.init import upgrade_home
from kemitraan.cli.homes import home_of, secret_block
from kemitraan.steps.care.upgrading import back_up_before_upgrade, needs_upgrade

ACCEPTED = (
    "Kunci yang sekarang dipakai gudang ini. Simpan salinannya di tempat terpisah yang aman. Sidik NIK dari kiriman lama "
    "baru cocok lagi setelah kiriman itu diproses ulang (`kemitraan reprocess`)."
)
READY = "Gudang data sudah pada versi terbaru."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = "Membawa tabel gudang ke versi terbaru; data tetap."
    parser.add_argument(
        "--backup", action="store_true", help="hanya bila ada yang akan berubah, dan sesudah membuat cadangan"
    )
    parser.add_argument(
        "--accept-new-key",
        action="store_true",
        help="pakai kunci yang sekarang, walaupun gudang ini dikerjakan dengan kunci lain. Hanya bila kunci lama hilang "
        "untuk selamanya: tanda terima lama tidak dapat dibuktikan lagi, dan pemilik usaha tidak dikenali lagi dari "
        "NIK-nya sampai kirimannya diproses ulang",
    )


def run(arguments: argparse.Namespace) -> int:
    """Brings the warehouse to this version. Doing it twice changes nothing."""
    if arguments.backup and not needs_upgrade(home_of(arguments), os.environ, secret_block):
        print(READY)
        return 0
    if arguments.backup and (backup := back_up_before_upgrade(home_of(arguments), os.environ, secret_block)):
        print(f"Cadangan: {backup}")
    for note in upgrade_home(home_of(arguments), accept_new_key=arguments.accept_new_key):
        print(note)
    if arguments.accept_new_key:
        print(ACCEPTED)
    print(READY)
    return 0
