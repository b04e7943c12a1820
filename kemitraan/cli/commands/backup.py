"""``kemitraan backup``: copies the warehouse and the settings into the backup folder."""

from __future__ import annotations

import argparse

from kemitraan.cli.homes import ready_workshop
from kemitraan.errors import UsageError
from kemitraan.steps.care.backing_up import back_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Membuat cadangan gudang dan setelan tanpa menghentikan pekerjaan. Berkas kunci dan arsip tidak ikut."
    )
    parser.add_argument("--to", metavar="FOLDER", help="folder cadangan (bawaan: setelan backup)")


def run(arguments: argparse.Namespace) -> int:
    """Makes one backup and says where it lies and what it leaves out."""
    workshop = ready_workshop(arguments)
    settings = workshop.config.maintenance
    folder = arguments.to or settings.backup
    if folder is None:
        raise UsageError("folder cadangan belum disetel. Tulis --to FOLDER, atau isi backup di bagian [maintenance].")
    backup = back_up(workshop, workshop.home.resolve(folder), settings.keep_backups)
    print(f"Cadangan: {backup.folder}")
    if backup.removed_count:
        print(f"{backup.removed_count} cadangan lama dihapus; {settings.keep_backups} yang terakhir disimpan.")
    print(
        "Berkas `kunci` dan arsip tidak ikut. Simpan `kunci` di tempat terpisah yang aman, dan cadangkan arsip sendiri."
    )
    return 0
