"""``kemitraan deploy``: brings the deployments to a running server, as its unit does after starting it."""

from __future__ import annotations

import argparse
import os

from kemitraan.cli.homes import ready_workshop
from kemitraan.cli.serving.answering import ServerAway, wait_for_server
from kemitraan.cli.serving.prefect_processes import project_folder
from kemitraan.config.home import HOME_VARIABLE
from kemitraan.errors import UsageError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Menunggu server di PREFECT_API_URL, lalu memasang kolam kerja, penerapan, dan automasinya. Diulang "
        "tidak mengubah apa-apa; jadwal yang dijeda tetap dijeda."
    )
    parser.add_argument(
        "--wait", type=float, default=300, metavar="DETIK", help="berapa lama menunggu server (bawaan: 300)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Waits for the server, brings pool, deployments and automations to it, and says their names."""
    url = os.environ.get("PREFECT_API_URL")
    if not url:
        raise UsageError("PREFECT_API_URL belum diisi. Isi dengan alamat server, misalnya http://127.0.0.1:4200/api.")
    workshop = ready_workshop(arguments)
    workshop.warehouse.close()
    os.environ[HOME_VARIABLE] = str(workshop.home.path)  # the forms list its offices
    try:
        wait_for_server(url, arguments.wait)
    except ServerAway:
        raise UsageError(f"server di PREFECT_API_URL tidak menjawab dalam {arguments.wait:.0f} detik.") from None
    from flows.deploying import DeployError, prepare_server

    try:
        names = prepare_server(project_folder())
    except DeployError as error:
        raise UsageError(f"penerapan tidak dapat dipasang di server:\n{error}") from None
    print(f"Terpasang: {', '.join(names)}")
    return 0
