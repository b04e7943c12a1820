"""``kemitraan report``: the partnership report as a workbook."""

from __future__ import annotations

import argparse

from kemitraan.cli.homes import ready_workshop
from kemitraan.steps.views.reporting import make_partnership_report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = "Membuat buku kerja laporan kemitraan di laporan/ dan menampilkan angka utamanya."


def run(arguments: argparse.Namespace) -> int:
    """Makes the report, and says where it lies, with the headline figures."""
    workshop = ready_workshop(arguments)
    report = make_partnership_report(workshop)
    for figure in report.figures:
        print(f"{figure.words}: {figure.value}")
    print(f"\nLaporan: {report.path}")
    return 0
