"""``kemitraan correct``: lists corrections of cells on behalf of their senders, enters one, ends entry."""

from __future__ import annotations

import argparse
from functools import partial
from zoneinfo import ZoneInfo

from kemitraan.cli.arguments import chosen_of_entries, dated_entries
from kemitraan.cli.homes import office_named, ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.steps.corrections.entering import correct, end, find_target
from kemitraan.steps.corrections.exporting import as_csv
from kemitraan.steps.corrections.words import cell_words, idle_corrections, idle_words, place_words
from kemitraan.steps.workshop import Workshop
from schemas.messages import time_words
from warehouse.contract_tables import BY_TITLE
from warehouse.corrections.applying import Correction
from warehouse.corrections.entering import CorrectionState, all_corrections, correction_states
from warehouse.keys import key_in_words

_HEADERS = ("Nomor", "Kantor", "Lembar", "Baris", "Kolom", "Tertulis", "Dihitung", "Keadaan", "Sejak", "Oleh", "Alasan")
_NEEDED = ("office", "sheet", "key", "column", "stated", "value")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "list: koreksi yang berlaku, dan yang tidak dipakai lagi karena pengirim menulis yang lain. add: hitung sebuah isi "
        "sel sebagai isi yang lain, sejak sekarang, selama pengirim menulis isi yang disebut --stated; berkasnya sendiri "
        "tidak diubah, dan pengirim membacanya di jawaban berikutnya. end: akhiri sebuah koreksi; yang tertulis dihitung lagi."
    )
    parser.epilog = (
        "Contoh: kemitraan correct add --office majene --sheet Kemitraan --key 'MJN-0001 / PT Midi Utama Indonesia Tbk' "
        "--column tahap --stated Negosiasi --value Memasok --name Rahma --reason 'Kontraknya sudah dilihat.' · "
        "kemitraan correct end 3 --name Rahma --reason 'Sudah dibetulkan.'"
    )
    dated_entries(parser, "koreksi")
    parser.add_argument("--sheet", metavar="LEMBAR", help="add: lembarnya, misalnya Kemitraan")
    parser.add_argument("--key", metavar="KUNCI", help="add: kunci barisnya, seperti di catatan jawaban")
    parser.add_argument("--column", metavar="KOLOM", help="add: kolomnya, misalnya tahap")
    parser.add_argument("--stated", metavar="ISI", help="add: isi yang kini tertulis; kosong untuk sel kosong")
    parser.add_argument("--value", metavar="ISI", help="add: isi yang dihitung; kosong untuk mengosongkan")
    parser.add_argument("--all", action="store_true", help="list: juga yang sudah diakhiri")
    parser.add_argument("--format", choices=["table", "csv"], default="table", help="list: bentuk keluaran")


def run(arguments: argparse.Namespace) -> int:
    """Lists, enters or ends."""
    workshop = ready_workshop(arguments)
    needed = {f"--{name}": getattr(arguments, name) for name in _NEEDED}
    ways = {"list": _list, "add": _add, "end": _end}
    return chosen_of_entries(arguments, needed, {word: partial(way, workshop, arguments) for word, way in ways.items()})


def _add(workshop: Workshop, arguments: argparse.Namespace) -> int:
    office = office_named(workshop.config, arguments.office)
    target = find_target(workshop, office.code, arguments.sheet, arguments.key, arguments.column)
    signature = {"who": arguments.name, "why": arguments.reason}
    entered = correct(workshop, target, value=arguments.value, expected=arguments.stated, **signature)
    print(
        f"Koreksi nomor {entered.id} tercatat, {office.name}, {place_words(entered)}: {cell_words(entered.expected)} dihitung "
        f"{cell_words(entered.value)} sejak sekarang. Pengirim membacanya di jawaban berikutnya."
    )
    return 0


def _end(workshop: Workshop, arguments: argparse.Namespace) -> int:
    ended = end(workshop, arguments.number, who=arguments.name, why=arguments.reason)
    print(f"Koreksi nomor {ended.id} diakhiri, {place_words(ended)}: yang tertulis dihitung lagi.")
    return 0


def _list(workshop: Workshop, arguments: argparse.Namespace) -> int:
    code = office_named(workshop.config, arguments.office).code if arguments.office else None
    if arguments.format == "csv":
        print(
            as_csv(
                Correction, [entry for entry in all_corrections(workshop.warehouse) if code in (None, entry.office)]
            ),
            end="",
        )
        return 0
    states = correction_states(workshop.warehouse, code, ended=arguments.all)
    if not states:
        print("Tidak ada koreksi.")
        return 0
    print("\n".join(in_columns(_HEADERS, [_row(workshop, state, workshop.config.settings.zone) for state in states])))
    idle = [state for state in idle_corrections(workshop) if code in (None, state.correction.office)]
    if idle:
        print("\nPerlu dilihat:", *(f"  {idle_words(state)}" for state in idle), sep="\n")
    return 0


def _row(workshop: Workshop, state: CorrectionState, zone: ZoneInfo) -> list[str]:
    entry = state.correction
    cell = f"{cell_words(entry.expected)}", f"{cell_words(entry.value)}"
    header = BY_TITLE[entry.sheet].sheet[entry.column].header
    return [
        str(entry.id), workshop.name_of(entry.office), entry.sheet, key_in_words(entry.row_key), header, *cell, str(state.standing),
        time_words(entry.entered_at.astimezone(zone)), entry.who, entry.why,
    ]  # fmt: skip
