"""``kemitraan report``: the partnership report as a workbook, as a page, or as data."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from connectors.local_files import write_atomically
from kemitraan.cli.arguments import point_of_view
from kemitraan.cli.commands.mart import known_on_of
from kemitraan.cli.homes import ready_workshop
from kemitraan.errors import UsageError
from kemitraan.steps.workshop import Workshop
from schemas.messages import number_words


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Membuat buku kerja laporan kemitraan di laporan/ dan menampilkan angka utamanya; atau memberikan laporannya sebagai "
        "satu halaman (html) atau seluruh angkanya (json), untuk satu bulan, seperti diketahui pada suatu saat."
    )
    parser.epilog = "Contoh: kemitraan report · kemitraan report --format html --period 2026-11 --to laporan.html"
    point_of_view(parser)
    parser.add_argument(
        "--kunjungan", metavar="BANYAK", type=_visits, help="kunjungan pendampingan yang dapat dibuat setiap kabupaten"
    )
    parser.add_argument("--format", choices=["xlsx", "html", "json"], default="xlsx", help="bentuk laporan")
    parser.add_argument("--to", metavar="BERKAS", type=Path, help="tulis ke berkas ini (html, json)")


def run(arguments: argparse.Namespace) -> int:
    """Makes the report, and says where it lies, with the headline figures."""
    workshop = ready_workshop(arguments)
    if arguments.format != "xlsx":
        return _data(workshop, arguments)
    of_data = [name for name in ("period", "known_on", "kunjungan", "to") if getattr(arguments, name) is not None]
    if of_data:
        raise UsageError(f"--{of_data[0].replace('_', '-')} hanya untuk --format html dan json.")
    from kemitraan.steps.views.reporting import make_partnership_report

    report = make_partnership_report(workshop)
    for figure in report.figures:
        print(f"{figure.words}: {figure.value}")
    print(f"\nLaporan: {report.path}")
    return 0


def _data(workshop: Workshop, arguments: argparse.Namespace) -> int:
    """Every figure as a page or as JSON, on standard output or in a file."""
    from reports.partnership.as_data import as_bytes, pieces, report_data
    from reports.partnership.mentoring import USUAL_VISITS
    from reports.partnership.page import page
    from reports.partnership.reading import read_source

    period, known_on = known_on_of(workshop, arguments)
    source = read_source(workshop.warehouse, period=period, known_on=known_on)
    for sentence in source.missing():
        print(sentence, file=sys.stderr)
    zone = workshop.config.settings.zone
    data = report_data(source, USUAL_VISITS if arguments.kunjungan is None else arguments.kunjungan, zone)
    if arguments.format == "json" and arguments.to is None:
        sys.stdout.buffer.writelines(pieces(data))
        sys.stdout.buffer.flush()
        return 0
    content = page(data, source.missing(), zone) if arguments.format == "html" else as_bytes(data)
    if arguments.to is None:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_atomically(arguments.to, content, 0o644)
        print(f"Ditulis: {arguments.to}")
    return 0


def _visits(text: str) -> int:
    """A number of visits, from 0 to the most that a plan is made for."""
    from reports.partnership.mentoring import MOST_VISITS

    if not text.isdecimal() or int(text) > MOST_VISITS:
        raise argparse.ArgumentTypeError(f"{text!r} bukan bilangan bulat dari 0 sampai {number_words(MOST_VISITS)}")
    return int(text)
