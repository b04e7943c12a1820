"""``kemitraan link``: which records are one business, and which pairs wait for a person."""

from __future__ import annotations

import argparse
import json
from typing import Any

from kemitraan.cli.homes import ready_workshop
from kemitraan.cli.record_arguments import subject
from kemitraan.cli.table import in_columns
from kemitraan.steps.identities.linking import link_records
from warehouse.identities.pairs import FoundPair, found_pairs
from warehouse.identities.subjects import SUBJECTS

_STATES = {"joined": "disatukan", "asked": "ditanyakan", "apart": "terpisah"}
_HEADERS = ("Catatan", "Catatan lain", "Peluang", "Keadaan", "Mengapa")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Mencari catatan yang satu usaha, di satu kabupaten atau di beberapa, dan menunjukkan pasangannya: yang disatukan, "
        "yang ditanyakan kepada petugas, dan yang terpisah. Isi datanya tidak ditampilkan, hanya apa yang sama atau beda."
    )
    parser.epilog = "Contoh: kemitraan link --asked · kemitraan link --subject mitra --format json"
    subject(parser)
    parser.add_argument("--asked", action="store_true", help="hanya yang menunggu keputusan petugas")
    parser.add_argument("--format", choices=["table", "json"], default="table", help="bentuk keluaran")


def run(arguments: argparse.Namespace) -> int:
    """Brings identities up to date and prints the pairs."""
    workshop = ready_workshop(arguments)
    link_records(workshop)
    with workshop.warehouse.read() as connection:
        pairs = found_pairs(connection, SUBJECTS[arguments.subject])
    if arguments.asked:
        pairs = [pair for pair in pairs if pair.question]
    if arguments.format == "json":
        print(json.dumps({"pairs": [_as_json(pair) for pair in pairs]}, ensure_ascii=False, indent=1))
    elif pairs:
        print("\n".join(in_columns(_HEADERS, [_row(pair) for pair in pairs])))
    else:
        print("Tidak ada pasangan.")
    return 0


def _as_json(pair: FoundPair) -> dict[str, Any]:
    a, b = ("/".join(record) for record in pair.pair)
    return {"a": a, "b": b, "probability": pair.probability, "state": pair.state, "why": list(pair.why)}


def _row(pair: FoundPair) -> list[str]:
    a, b = ("/".join(record) for record in pair.pair)
    probability = f"{pair.probability:.2f}".replace(".", ",")
    return [a, b, probability, _STATES[pair.state], "; ".join(pair.why)]
