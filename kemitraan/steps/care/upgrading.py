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


def needs_upgrade(
    home: Home, environment: Mapping[str, str], prefect_secret: Callable[[str], str] | None = None
) -> bool:
    """Whether an upgrade would change the home's warehouse, or make it. Raises WarehouseTooNew for one of a later
    program.
    """
    try:
        warehouse = _opened(home, environment, prefect_secret)
    except WarehouseMissing:
        return True
    try:
        require_ready(warehouse)
    except WarehouseMissing:
        return True
    finally:
        warehouse.close()
    return False


def back_up_before_upgrade(
    home: Home, environment: Mapping[str, str], prefect_secret: Callable[[str], str] | None = None
) -> Path | None:
    """Backs a home up before an upgrade that would change its warehouse. Gives the backup's folder, None when nothing
    would change or no warehouse is there yet. Raises OSError or WarehouseError when no backup can be made
    (WarehouseTooNew for the warehouse of a later program): then nothing may be upgraded.
    """
    if not needs_upgrade(home, environment, prefect_secret):
        return None
    try:
        warehouse = _opened(home, environment, prefect_secret)
    except WarehouseMissing:
        return None
    try:
        if not has_tables(warehouse):
            return None
        now = datetime.now(load_config(home).settings.zone)
        return make_backup(home, warehouse, home.path / FOLDER, KEPT, now).folder
    finally:
        warehouse.close()


def _opened(
    home: Home, environment: Mapping[str, str], prefect_secret: Callable[[str], str] | None = None
) -> Warehouse:
    return open_warehouse(warehouse_url(load_config(home), home, environment, prefect_secret))
