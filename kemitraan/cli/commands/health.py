"""``kemitraan health``: whether all is well, for a person, a monitor, and (``--notify``) the IT person's mail."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import asdict
from datetime import UTC, datetime

from kemitraan.cli.homes import home_of, secret_block
from kemitraan.config.home import Home
from kemitraan.config.secret_values import Secrets
from kemitraan.steps.care.alerting import mail_of, mailer_of, tell_checks
from kemitraan.steps.care.health import Check, look_at_all

NO_MAIL = "tidak ada yang disurati: isi [mail], dan notify di bagian [health]."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Memeriksa yang diperlukan pekerjaan ini. Status keluar: 0 semua baik, 1 ada yang perlu perhatian; cocok "
        "untuk alat pemantau apa pun."
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="bentuk keluaran (bawaan: text)")
    parser.add_argument(
        "--notify",
        action="store_true",
        help="surati petugas TI (notify di bagian [health]) bila ada yang berubah; setiap gangguan sekali saja",
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints every check. Gives 1 when one is not well."""
    home = home_of(arguments)
    now = datetime.now(UTC)
    checks = look_at_all(home, os.environ, now, secret_block)
    all_well = all(check.well for check in checks)
    if arguments.format == "json":
        fields = [{name: value for name, value in asdict(check).items() if name != "mark"} for check in checks]
        print(json.dumps({"well": all_well, "checks": fields}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(checks)))
    if arguments.notify:
        _notify(home, checks, now)
    return 0 if all_well else 1


def _lines(checks: list[Check]) -> list[str]:
    words = {True: "baik", False: "PERLU PERHATIAN", None: "tidak diperiksa"}
    width = max(len(check.name) for check in checks)
    lines = []
    for check in checks:
        lines.append(f"{check.name:<{width}}  {words[check.well]}: {check.told.replace(chr(10), chr(10) + ' ' * 4)}")
        lines += [f"{'':<{width}}  {check.remedy}"] if check.remedy else []
    return lines


def _notify(home: Home, checks: list[Check], now: datetime) -> None:
    config, to = mail_of(home)
    if config is None or to is None:
        print(f"kemitraan health: {NO_MAIL}", file=sys.stderr)
        return
    mailer = mailer_of(home, config, Secrets(os.environ, secret_block))
    if tell_checks(home, checks, mailer.send, to, now):
        print(f"Surat dikirim ke {to}.", file=sys.stderr)
