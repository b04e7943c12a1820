"""``kemitraan report``: the partnership report, in all forms in the home or in one of them where one wants it."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kemitraan.cli.arguments import point_of_view
from kemitraan.cli.commands.mart import known_on_of, write_file
from kemitraan.cli.homes import ready_workshop
from kemitraan.errors import UsageError
from kemitraan.steps.workshop import Workshop
from schemas.messages import number_words

FORMS = ("html", "pdf", "xlsx", "json")
AUDIENCES = ("forum", "kantor")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Membuat laporan kemitraan dalam semua bentuknya di laporan/ dan menampilkan angka utamanya; atau memberikannya dalam "
        "satu bentuk, untuk satu bulan, seperti diketahui pada suatu saat."
    )
    parser.epilog = "Contoh: kemitraan report · kemitraan report --format html --period 2026-11 --to laporan.html"
    point_of_view(parser)
    parser.add_argument(
        "--visits",
        "--kunjungan",
        metavar="BANYAK",
        type=_visits,
        help="kunjungan pendampingan yang dapat dibuat setiap kabupaten",
    )
    parser.add_argument("--format", choices=FORMS, help="satu bentuk saja: halaman, PDF, buku kerja Excel, atau data")
    parser.add_argument(
        "--for",
        dest="audience",
        choices=AUDIENCES,
        help="salinan untuk siapa: forum (tanpa nama usaha, uang segelintir usaha disamarkan) atau kantor (seluruhnya); data "
        "(json) tanpa pilihan ini lengkap, bentuk lain untuk forum",
    )
    for_one = parser.add_mutually_exclusive_group()
    for_one.add_argument("--office", metavar="KANTOR", help="satu lembar untuk kabupaten ini (html, pdf)")
    for_one.add_argument(
        "--retailer",
        metavar="RITEL",
        help="satu lembar untuk ritel ini, dengan daftar produk yang siap (html, pdf); xlsx: daftarnya saja",
    )
    parser.add_argument("--to", metavar="BERKAS", type=Path, help="tulis ke berkas ini, bukan ke keluaran baku")


def run(arguments: argparse.Namespace) -> int:
    """Makes the report, and says where it lies, with the main figures."""
    workshop = ready_workshop(arguments)
    if arguments.format is not None:
        return _one_form(workshop, arguments)
    of_form = [
        name
        for name in ("period", "known_on", "visits", "audience", "office", "retailer", "to")
        if getattr(arguments, name) is not None
    ]
    if of_form:
        named = "for" if of_form[0] == "audience" else of_form[0].replace("_", "-")
        raise UsageError(f"--{named} memerlukan --format, misalnya --format html.")
    from kemitraan.steps.views.reporting import make_partnership_report

    report = make_partnership_report(workshop)
    for sentence in (*report.contents.missing, *report.not_made):
        print(sentence, file=sys.stderr)
    for figure in report.contents.told.first.figures if report.contents.told else ():
        print(f"{figure.words}: {figure.in_words}")
    print()
    for path in report.paths.values():
        print(f"Laporan: {path}")
    return 0


def _one_form(workshop: Workshop, arguments: argparse.Namespace) -> int:
    """One form on standard output or in a file."""
    from kemitraan.steps.views.reporting import assumptions, lists
    from reports.partnership.as_data import pieces
    from reports.partnership.forms import make_report
    from reports.partnership.mentoring import USUAL_VISITS
    from reports.partnership.parts import Asked
    from reports.partnership.reading import read_source

    period, known_on = known_on_of(workshop, arguments)
    visits = USUAL_VISITS if arguments.visits is None else arguments.visits
    asked = Asked(visits, assumptions(workshop))
    source = read_source(workshop.warehouse, period=period, known_on=known_on, asked=asked)
    audience = arguments.audience or ("kantor" if arguments.format == "json" or arguments.office else "forum")
    sheet = "kabupaten" if arguments.office else "ritel" if arguments.retailer else None
    report = make_report(source, workshop.config.settings.zone, audience, lists(workshop), sheet)
    for sentence in report.missing:
        print(sentence, file=sys.stderr)
    if arguments.office or arguments.retailer:
        from kemitraan.steps.views.sheets import sheet_for

        content = sheet_for(workshop, source, report, arguments.format, arguments.office, arguments.retailer)
        write_file(content, arguments.to, arguments.format)
        return 0
    if arguments.format == "json" and arguments.to is None:
        sys.stdout.buffer.writelines(pieces(report.data))
        sys.stdout.buffer.flush()
        return 0
    write_file(report.form(arguments.format), arguments.to, arguments.format)
    return 0


def _visits(text: str) -> int:
    """A number of visits, from 0 to the most that a plan is made for."""
    from reports.partnership.mentoring import MOST_VISITS

    if not text.isdecimal() or int(text) > MOST_VISITS:
        raise argparse.ArgumentTypeError(f"{text!r} bukan bilangan bulat dari 0 sampai {number_words(MOST_VISITS)}")
    return int(text)
