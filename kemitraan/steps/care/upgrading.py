"""Upgrading by itself: a home whose warehouse is older than the program is backed up first, inside the home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from kemitraan.config.home import Home
from kemitraan.config.load import load_config, warehouse_url
from kemitraan.steps.care.backing_up import make_backup
from warehouse.engine import Warehouse, open_warehouse
from warehouse.errors import WarehouseMissing
from warehouse.upgrade import has_tables, require_ready

FOLDER = "cadangan-pemutakhiran"
KEPT = 3


def back_up_before_upgrade(
    home: Home, environment: Mapping[str, str], prefect_secret: Callable[[str], str] | None = None
) -> Path | None:
    """Back a home up where an upgrade would change its warehouse; gives the backup's folder, None where nothing would change
    or nothing is there yet.

    Raises OSError or WarehouseError when no backup can be made: then nothing is to be upgraded; of it WarehouseTooNew for
    the warehouse of a later program.
    """
    config = load_config(home)
    try:
        warehouse = open_warehouse(warehouse_url(config, home, environment, prefect_secret))
    except WarehouseMissing:
        return None
    try:
        if not _needs_upgrade(warehouse) or not has_tables(warehouse):
            return None
        return make_backup(home, warehouse, home.path / FOLDER, KEPT, datetime.now(config.settings.zone)).folder
    finally:
        warehouse.close()


def _needs_upgrade(warehouse: Warehouse) -> bool:
    try:
        require_ready(warehouse)
    except WarehouseMissing:
        return True
    return False
