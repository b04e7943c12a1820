"""``kemitraan link-pair``: writes two records in full, personal data too, into a file for petugas; the reading is
noted.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from kemitraan.cli.homes import ready_workshop
from kemitraan.cli.record_arguments import two_records
from kemitraan.errors import UsageError
from kemitraan.steps.identities.deciding import read_record, write_pair
from warehouse.identities.subjects import SUBJECTS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Menulis dua catatan lengkap, termasuk data pribadinya, ke berkas yang hanya dapat dibaca pemiliknya. Siapa yang "
        "membaca, kapan, dan untuk apa dicatat. Hapus berkasnya sesudah dipakai."
    )
    parser.epilog = (
        "Contoh: kemitraan link-pair 76.05/MJN-0001 76.01/PKY-0009 --to pasangan.json --name Rahma --reason 'Ragu.'"
    )
    two_records(parser)
    parser.add_argument("--to", metavar="BERKAS", type=Path, required=True, help="berkas baru untuk hasilnya")
    parser.add_argument("--name", required=True, metavar="NAMA", help="nama petugas yang membaca")
    parser.add_argument("--reason", required=True, metavar="ALASAN", help="untuk apa dibaca")


def run(arguments: argparse.Namespace) -> int:
    """Writes the file."""
    workshop = ready_workshop(arguments)
    a, b = read_record(arguments.record), read_record(arguments.other)
    subject = SUBJECTS[arguments.subject]
    try:
        write_pair(workshop, subject, a, b, arguments.to, who=arguments.name, why=arguments.reason)
    except FileExistsError:
        raise UsageError(f"{arguments.to} sudah ada; sebut berkas lain.") from None
    print(f"Ditulis: {arguments.to}. Pembacaan ini dicatat; hapus berkasnya sesudah dipakai.")
    return 0
