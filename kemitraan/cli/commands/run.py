"""``kemitraan run``: runs the whole job once, as the Prefect flow, on a server when one is named and without one
otherwise.
"""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from kemitraan.cli.arguments import period, several_offices
from kemitraan.cli.flow_runner import FlowRunner, flow_runner
from kemitraan.config.home import Home
from kemitraan.config.load import load_config
from kemitraan.references import home_reference


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = "Mengumpulkan kiriman, memeriksa, memuat ke gudang, dan menjawab setiap pengirim."
    several_offices(parser)
    parser.add_argument("--period", type=period, metavar="PERIODE", help="hanya kiriman periode ini, misalnya 2026-11")
    parser.add_argument("--force", action="store_true", help="proses ulang kiriman terakhir walaupun sudah dijawab")
    parser.add_argument("--json", action="store_true", help="ringkasan sebagai JSON")


def run(arguments: argparse.Namespace) -> int:
    """Runs the flow and prints its summary. Gives 1 when something needs a person or another try."""
    home = Home.find(arguments.home, os.environ, Path.cwd())
    load_config(home)  # without a home, or with wrong settings, there is nothing to start a server for
    home_reference(home)
    with flow_runner(home) as runner:  # it needs longest to be ready: it begins before the rest is imported
        return _run(arguments, runner)


def _run(arguments: argparse.Namespace, runner: FlowRunner) -> int:
    from kemitraan.cli.homes import office_named, ready_workshop
    from kemitraan.cli.progress import progress
    from kemitraan.cli.summary_view import summary_text

    workshop = ready_workshop(arguments)
    offices = [office_named(workshop.config, name).slug for name in arguments.office or []]
    with progress(workshop):
        summary = runner.run(offices, arguments.period, arguments.force)
    workshop.warehouse.close()
    if arguments.json:
        print(json.dumps(summary.as_dict(), ensure_ascii=False, indent=1, default=str))
    else:
        print(summary_text(summary))
    return 1 if summary.has_errors else 0
