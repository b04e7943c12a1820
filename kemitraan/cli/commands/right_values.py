"""``kemitraan right-values``: lists the cells that offices have called right ("memang benar"), and forgets one."""

from __future__ import annotations

import argparse

from kemitraan.cli.homes import office_named, ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.errors import UsageError
from kemitraan.steps.workshop import Workshop
from schemas.messages import date_words
from warehouse.right_values import acknowledged, forget

HEADERS = ("Kantor", "Lembar", "Kunci", "Kolom", "Kiriman", "Pada")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "list: isian yang catatannya tidak disebut lagi karena pengirimnya menyatakannya memang benar. forget: "
        "lupakan satu; catatannya disebut lagi pada kiriman berikutnya."
    )
    parser.add_argument("what", choices=("list", "forget"), metavar="list|forget", help="lihat, atau lupakan")
    parser.add_argument("--office", metavar="KANTOR", help="kantornya")
    parser.add_argument("--sheet", metavar="LEMBAR", help="lembarnya, misalnya UMKM")
    parser.add_argument("--key", metavar="KUNCI", help="kunci barisnya, misalnya MJN-0012")
    parser.add_argument("--column", metavar="KOLOM", help="kolomnya seperti di daftar, misalnya telepon")


def run(arguments: argparse.Namespace) -> int:
    """Lists cells or forgets one. Gives 1 when there was nothing to forget."""
    workshop = ready_workshop(arguments)
    office = office_named(workshop.config, arguments.office).code if arguments.office else None
    if arguments.what == "list":
        return _list(workshop, office)
    if not (office and arguments.sheet and arguments.key and arguments.column):
        raise UsageError("sebutkan --office, --sheet, --key, dan --column dari isian yang dilupakan.")
    if forget(workshop.warehouse, office, arguments.sheet, arguments.key, arguments.column):
        print("Pernyataan itu dilupakan; catatannya disebut lagi pada kiriman berikutnya.")
        return 0
    print("Pernyataan itu tidak ada dalam ingatan. Lihat `kemitraan right-values list`.")
    return 1


def _list(workshop: Workshop, office: str | None) -> int:
    names = {office.code: office.slug for office in workshop.config.offices}
    zone = workshop.config.settings.zone
    rows = [
        (
            names.get(right_value.office, right_value.office),
            right_value.sheet,
            right_value.row_key,
            right_value.column_name,
            right_value.submission_id[:8],
            date_words(right_value.at.astimezone(zone).date()),
        )
        for right_value in acknowledged(workshop.warehouse, office)
    ]
    print("\n".join(in_columns(HEADERS, rows)) if rows else "Belum ada isian yang dinyatakan memang benar.")
    return 0
