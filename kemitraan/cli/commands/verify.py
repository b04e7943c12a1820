"""``kemitraan verify``: every archived file compared with its hash."""

from __future__ import annotations

import argparse

from kemitraan.cli.arguments import count
from kemitraan.cli.homes import ready_workshop
from kemitraan.steps.care.verifying import damage_words, verify_archive


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Membaca setiap berkas arsip dan mencocokkannya dengan SHA-256. Status keluar 1 bila ada yang rusak."
    )
    parser.add_argument("--most", type=count, metavar="BANYAK", help="paling banyak sekian berkas (bawaan: semua)")


def run(arguments: argparse.Namespace) -> int:
    """Compare and print what is damaged or gone; 1 when anything is."""
    workshop = ready_workshop(arguments)
    found = verify_archive(workshop, arguments.most)
    print(f"{found.compared} dari {found.kept} berkas arsip dicocokkan dengan sidiknya.")
    for file in found.damaged:
        print(damage_words(workshop, file))
    if not found.damaged:
        print("Semua utuh.")
    return 1 if found.damaged else 0
