"""``kemitraan verify``: every archived file compared with its hash, and the current tables with history."""

from __future__ import annotations

import argparse

from kemitraan.cli.arguments import count
from kemitraan.cli.homes import ready_workshop
from kemitraan.steps.care.verifying import damage_words, differing_words, verify_archive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Membaca setiap berkas arsip dan mencocokkannya dengan SHA-256, lalu mencocokkan tabel kini dengan yang dibuat ulang "
        "dari riwayat. Status keluar 1 bila ada yang rusak atau berbeda."
    )
    parser.add_argument("--most", type=count, metavar="BANYAK", help="paling banyak sekian berkas (bawaan: semua)")


def run(arguments: argparse.Namespace) -> int:
    """Compares, and prints what is damaged or gone. Gives 1 when anything is."""
    workshop = ready_workshop(arguments)
    verified = verify_archive(workshop, arguments.most)
    print(f"{verified.compared} dari {verified.kept} berkas arsip dicocokkan dengan sidiknya.")
    for file in verified.damaged:
        print(damage_words(workshop, file))
    differing = differing_words(workshop.warehouse)
    for words in differing:
        print(words)
    if not verified.damaged and not differing:
        print("Semua utuh.")
    return 1 if verified.damaged or differing else 0
