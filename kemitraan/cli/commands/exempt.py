"""``kemitraan exempt``: lists exemptions of offices from rules, enters and ends them."""

from __future__ import annotations

import argparse

from kemitraan.cli.arguments import period
from kemitraan.cli.homes import office_named, ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.errors import UsageError
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
    parser.add_argument(
        "what",
        nargs="?",
        choices=("list", "add", "end"),
        default="list",
        metavar="list|add|end",
        help="lihat, tambahkan, atau akhiri (bawaan: lihat)",
    )
    parser.add_argument("number", nargs="?", type=int, metavar="NOMOR", help="end: nomor pengecualiannya")
    parser.add_argument("--office", metavar="KANTOR", help="kode atau nama singkat kantornya")
    parser.add_argument("--rule", metavar="ATURAN", help="add: kode aturannya, misalnya document.missing")
    parser.add_argument("--from", dest="since", type=period, metavar="PERIODE", help="add: bulan laporan pertama")
    parser.add_argument(
        "--until", type=period, metavar="PERIODE", help="add: bulan laporan terakhir (bawaan: seterusnya)"
    )
    parser.add_argument("--name", metavar="NAMA", help="add dan end: nama petugas")
    parser.add_argument("--reason", metavar="ALASAN", help="add dan end: alasannya; dibaca pengirim")


def run(arguments: argparse.Namespace) -> int:
    """Lists, enters or ends."""
    workshop = ready_workshop(arguments)
    if arguments.what == "list":
        return _list(workshop, arguments)
    if not arguments.name or not arguments.reason:
        raise UsageError("isi juga --name dan --reason.")
    return (_add if arguments.what == "add" else _end)(workshop, arguments)


def _add(workshop: Workshop, arguments: argparse.Namespace) -> int:
    options = {"--office": arguments.office, "--rule": arguments.rule, "--from": arguments.since}
    missing_options = [option for option, value in options.items() if value is None]
    if missing_options:
        raise UsageError(f"isi juga {', '.join(missing_options)}.")
    office = office_named(workshop.config, arguments.office)
    months = (arguments.since, arguments.until)
    entry = exempt(workshop, office.code, arguments.rule, *months, who=arguments.name, why=arguments.reason)
    print(
        f"Pengecualian nomor {entry.id} tercatat: {office.name}, {entry.code}, {months_words(entry)}. Baris yang ditahan "
        "karenanya: `kemitraan replay`."
    )
    return 0


def _end(workshop: Workshop, arguments: argparse.Namespace) -> int:
    if arguments.number is None:
        raise UsageError("sebutkan nomor pengecualiannya; lihat `kemitraan exempt`.")
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
