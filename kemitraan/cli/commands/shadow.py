"""``kemitraan shadow``: what a rule, a contract version or synonyms would change in what the last months brought."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from kemitraan.cli.arguments import count, several_offices
from kemitraan.cli.homes import office_named, ready_workshop, secret_block
from kemitraan.cli.shadow_view import shadow_as_json, shadow_as_text
from kemitraan.errors import UsageError
from kemitraan.steps.shadow.by_office import by_office
from kemitraan.steps.shadow.candidate import Candidate, candidate_contract, candidate_rules, candidate_synonyms
from kemitraan.steps.shadow.trying import submissions_to_try, try_all
from kemitraan.steps.workshop import Workshop
from schemas.period import Period


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Memeriksa lagi kiriman yang berlaku dari arsip, sekali seperti biasa dan sekali dengan perubahan yang dicoba. Per kantor: "
        "apa yang baru dikatakan, apa yang tidak lagi, dan berapa baris yang akan ditahan. Tidak ada yang disimpan dan tidak ada "
        "yang dijawab."
    )
    parser.epilog = (
        "Contoh: kemitraan shadow · kemitraan shadow --rule score.below_pass --months 6 · kemitraan shadow --synonyms "
        "padanan-baru.csv --office majene"
    )
    candidates = parser.add_mutually_exclusive_group()
    candidates.add_argument(
        "--rule",
        action="append",
        metavar="ATURAN",
        help="kode aturan, misalnya score.below_pass; boleh diulang (bawaan: setiap aturan baru dan setiap [[rules]])",
    )
    candidates.add_argument("--contract", metavar="VERSI", help="versi kontrak, misalnya 2027.1")
    candidates.add_argument(
        "--synonyms", metavar="BERKAS", help="padanan kata pengganti acuan/padanan.csv; bentuknya sama"
    )
    parser.add_argument(
        "--months", type=count, default=3, metavar="BULAN", help="berapa bulan laporan terakhir (bawaan: 3)"
    )
    several_offices(parser)
    parser.add_argument("--format", choices=("table", "json"), default="table", help="bentuk keluaran (bawaan: table)")


def run(arguments: argparse.Namespace) -> int:
    """Tries the candidate and prints what it changes. Gives 1 when a submission could not be tried."""
    workshop = ready_workshop(arguments)
    candidate = _candidate(workshop, arguments)
    slugs = [office_named(workshop.config, name).slug for name in arguments.office or []]
    slugs = slugs or [office.slug for office in workshop.config.offices]
    months = Period.of(workshop.now().date()).and_before(arguments.months)[::-1]
    submissions = submissions_to_try(workshop, slugs, months)
    workers = workshop.config.settings.workers or os.cpu_count() or 1
    tried = try_all(workshop, submissions, candidate, workers, secret_block)
    view = shadow_as_json if arguments.format == "json" else shadow_as_text
    print(view(workshop, candidate, months, tried, by_office(tried)))
    workshop.warehouse.close()
    return 1 if any(entry.problem for entry in tried) else 0


def _candidate(workshop: Workshop, arguments: argparse.Namespace) -> Candidate:
    if arguments.contract:
        return candidate_contract(arguments.contract)
    if arguments.synonyms:
        path = Path(arguments.synonyms)
        if not path.is_file():
            raise UsageError(f"{path}: tidak ada berkas ini.")
        return candidate_synonyms(workshop, path.read_bytes())
    return candidate_rules(workshop.config, arguments.rule or ())
