"""``kemitraan demo``: two believable months, run and summarised, on the embedded default."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kemitraan.cli.arguments import at_day
from kemitraan.cli.commands.init import upgrade_home
from kemitraan.cli.flow_runner import flow_runner
from kemitraan.cli.progress import progress
from kemitraan.cli.summary_view import summary_text
from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.demo.month import MadeFile, make_month
from kemitraan.errors import UsageError
from kemitraan.references import shipped_reference
from kemitraan.steps.workshop import Workshop, open_workshop
from schemas.period import Period

if TYPE_CHECKING:
    from reports.partnership.first_page import MainFigure

SEED = 76
FIGURES = ("kabupaten", "memasok", "realisasi_rp")
FOLDER = "demo"
_ZONE = ZoneInfo("Asia/Makassar")
_MARKER = ".kemitraan-demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = "Membuat data contoh dua bulan, menjalankannya, dan merangkumnya."
    parser.add_argument("--out", metavar="FOLDER", help="folder contoh (bawaan: yang disebut --home, atau demo)")
    at_day(parser)


def run(arguments: argparse.Namespace) -> int:
    """Makes the home anew, fills its inboxes, runs both months, and prints outcomes, answers, figures and what to try
    next.
    """
    out = Path(arguments.out or arguments.home or FOLDER)
    today = arguments.today or datetime.now(_ZONE).date()
    _start_over(out)
    home = Home(out.absolute())
    init_home(out)
    (out / _MARKER).touch()
    with flow_runner(home) as runner:  # made ready while the data is made
        upgrade_home(home)
        _say("Membuat kiriman dua bulan …")
        files = _make_months(home, today)
        _say(f"{len(files)} berkas ada di kotak masuk. Menjalankan alur (server Prefect sementara disiapkan dulu) …")
        workshop = open_workshop(home)
        with progress(workshop):
            summary = runner.run()
    print(summary_text(summary))
    print("\nTiga angka dari laporan kemitraan, dan kodenya untuk `kemitraan trace`:")
    for figure in _figures(workshop):
        print(f"  {figure.words}: {figure.in_words}\n    {figure.value.code}")
    workshop.warehouse.close()
    print(_what_next(out))
    return 0


def _make_months(home: Home, today: date) -> list[MadeFile]:
    """Puts this month and the one before into the inboxes as if sent an hour ago. Files written just now would be left
    alone for a while.
    """
    this_month = Period.of(today)
    files: list[MadeFile] = []
    for period in (this_month.before(), this_month):
        files += make_month(home.inboxes, period, SEED, today, shipped_reference())
    sent_at = time.time() - 3600
    for number, file in enumerate(files):
        os.utime(file.path, (sent_at + number, sent_at + number))
    return files


def _start_over(out: Path) -> None:
    """Empties the folder, but only one that a demo made."""
    if out.exists() and any(out.iterdir()):
        if not (out / _MARKER).exists():
            raise UsageError(f"{out} sudah ada dan bukan folder contoh; pilih yang lain dengan --home.")
        shutil.rmtree(out)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _figures(workshop: Workshop) -> list[MainFigure]:
    """The figures of the headline that a reader understands at once."""
    from reports.partnership.first_page import main_figure
    from reports.partnership.headline import headline
    from reports.partnership.reading import read_source

    figures = headline(read_source(workshop.warehouse), workshop.config.settings.zone)
    return [main_figure(asdict(figure)) for figure in figures if figure.id in FIGURES]


def _what_next(out: Path) -> str:
    return f"""
Jawaban untuk setiap kantor ada di {out}/keluar/<kantor>/ (buka lembar Perbaikan).

Coba berikutnya:
  .venv/bin/kemitraan --home {out} status
  .venv/bin/kemitraan --home {out} trace mart_kemitraan tahap=Memasok
  .venv/bin/kemitraan --home {out} template --office majene --fill
  .venv/bin/kemitraan check {out}/masuk/mamasa/selesai/<berkas>
  .venv/bin/kemitraan --home {out} up            (halaman Prefect dengan data contoh ini)
"""
