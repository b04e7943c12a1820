"""``kemitraan link-decide``: records what a person says of two records."""

from __future__ import annotations

import argparse

from kemitraan.cli.homes import ready_workshop
from kemitraan.cli.record_arguments import two_records
from kemitraan.steps.identities.deciding import ANSWER_WORDS, enter, read_record
from warehouse.identities.subjects import SUBJECTS


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "sama: satu usaha. pemilik-sama: pemiliknya satu, usahanya dua. beda: tidak ada hubungannya. belum-pasti: tanyakan "
        "lagi hanya bila buktinya berubah. Keputusan mengikat kode, bukan baris, dan dapat dibatalkan dengan link-undo."
    )
    parser.epilog = (
        "Contoh: kemitraan link-decide 76.05/MJN-0001 76.01/PKY-0009 sama --name Rahma --reason 'Sudah ditelepon.'"
    )
    two_records(parser)
    parser.add_argument(
        "answer",
        choices=tuple(ANSWER_WORDS),
        metavar="KEPUTUSAN",
        help="sama, pemilik-sama, beda, atau belum-pasti",
    )
    parser.add_argument("--name", required=True, metavar="NAMA", help="nama petugas yang memutuskan")
    parser.add_argument("--reason", required=True, metavar="ALASAN", help="alasannya")


def run(arguments: argparse.Namespace) -> int:
    """Decides, and prints what both records are since."""
    workshop = ready_workshop(arguments)
    a, b = read_record(arguments.record), read_record(arguments.other)
    answer, subject = ANSWER_WORDS[arguments.answer], SUBJECTS[arguments.subject]
    entered = enter(workshop, subject, a, b, answer, who=arguments.name, why=arguments.reason)
    print(f"Keputusan nomor {entered.decision.id} tercatat. Kini: {', '.join(entered.numbers)}.")
    return 0
