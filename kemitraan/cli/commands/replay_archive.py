"""``kemitraan replay-archive``: the warehouse made again from the archive alone."""

from __future__ import annotations

import argparse

from kemitraan.cli.homes import ready_workshop
from kemitraan.errors import terminal_words
from kemitraan.steps.job.from_archive import make_from_archive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Bila gudang data hilang dan cadangannya juga: setiap berkas di arsip diperiksa lagi seperti pada harinya, dimuat, dan "
        "diberlakukan menurut urutannya, dengan keputusan petugas yang tercatat di sampingnya. Pengirim tidak "
        "dijawab lagi. Yang sudah ada di gudang data dibiarkan."
    )


def run(arguments: argparse.Namespace) -> int:
    """Makes the warehouse again, and prints the result. Gives 1 when a file could not be taken up."""
    workshop = ready_workshop(arguments)
    replay = make_from_archive(workshop)
    dated = f", dan {replay.dated} koreksi dan pengecualian" if replay.dated else ""
    print(f"{replay.files} berkas dan {replay.decisions} keputusan dari arsip dimasukkan menurut urutannya{dated}.")
    if replay.waiting:
        print(f"{replay.waiting} kiriman menunggu keputusan; lihat `kemitraan waiting`.")
    for submission, error in replay.problems.items():
        print(f"Kiriman {submission}: {terminal_words(error)}")
    return 1 if replay.problems else 0
