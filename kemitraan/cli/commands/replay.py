"""``kemitraan replay``: lets quarantined rows in that would be accepted by now."""

from __future__ import annotations

import argparse

from kemitraan.cli.arguments import period, several_offices
from kemitraan.cli.homes import office_named, ready_workshop
from kemitraan.cli.summary_view import summary_text
from kemitraan.errors import terminal_words
from kemitraan.steps.job.order import process_here
from kemitraan.steps.job.replaying import take_up, try_replay, with_quarantine


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Setelah daftar mitra, alias, atau kode wilayah bertambah: setiap kiriman yang berlaku dan punya "
        "baris ditahan diperiksa lagi. Yang barisnya kini dapat masuk diproses ulang dan dijawab; yang lain dibiarkan."
    )
    several_offices(parser)
    parser.add_argument("--period", type=period, metavar="PERIODE", help="hanya periode ini, misalnya 2026-11")


def run(arguments: argparse.Namespace) -> int:
    """Tries every submission in force with quarantined rows, and processes those again whose rows would come in."""
    workshop = ready_workshop(arguments)
    slugs = [office_named(workshop.config, name).slug for name in arguments.office or []]
    slugs = slugs or [office.slug for office in workshop.config.offices]
    replays = [try_replay(workshop, submission) for submission in with_quarantine(workshop, slugs, arguments.period)]
    gaining = [replay for replay in replays if replay.would_come_in]
    held_rows = sum(replay.quarantined for replay in replays)
    print(
        f"{len(replays)} kiriman yang berlaku punya {held_rows} baris ditahan; "
        f"{sum(replay.would_come_in for replay in gaining)} baris dari {len(gaining)} kiriman kini dapat masuk."
    )
    if not gaining:
        return 0
    submissions = [take_up(workshop, replay.submission, why="karantina diulang") for replay in gaining]
    summary = process_here(workshop, submissions, terminal_words)
    workshop.warehouse.close()
    print(summary_text(summary))
    return 1 if any(line.problem for line in summary.lines) else 0
