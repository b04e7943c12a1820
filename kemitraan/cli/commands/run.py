"""``kemitraan run``: the whole job once, as the Prefect flow, on a server when one is named and without one otherwise."""

from __future__ import annotations

import argparse
import json
import os

from kemitraan.cli.homes import office_named, ready_workshop
from kemitraan.cli.progress import progress
from kemitraan.cli.summary_view import summary_text
from kemitraan.steps.summary import RunSummary


def run(arguments: argparse.Namespace) -> int:
    """Run the flow and print its summary; 1 when something needs a person or another try."""
    workshop = ready_workshop(arguments)
    offices = [office_named(workshop.config, name).slug for name in arguments.office or []]
    with progress(workshop):
        summary = run_flow(str(workshop.home.path), offices, arguments.period or "", arguments.force)
    workshop.warehouse.close()
    if arguments.json:
        print(json.dumps(summary.as_dict(), ensure_ascii=False, indent=1, default=str))
    else:
        print(summary_text(summary))
    return 1 if summary.troubled else 0


def run_flow(home: str, offices: list[str], period: str, force: bool) -> RunSummary:
    """Run the consolidation of a home in this process."""
    prepare_prefect(home)
    from flows.consolidation import Kantor, consolidate

    return consolidate(kantor=[Kantor(slug) for slug in offices], periode=period, proses_ulang=force)


def prepare_prefect(home: str) -> None:
    """Prefect's surroundings, before it is imported: the home, its own folder there, quiet, no telemetry.

    With PREFECT_API_URL set the run is told to that server; else Prefect's own short-lived one is used, which takes
    some seconds to start (up to two minutes on a slow machine the first time, when it makes its database).
    """
    os.environ["KEMITRAAN_HOME"] = home
    if not os.environ.get("PREFECT_API_URL"):
        os.environ.setdefault("PREFECT_HOME", os.path.join(home, "prefect"))
        os.environ.setdefault("PREFECT_SERVER_ALLOW_EPHEMERAL_MODE", "true")
        os.environ.setdefault("PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS", "120")
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "WARNING")
