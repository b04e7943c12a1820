"""``kemitraan template``: a workbook ready to be filled in by one office for one month."""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from kemitraan.cli.homes import home_of, office_named, ready_workshop
from kemitraan.cli.trouble import UsageError
from kemitraan.config.load import load_config
from kemitraan.config.models import Config
from kemitraan.references import home_reference, shipped_reference
from schemas.contract_2026_1 import CONTRACT
from workbooks.template import build_template

_ZONE = ZoneInfo("Asia/Makassar")


def run(arguments: argparse.Namespace) -> int:
    """Write the template; with ``--fill`` the office's businesses and products from the warehouse stand in it."""
    slug, code, kind = _office(arguments)
    period = arguments.period or f"{datetime.now(_ZONE):%Y-%m}"
    filled = None
    if arguments.fill:
        from warehouse.reading import template_rows

        filled = template_rows(ready_workshop(arguments).warehouse, code)
    target = _target(arguments.out, f"templat_{slug}_{period}.xlsx")
    reference = home_reference(home_of(arguments)) if _has_home(arguments) else shipped_reference()
    target.write_bytes(build_template(CONTRACT, kind, code, period, reference, filled))
    rows = "" if not filled else f", terisi {sum(map(len, filled.values()))} baris dari gudang"
    print(f"Templat {slug} untuk {period}: {target}{rows}")
    return 0


def _office(arguments: argparse.Namespace) -> tuple[str, str, str]:
    """Folder name, code and kind of the office; without a home, a code of the contract."""
    config: Config | None = None
    if arguments.fill or _has_home(arguments):
        config = load_config(home_of(arguments))
    if config is None:
        config = _starter()
    office = office_named(config, arguments.office)
    return office.slug, office.code, office.kind


def _has_home(arguments: argparse.Namespace) -> bool:
    return bool(arguments.home) or "KEMITRAAN_HOME" in os.environ or (Path.cwd() / "kemitraan.toml").exists()


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
