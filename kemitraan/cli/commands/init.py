"""``kemitraan init``: makes a home that is ready to run."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from kemitraan.config.home import Home
from kemitraan.config.init import init_home
from kemitraan.config.load import load_config, warehouse_url
from kemitraan.config.models import Config
from kemitraan.config.nik_key import nik_key
from kemitraan.config.own_reference import make_reference_files
from kemitraan.references import home_reference
from kemitraan.steps.forgetting.replaying import replay
from kemitraan.steps.workshop import open_workshop
from warehouse.engine import open_warehouse
from warehouse.errors import WrongKey
from warehouse.reference_rows import Calendar
from warehouse.upgrade import upgrade

DEFAULT = "rumah-kemitraan"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.description = "Membuat rumah dan gudangnya; yang sudah ada tidak diubah."


def run(arguments: argparse.Namespace) -> int:
    """Makes what the home lacks, brings its warehouse to this version, and says what to do next."""
    path = Path(arguments.home or os.environ.get("KEMITRAAN_HOME") or DEFAULT)
    created = init_home(path)
    home = Home(path.absolute())
    try:
        upgrade_home(home)
    except WrongKey:
        if home.key_file in created:  # the one that belongs here must not find its place taken
            home.key_file.unlink()
        raise
    print(f"Rumah siap: {path}" if created else f"Rumah sudah lengkap: {path}")
    print(f"  setelan          {home.config_file.name}")
    print("  kotak masuk      masuk/<kantor>/")
    print("  kotak keluar     keluar/<kantor>/")
    print(f"\nTaruh kiriman di kotak masuk, lalu: kemitraan --home {path} run")
    return 0


def upgrade_home(home: Home, *, accept_new_key: bool = False) -> list[str]:
    """Brings the home's warehouse to this version, making it first where there is none, and makes the files that staff
    teach in. Gives notes for people.

    Raises ConfigError when what staff taught does not fit this version any more. Raises WrongKey, and changes nothing,
    for a warehouse that is worked with another key, unless that is accepted.
    """
    config = load_config(home)
    url = warehouse_url(config, home, os.environ)
    warehouse = open_warehouse(url, nik_key=nik_key(home, os.environ), create=True)
    try:
        notes = upgrade(warehouse, accept_new_key=accept_new_key, calendar=_calendar(config))
    finally:
        warehouse.close()
    make_reference_files(home)
    home_reference(home)
    return [*notes, *replay(home, lambda: open_workshop(home, replaying=True))]


def _calendar(config: Config) -> Calendar:
    return Calendar(config.settings.due_day, config.settings.timezone)
