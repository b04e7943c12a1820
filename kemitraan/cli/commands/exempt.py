"""``kemitraan exempt``: lists exemptions of offices from rules, enters and ends them."""

from __future__ import annotations

import argparse
from functools import partial

from kemitraan.cli.arguments import chosen_of_entries, dated_entries, period
from kemitraan.cli.homes import office_named, ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.steps.corrections.exempting import end, exempt, months_words
from kemitraan.steps.workshop import Workshop
from schemas.messages import title
from warehouse.exemptions import WAIVABLE, all_exemptions

_HEADERS = ("Nomor", "Kantor", "Aturan", "Artinya", "Untuk", "Oleh", "Alasan", "Diakhiri")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "list: kantor mana dikecualikan dari aturan mana. add: kecualikan sebuah kantor dari sebuah aturan untuk laporan bulan "
        "tertentu, mulai pemeriksaan berikutnya; pengirim membacanya di jawabannya. end: akhiri; yang sudah dimuat tetap."
    )
    parser.epilog = (
        "Contoh: kemitraan exempt add --office majene --rule document.missing --from 2026-10 --until 2026-12 --name Rahma "
        "--reason 'Kontraknya masih di notaris.' · kemitraan exempt end 2 --name Rahma --reason 'Sudah lengkap.'"
    )
    dated_entries(parser, "pengecualian")
    parser.add_argument("--rule", metavar="ATURAN", help="add: kode aturannya, misalnya document.missing")
    parser.add_argument("--from", dest="since", type=period, metavar="PERIODE", help="add: bulan laporan pertama")
    parser.add_argument(
        "--until", type=period, metavar="PERIODE", help="add: bulan laporan terakhir (bawaan: seterusnya)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Lists, enters or ends."""
    workshop = ready_workshop(arguments)
    needed = {"--office": arguments.office, "--rule": arguments.rule, "--from": arguments.since}
    ways = {"list": _list, "add": _add, "end": _end}
    return chosen_of_entries(arguments, needed, {word: partial(way, workshop, arguments) for word, way in ways.items()})


def _add(workshop: Workshop, arguments: argparse.Namespace) -> int:
    office = office_named(workshop.config, arguments.office)
    months = (arguments.since, arguments.until)
    entry = exempt(workshop, office.code, arguments.rule, *months, who=arguments.name, why=arguments.reason)
    print(
        f"Pengecualian nomor {entry.id} tercatat: {office.name}, {entry.code}, {months_words(entry)}. Baris yang ditahan "
        "karenanya: `kemitraan replay`."
    )
    return 0


def _end(workshop: Workshop, arguments: argparse.Namespace) -> int:
    entry = end(workshop, arguments.number, who=arguments.name, why=arguments.reason)
    print(f"Pengecualian nomor {entry.id} diakhiri; berlaku mulai pemeriksaan berikutnya.")
    return 0


def _list(workshop: Workshop, arguments: argparse.Namespace) -> int:
    code = office_named(workshop.config, arguments.office).code if arguments.office else None
    rows = [
        (
            str(entry.id),
            workshop.name_of(entry.office),
            entry.code,
            title(entry.code),
            months_words(entry),
            entry.who,
            entry.why,
            f"{entry.ended_by}: {entry.ended_why}" if entry.ended_at else "–",
        )
        for entry in all_exemptions(workshop.warehouse)
        if code in (None, entry.office)
    ]
    print("\n".join(in_columns(_HEADERS, rows)) if rows else "Tidak ada pengecualian.")
    print(f"\nAturan yang boleh dikecualikan: {', '.join(WAIVABLE)}.")
    return 0
