"""``kemitraan pin``: a month, as known on a day, as a schema on PostgreSQL that programs can be pointed at."""

from __future__ import annotations

import argparse

from kemitraan.cli.arguments import point_of_view
from kemitraan.cli.commands.mart import known_on_of
from kemitraan.cli.homes import ready_workshop
from kemitraan.errors import UsageError
from kemitraan.steps.workshop import Workshop
from warehouse.pinned import Pinned, all_pinned, pin, unpin


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Membuat skema sudut_NAMA di PostgreSQL, yang menampilkan semua tabel dan mart seperti bulan itu, seperti diketahui "
        "saat itu, dengan kolom terbuka saja. Excel dan program lain memakainya dengan SET search_path = sudut_NAMA. Nama yang "
        "sudah ada dibuat baru. Tanpa NAMA: daftar yang ada."
    )
    parser.epilog = (
        "Contoh: kemitraan pin oktober --period 2026-10 --known-on 2026-11-10 · kemitraan pin oktober --drop"
    )
    parser.add_argument("name", metavar="NAMA", nargs="?", help="huruf kecil, angka, dan garis bawah")
    parser.add_argument("--drop", action="store_true", help="hapus skemanya")
    point_of_view(parser)


def run(arguments: argparse.Namespace) -> int:
    """Makes, drops or lists pinned months."""
    if arguments.name is None and (arguments.drop or arguments.period or arguments.known_on):
        raise UsageError("sebutkan NAMA skemanya.")
    workshop = ready_workshop(arguments)
    if arguments.name is None:
        for pinned in all_pinned(workshop.warehouse):
            print(_words(workshop, pinned))
    elif arguments.drop:
        unpin(workshop.warehouse, arguments.name)
        print(f"Skema sudut_{arguments.name} dihapus.")
    else:
        period, known_on = known_on_of(workshop, arguments)
        print(_words(workshop, pin(workshop.warehouse, arguments.name, period=period, known_on=known_on)))
    return 0


def _words(workshop: Workshop, pinned: Pinned) -> str:
    moment = pinned.point.known_on.astimezone(workshop.config.settings.zone)
    return f"{pinned.schema}  {pinned.point.period} seperti diketahui pada {moment:%Y-%m-%d %H.%M}"
