"""``kemitraan rebuild``: the current tables made anew from history."""

from __future__ import annotations

import argparse

from kemitraan.cli.homes import ready_workshop
from warehouse.rebuilding import differing_rows, rebuild


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Membuat ulang tabel kini dan tabel bulanan dari semua pernyataan yang berlaku, dalam satu transaksi. Hanya perlu "
        "bila `kemitraan verify` menyebutnya berbeda."
    )


def run(arguments: argparse.Namespace) -> int:
    """Makes the current tables anew, and prints what was different."""
    workshop = ready_workshop(arguments)
    differing = differing_rows(workshop.warehouse)
    rebuild(workshop.warehouse)
    for name, count in differing.items():
        print(f"{name}: {count} baris berbeda, kini sesuai riwayat.")
    print("Tabel kini dibuat ulang dari riwayat." if differing else "Tabel kini dibuat ulang; tidak ada yang berbeda.")
    return 0
