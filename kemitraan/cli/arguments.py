"""Arguments that several commands share: types, with complaints in Indonesian, and options."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Mapping
from datetime import date

from kemitraan.errors import UsageError
from schemas.period import Period


def day(text: str) -> date:
    """A day as ``YYYY-MM-DD``."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} bukan tanggal; tulis seperti 2026-11-24") from None


def period(text: str) -> Period:
    """A month as ``YYYY-MM``."""
    try:
        return Period.read(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} bukan periode; tulis seperti 2026-11") from None


def submission_or_hash(text: str) -> str:
    """A submission's number or a file's SHA-256, or at least the first eight digits of one."""
    if not re.fullmatch(r"[0-9a-f]{8,64}", text.lower()):
        raise argparse.ArgumentTypeError(
            f"{text!r} bukan nomor kiriman dan bukan SHA-256 (angka dan huruf a-f, paling sedikit 8 yang pertama)"
        )
    return text.lower()


def count(text: str) -> int:
    """A whole number from 1."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} bukan bilangan bulat dari 1")
    return int(text)


def several_offices(parser: argparse.ArgumentParser) -> None:
    """Adds ``--office``, which may be given several times."""
    parser.add_argument("--office", action="append", metavar="KANTOR", help="hanya kantor ini (boleh diulang)")


def at_day(parser: argparse.ArgumentParser) -> None:
    """Adds ``--today``, which sets another day than today."""
    parser.add_argument("--today", metavar="TANGGAL", type=day, help="hari yang dianggap hari ini")


def point_of_view(parser: argparse.ArgumentParser) -> None:
    """Adds ``--period`` and ``--known-on``: which month, and as known when."""
    parser.add_argument(
        "--period", metavar="PERIODE", type=period, help="bulan laporan, misalnya 2026-11; tanpa ini yang terbaru"
    )
    parser.add_argument(
        "--known-on",
        metavar="WAKTU",
        help="seperti diketahui saat itu: tanggal (akhir harinya) atau waktu; tanpa ini kini",
    )


def as_json(parser: argparse.ArgumentParser) -> None:
    """Adds ``--json``, the output for programs."""
    parser.add_argument("--json", action="store_true", help="keluaran sebagai JSON")


def dated_entries(parser: argparse.ArgumentParser, noun: str) -> None:
    """Adds what commands on entries share that are added and ended and never changed: what to do, the entry's number,
    office, name and reason.
    """
    parser.add_argument(
        "what",
        nargs="?",
        choices=("list", "add", "end"),
        default="list",
        metavar="list|add|end",
        help="lihat, tambahkan, atau akhiri (bawaan: lihat)",
    )
    parser.add_argument("number", nargs="?", type=int, metavar="NOMOR", help=f"end: nomor {noun}nya")
    parser.add_argument("--office", metavar="KANTOR", help="kode atau nama singkat kantornya")
    parser.add_argument("--name", metavar="NAMA", help="add dan end: nama petugas")
    parser.add_argument("--reason", metavar="ALASAN", help="add dan end: alasannya; dibaca pengirim")


def chosen_of_entries(
    arguments: argparse.Namespace, needed: Mapping[str, object], ways: Mapping[str, Callable[[], int]]
) -> int:
    """Does what was asked for, of ``ways`` by its word. Raises UsageError where a name or reason is missing, for
    ``add`` one of the ``needed`` options (by option), for ``end`` the number.
    """
    if arguments.what != "list" and not (arguments.name and arguments.reason):
        raise UsageError("isi juga --name dan --reason.")
    missing_options = [option for option, value in needed.items() if value is None]
    if arguments.what == "add" and missing_options:
        raise UsageError(f"isi juga {', '.join(missing_options)}.")
    if arguments.what == "end" and arguments.number is None:
        raise UsageError(f"sebutkan nomornya; lihat `kemitraan {arguments.command}`.")
    return ways[arguments.what]()
