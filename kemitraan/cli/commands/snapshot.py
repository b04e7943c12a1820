"""``kemitraan snapshot``: a month's figures as files for others."""

from __future__ import annotations

import argparse
from pathlib import Path

from kemitraan.cli.arguments import point_of_view
from kemitraan.cli.commands.mart import known_on_of
from kemitraan.cli.homes import ready_workshop
from kemitraan.steps.views.snapshotting import FOLDER, publish_snapshot


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Menerbitkan semua mart sebuah bulan sebagai Parquet, CSV, Excel, dan satu berkas SQLite, dengan keterangannya. "
        "Jumlah di bawah tiga menurut tempat dan uang dari kurang dari tiga usaha dikosongkan. Terbitan tidak pernah diubah: "
        "perbaikan menjadi nomor berikutnya, dengan daftar perubahannya."
    )
    point_of_view(parser)
    parser.add_argument("--to", metavar="FOLDER", type=Path, help=f"folder terbitan (bawaan: {FOLDER} di rumah)")


def run(arguments: argparse.Namespace) -> int:
    """Publishes one month and prints where it lies."""
    workshop = ready_workshop(arguments)
    period, known_on = known_on_of(workshop, arguments)
    snapshot = publish_snapshot(workshop, arguments.to or workshop.home.path / FOLDER, period=period, known_on=known_on)
    if snapshot.is_new:
        print(f"Terbitan: {snapshot.folder}")
        print(f"{snapshot.emptied} isian dikosongkan karena terlalu sedikit.")
    else:
        print(f"Tidak ada yang berubah sejak {snapshot.folder.name}.")
    return 0
