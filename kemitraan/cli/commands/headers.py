"""``kemitraan headers``: lists the headers recognised for each office, by whom and when, and forgets one."""

from __future__ import annotations

import argparse

from kemitraan.cli.homes import office_named, ready_workshop
from kemitraan.cli.table import in_columns
from kemitraan.errors import UsageError
from kemitraan.steps.workshop import Workshop
from schemas.messages import date_words
from schemas.text import fold_name
from warehouse.header_aliases import forget_header, learnt_headers

HEADERS = ("Kantor", "Lembar", "Judul", "Kolom", "Petugas", "Pada")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "list: judul yang pernah dikenali petugas untuk setiap kantor. forget: lupakan satu judul; bila "
        "datang lagi, ditanyakan lagi."
    )
    parser.add_argument("what", choices=("list", "forget"), metavar="list|forget", help="lihat, atau lupakan")
    parser.add_argument("--office", metavar="KANTOR", help="kantornya")
    parser.add_argument("--sheet", metavar="LEMBAR", help="lembarnya, misalnya UMKM")
    parser.add_argument("--header", metavar="JUDUL", help="judul kolomnya")


def run(arguments: argparse.Namespace) -> int:
    """Lists headers or forgets one. Gives 1 when there was nothing to forget."""
    workshop = ready_workshop(arguments)
    office = office_named(workshop.config, arguments.office).code if arguments.office else None
    if arguments.what == "list":
        return _list(workshop, office)
    if not (office and arguments.sheet and arguments.header):
        raise UsageError("sebutkan --office, --sheet, dan --header dari judul yang dilupakan.")
    if forget_header(workshop.warehouse, office, arguments.sheet, fold_name(arguments.header)):
        print("Judul itu dilupakan; bila datang lagi, ditanyakan lagi.")
        return 0
    print("Judul itu tidak ada dalam ingatan. Lihat `kemitraan headers list`.")
    return 1


def _list(workshop: Workshop, office: str | None) -> int:
    names = {office.code: office.slug for office in workshop.config.offices}
    zone = workshop.config.settings.zone
    rows = [
        (
            names.get(learnt_header.office, learnt_header.office),
            learnt_header.sheet,
            learnt_header.text,
            learnt_header.column_name or "bukan kolom mana pun",
            learnt_header.who,
            date_words(learnt_header.at.astimezone(zone).date()),
        )
        for learnt_header in learnt_headers(workshop.warehouse, office)
    ]
    print("\n".join(in_columns(HEADERS, rows)) if rows else "Belum ada judul kolom yang dikenali petugas.")
    return 0
