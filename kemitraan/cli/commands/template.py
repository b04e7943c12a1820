"""``kemitraan template``: a workbook for one office and month, ready to be filled in."""

from __future__ import annotations

import argparse
import getpass
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kemitraan.cli.arguments import period
from kemitraan.cli.homes import home_of, office_named, ready_workshop
from kemitraan.config.load import load_config
from kemitraan.config.models import Config, Office
from kemitraan.errors import UsageError
from kemitraan.references import home_reference, shipped_reference
from schemas.contracts import CONTRACTS
from schemas.messages import period_words
from schemas.period import Period
from workbooks.template import build_template

_ZONE = ZoneInfo("Asia/Makassar")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = "Membuat buku kerja kosong yang siap diisi sebuah kantor."
    parser.add_argument(
        "--office", required=True, metavar="KANTOR", help="nama folder atau kode kantor, misalnya majene atau 76.05"
    )
    parser.add_argument("--period", type=period, metavar="PERIODE", help="misalnya 2026-11 (bawaan: bulan ini)")
    parser.add_argument("--out", metavar="PATH", help="berkas atau folder tujuan (bawaan: folder ini)")
    parser.add_argument(
        "--fill", action="store_true", help="isi dengan usaha dan produk kantor itu yang sudah di gudang; dicatat siapa"
    )
    parser.add_argument("--name", metavar="NAMA", help="--fill: nama petugas (bawaan: pengguna komputer ini)")
    parser.add_argument(
        "--reason", metavar="ALASAN", default="templat terisi untuk kantornya", help="--fill: untuk apa (dicatat)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Writes the template. With ``--fill`` it holds what the warehouse knows of the office, personal data among it, so
    only its owner may read the file, and who made it is noted first.
    """
    config, office = _office(arguments)
    period = arguments.period or Period.of(datetime.now(_ZONE))
    notes: list[str] = []
    coming: tuple[str, ...] = ()
    if _has_home(arguments):
        from kemitraan.steps.letters.coming_changes import coming_changes
        from kemitraan.steps.letters.template_words import template_notes

        notes = template_notes(config, office, period)
        coming = coming_changes(config, office, period)
    rows_filled_in, held_rows, rows = None, None, ""
    if arguments.fill:
        from kemitraan.steps.views.sealed_reading import note_filled_template
        from warehouse.prefill import prefill

        workshop = ready_workshop(arguments)
        note_filled_template(workshop, office, arguments.name or getpass.getuser(), arguments.reason)
        rows_by_sheet = prefill(workshop.warehouse, office.code)
        rows_filled_in, held_rows, rows = (
            rows_by_sheet.known,
            rows_by_sheet.held,
            f", terisi {rows_by_sheet.rows} baris dari gudang",
        )
    target = _target(arguments.out, f"templat_{office.slug}_{period}.xlsx")
    reference = home_reference(home_of(arguments)) if _has_home(arguments) else shipped_reference()
    contract = CONTRACTS.at(period)
    template = build_template(
        contract, office.kind, office.code, period, reference, rows_filled_in, held_rows, notes, coming
    )
    _write(target, template, private=arguments.fill)
    print(f"Templat {office.slug} untuk {period_words(period)}: {target}{rows}")
    return 0


def _office(arguments: argparse.Namespace) -> tuple[Config, Office]:
    """The settings and the office. Without a home, the settings of a new one are used."""
    config: Config | None = None
    if arguments.fill or _has_home(arguments):
        config = load_config(home_of(arguments))
    if config is None:
        config = _starter()
    office = office_named(config, arguments.office)
    return config, office


def _has_home(arguments: argparse.Namespace) -> bool:
    return bool(arguments.home) or "KEMITRAAN_HOME" in os.environ or (Path.cwd() / "kemitraan.toml").exists()


def _write(target: Path, data: bytes, *, private: bool) -> None:
    """Writes a file. Only its owner may read a private one, also where a file of this name was there before."""
    with open(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600 if private else 0o666), "wb") as file:
        if private:
            os.fchmod(file.fileno(), 0o600)
        file.truncate()
        file.write(data)


def _starter() -> Config:
    import tomllib

    from kemitraan.config.starter import STARTER_CONFIG

    return Config.model_validate(tomllib.loads(STARTER_CONFIG))


def _target(out: str | None, name: str) -> Path:
    if out is None:
        return Path(name)
    path = Path(out)
    if path.is_dir():
        return path / name
    if path.suffix.casefold() != ".xlsx":
        raise UsageError(f"{out}: tujuan harus folder yang ada atau berkas .xlsx.")
    return path
