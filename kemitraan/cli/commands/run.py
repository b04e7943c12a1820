"""``kemitraan run``: the whole job once, as the Prefect flow, on a server when one is named and without one otherwise."""

from __future__ import annotations

import argparse
import json

from kemitraan.cli.flow_runner import flow_runner
from kemitraan.cli.homes import office_named, ready_workshop
from kemitraan.cli.progress import progress
from kemitraan.cli.summary_view import summary_text


def run(arguments: argparse.Namespace) -> int:
    """Run the flow and print its summary; 1 when something needs a person or another try."""
    workshop = ready_workshop(arguments)
    offices = [office_named(workshop.config, name).slug for name in arguments.office or []]
    with flow_runner(workshop.home) as runner, progress(workshop):
        summary = runner.run(offices, arguments.period or "", arguments.force)
    workshop.warehouse.close()
    if arguments.json:
        print(json.dumps(summary.as_dict(), ensure_ascii=False, indent=1, default=str))
    else:
        print(summary_text(summary))
    return 1 if summary.troubled else 0
