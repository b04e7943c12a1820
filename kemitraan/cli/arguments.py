"""Arguments that several commands share: types, with complaints in Indonesian, and options."""

from __future__ import annotations

import argparse
import re
from datetime import date

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
