"""``kemitraan explore``: a published month in a browser on this computer, with its dictionary and ready questions."""

from __future__ import annotations

import argparse
import json
import socket
from pathlib import Path

from kemitraan.cli.arguments import count
from kemitraan.cli.homes import home_of
from kemitraan.errors import UsageError
from kemitraan.steps.views.snapshotting import FOLDER, newest_snapshot
from reports.snapshot.contents import DATABASE, PACKAGE
from reports.snapshot.exploring import browser_metadata

HOST = "127.0.0.1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Membuka sebuah terbitan di peramban komputer ini (Datasette): setiap tabel dengan arti kolomnya, dua puluh "
        "pertanyaan siap pakai, dan kueri sendiri. Hanya berkas terbitan yang dibaca, bukan gudang data. Ctrl-C menutupnya."
    )
    parser.add_argument(
        "--snapshot", metavar="FOLDER", type=Path, help=f"satu terbitan (bawaan: yang terbaru di {FOLDER}/ di rumah)"
    )
    parser.add_argument(
        "--port", metavar="NOMOR", type=count, default=8001, help="pintu di komputer ini (bawaan: 8001)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Serves until it is stopped."""
    folder = arguments.snapshot or _newest(home_of(arguments).path / FOLDER)
    if not (folder / DATABASE).is_file() or not (folder / PACKAGE).is_file():
        raise UsageError(f"{folder} bukan sebuah terbitan.")
    try:
        import uvicorn

        from kemitraan.cli.serving.exploration import exploration
    except ModuleNotFoundError as error:
        if error.name != "datasette":
            raise
        raise UsageError(
            "paket Datasette belum dipasang: pasang requirements-explore.lock di samping program ini."
        ) from None
    metadata = browser_metadata(json.loads((folder / PACKAGE).read_text(encoding="utf-8")))
    _must_be_free(arguments.port)
    print(f"{folder.name}: http://{HOST}:{arguments.port}/ (Ctrl-C menutup)", flush=True)
    uvicorn.run(exploration(folder / DATABASE, metadata), host=HOST, port=arguments.port, log_level="warning")
    return 0


def _newest(folder: Path) -> Path:
    newest = newest_snapshot(folder)
    if newest is None:
        raise UsageError("belum ada terbitan; buat dengan `kemitraan snapshot`.")
    return newest


def _must_be_free(port: int) -> None:
    with socket.socket() as door:
        try:
            door.bind((HOST, port))
        except (OSError, OverflowError):
            raise UsageError(f"pintu {port} tidak dapat dipakai; sebutkan yang lain dengan --port.") from None
