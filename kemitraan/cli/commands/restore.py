"""``kemitraan restore``: a home made from a backup."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from kemitraan.cli.commands.init import upgrade_home
from kemitraan.cli.homes import home_of
from kemitraan.config.home import HOME_VARIABLE, Home
from kemitraan.steps.care.restoring import restore_home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Menaruh setelan, acuan, dan gudang data dari sebuah cadangan di rumah yang belum ada. Berkas kunci dan arsip tidak "
        "ada di cadangan; yang belum ada disebutkan."
    )
    parser.epilog = "Contoh: kemitraan --home rumah restore /var/backups/kemitraan"
    parser.add_argument("backup", metavar="CADANGAN", type=Path, help="sebuah cadangan, atau folder yang memuatnya")


def run(arguments: argparse.Namespace) -> int:
    """Puts the backup in place and prints what it did not hold. Brings the warehouse to this version when the key is
    there.
    """
    home_path = arguments.home or os.environ.get(HOME_VARIABLE)
    home = Home(Path(home_path).absolute()) if home_path else home_of(arguments)
    restored = restore_home(home, arguments.backup, os.environ)
    print(f"Dipulihkan dari {restored.backup.name}: setelan, acuan, dan gudang data.")
    if restored.lacks_archive:
        print(f"Arsip tidak ada di cadangan: taruh kembali di {restored.archive}, lalu jalankan `kemitraan verify`.")
    if restored.lacks_key:
        print(f"Kunci tidak ada di cadangan: taruh kembali berkas {home.key_file}, lalu jalankan `kemitraan upgrade`.")
        return 1
    for note in upgrade_home(home):
        print(note)
    print("Gudang data siap. Periksa dengan `kemitraan verify`.")
    return 0
