"""``kemitraan check``: judges one workbook by the contract (contract section 2)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from kemitraan.cli.arguments import day
from kemitraan.cli.views import check_as_json, check_as_text
from kemitraan.config.codes import known_office
from kemitraan.config.errors import ConfigError
from kemitraan.config.home import Home
from kemitraan.config.nik_key import nik_key
from kemitraan.errors import UsageError
from kemitraan.references import home_reference, shipped_reference
from kemitraan.steps.job.check_bytes import Checked, KnownKeys, check_bytes
from schemas.context import Circumstances
from schemas.contracts import CONTRACTS
from schemas.finding import Outcome
from schemas.reference import Reference
from workbooks.limits import MIB, Limits

ZONE = ZoneInfo("Asia/Makassar")
_WELL = (Outcome.ACCEPTED, Outcome.ACCEPTED_WITH_NOTES)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = (
        "Memeriksa satu buku kerja tanpa jaringan dan tanpa server. Status keluar: 0 diterima, 1 ada baris "
        "ditahan atau ditolak, 2 tidak dapat dijalankan."
    )
    parser.add_argument("file", metavar="BERKAS", help="xlsx, xlsm, xls, xlsb, ods, atau csv")
    parser.add_argument("--office", metavar="KODE", help="kode kantor yang terdaftar untuk jalur ini, misalnya 76.05")
    parser.add_argument("--today", metavar="TANGGAL", type=day, help="hari yang dianggap hari ini, misalnya 2026-11-24")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="bentuk keluaran (bawaan: text)")
    parser.add_argument("--return", dest="return_path", metavar="PATH", help="tulis buku kerja jawaban ke sini")
    parser.add_argument("--warehouse", metavar="URL", help="gudang untuk rujukan ke baris yang dikirim sebelumnya")


def run(arguments: argparse.Namespace) -> int:
    """Checks the file, prints the findings, and writes the answer when asked to."""
    path = Path(arguments.file)
    limits = Limits()
    now = datetime.now(ZONE)
    home = _home(arguments.home)
    circumstances = Circumstances(
        contracts=CONTRACTS,
        reference=home_reference(home) if home else shipped_reference(),
        today=arguments.today or now.date(),
        office=_office(arguments.office),
    )
    data = _read(path, limits)
    with _known(circumstances, arguments.warehouse, home) as (circumstances, known_keys):
        outcome = check_bytes(data, circumstances, limits, known_keys)
    if arguments.return_path:
        _write_answer(Path(arguments.return_path), data, outcome, circumstances.reference, path.name, now)
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    print(
        check_as_json(outcome.result, path.name)
        if arguments.format == "json"
        else check_as_text(outcome.result, path.name)
    )
    return 0 if outcome.result.outcome in _WELL else 1


def _read(path: Path, limits: Limits) -> bytes:
    if not path.exists():
        raise UsageError(f"{path}: tidak ada berkas ini.")
    if not path.is_file():
        raise UsageError(f"{path}: ini bukan berkas biasa.")
    size = os.path.getsize(path)
    if size > 40 * limits.packed_bytes:
        raise UsageError(
            f"{path}: {size // MIB} MiB, terlalu besar untuk diperiksa (batas kiriman {limits.packed_bytes // MIB} MiB)."
        )
    return path.read_bytes()


def _office(code: str | None) -> str | None:
    if code is None:
        return None
    try:
        return known_office(code)
    except KeyError:
        complaint = f"kode kantor {code!r} tidak dikenal; pakai 76.01 sampai 76.06, 73.xx, atau 76 untuk provinsi."
        raise UsageError(complaint) from None


@contextmanager
def _known(
    circumstances: Circumstances, url: str | None, home: Home | None
) -> Iterator[tuple[Circumstances, KnownKeys | None]]:
    """Adds what the warehouse knows; nothing when no warehouse was named."""
    if not url:
        yield circumstances, None
        return
    from warehouse.engine import open_warehouse
    from warehouse.home_key import compare_key
    from warehouse.partners import partner_signer
    from warehouse.prefill import known_identities
    from warehouse.reading import keys_in_force
    from warehouse.upgrade import require_ready

    warehouse = open_warehouse(url, nik_key=nik_key(home, os.environ) if home else None)
    try:
        require_ready(warehouse)
        if warehouse.nik_key:
            compare_key(warehouse)
        sign = partner_signer(warehouse.nik_key) if warehouse.nik_key else None
        identities = known_identities(warehouse, circumstances.office)
        informed = replace(circumstances, known_identities=identities, partner_sign=sign)
        yield informed, partial(keys_in_force, warehouse)
    finally:
        warehouse.close()


def _home(option: str | None) -> Home | None:
    """The home that is named or that one stands in. A check needs none, but where there is one, what its staff taught
    counts.
    """
    try:
        return Home.find(option, os.environ, Path.cwd())
    except ConfigError:
        return None


def _write_answer(target: Path, data: bytes, outcome: Checked, reference: Reference, name: str, now: datetime) -> None:
    from kemitraan.steps.job.answering import make_report, returned_workbook

    report = make_report(
        outcome.result,
        reference,
        file=name,
        received=now,
        send_to="lewat jalur yang biasa dipakai kantor Anda",
    )
    target.write_bytes(returned_workbook(data, outcome.result, report, Limits()).data)
