"""``kemitraan alert``: the IT person's mail about a systemd unit that has failed."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime

from kemitraan.cli.commands.health import NO_MAIL
from kemitraan.cli.homes import home_of, secret_block
from kemitraan.config.secret_values import Secrets
from kemitraan.errors import UsageError
from kemitraan.steps.care.alerting import mail_of, mailer_of, tell_unit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Untuk OnFailure= di systemd: menyurati petugas TI (notify di bagian [health]) bahwa layanan ini gagal, "
        "sekali saja sampai `kemitraan health --notify` melihatnya baik lagi."
    )
    parser.add_argument("unit", metavar="LAYANAN", help="misalnya kemitraan-backup.service")


def run(arguments: argparse.Namespace) -> int:
    """Reports a failed unit once, until it is well again."""
    home = home_of(arguments)
    config, to = mail_of(home)
    if config is None or to is None:
        raise UsageError(NO_MAIL)
    mailer = mailer_of(home, config, Secrets(os.environ, secret_block))
    is_sent = tell_unit(home, arguments.unit, mailer.send, to, datetime.now(UTC))
    print(
        f"Surat tentang {arguments.unit} dikirim ke {to}." if is_sent else f"Tentang {arguments.unit} sudah disurati."
    )
    return 0
