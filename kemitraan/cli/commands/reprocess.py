"""``kemitraan reprocess``: takes one archived submission up again."""

from __future__ import annotations

import argparse
import json

from kemitraan.cli.arguments import submission_or_hash
from kemitraan.cli.homes import ready_workshop
from kemitraan.cli.summary_view import summary_text
from kemitraan.errors import terminal_words
from kemitraan.steps.job.order import process_here
from kemitraan.steps.job.replaying import find_archived, take_up


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = "Memeriksa lagi satu kiriman dari arsip, memuatnya, dan menjawab pengirimnya."
    parser.add_argument(
        "submission",
        metavar="KIRIMAN",
        type=submission_or_hash,
        help="nomor kiriman atau SHA-256 berkasnya; 8 angka pertama cukup",
    )
    parser.add_argument("--json", action="store_true", help="ringkasan sebagai JSON")


def run(arguments: argparse.Namespace) -> int:
    """Processes it again and prints the result. Gives 1 when something stood in its way."""
    workshop = ready_workshop(arguments)
    archived = find_archived(workshop, arguments.submission)
    submission = take_up(workshop, archived, why="diproses ulang atas permintaan")
    summary = process_here(workshop, [submission], terminal_words)
    workshop.warehouse.close()
    if arguments.json:
        print(json.dumps(summary.as_dict(), ensure_ascii=False, indent=1, default=str))
    else:
        print(summary_text(summary))
    return 1 if any(line.problem for line in summary.lines) else 0
