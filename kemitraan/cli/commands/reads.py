"""``kemitraan reads``: who read personal data, when, whose, and what for."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from kemitraan.cli.arguments import as_json
from kemitraan.cli.homes import office_named, ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.steps.views.sealed_reading import personal_reads
from schemas.messages import time_words

_HEADERS = ("Saat", "Siapa", "Lewat", "Kantor", "Apa", "Untuk apa")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Setiap kali seseorang membaca data pribadi: pasangan lengkap (link-pair), templat terisi (template --fill), nama mitra "
        "yang belum dikenal (acuan unknown), dan berkas yang diambil dari halaman. Isinya tidak ditampilkan."
    )
    parser.epilog = "Contoh: kemitraan reads --office majene"
    parser.add_argument("--office", metavar="KANTOR", help="hanya data kantor ini")
    as_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints the reads, oldest first."""
    workshop = ready_workshop(arguments)
    code = office_named(workshop.config, arguments.office).code if arguments.office else None
    reads = [read for read in personal_reads(workshop) if code in (None, read.office)]
    if arguments.json:
        print(json.dumps([asdict(read) for read in reads], ensure_ascii=False, indent=1, default=str))
    elif reads:
        rows = [
            (
                time_words(read.at),
                read.who,
                read.way,
                workshop.name_of(read.office) if read.office else "–",
                read.what,
                read.why,
            )
            for read in reads
        ]
        print("\n".join(in_columns(_HEADERS, rows)))
    else:
        print("Belum ada yang membaca data pribadi.")
    return 0
