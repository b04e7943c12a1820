"""Restore: a home from a backup, in a place where there is none. The settings come last, for they make a folder
a home.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from connectors.archive import Archive
from connectors.local_files import make_private_folder, write_new
from kemitraan.config.home import CONFIG_NAME, Home
from kemitraan.config.load import archive_url, load_config, warehouse_url
from kemitraan.config.nik_key import KEY_VARIABLE
from kemitraan.steps.care.backing_up import SETTINGS, backups_in
from kemitraan.steps.forgetting.replaying import await_replay
from warehouse.backup import restore_warehouse
from warehouse.engine import open_warehouse
from warehouse.errors import WarehouseError


@dataclass(frozen=True)
class Restored:
    """The result: the backup, the place of the archive, and whether archive or key are missing."""

    backup: Path
    archive: str
    lacks_archive: bool
    lacks_key: bool


def restore_home(home: Home, folder: Path, environment: Mapping[str, str]) -> Restored:
    """Makes a home from a backup, or from the newest one in a folder. Its key and archive may lie there already.

    Raises WarehouseError, and changes nothing, where there is a home or a warehouse, or no backup.
    """
    backup = _backup(folder)
    if home.config_file.exists():
        raise WarehouseError(f"{home.path} sudah berisi rumah; pulihkan ke folder lain.")
    make_private_folder(home.path)
    hidden_file = home.config_file.with_name(f".{CONFIG_NAME}.pulih")
    shutil.copyfile(backup / CONFIG_NAME, hidden_file)
    try:
        config = load_config(_Apart(home.path, hidden_file))
        warehouse = open_warehouse(warehouse_url(config, home, environment), create=True)
        try:
            restore_warehouse(warehouse, backup)
        finally:
            warehouse.close()
        _restore_reference(backup / home.reference.name, home.reference)
        await_replay(home, Archive(archive_url(config, home)), backup.parent / SETTINGS)
        write_new(home.config_file, hidden_file.read_bytes(), mode=0o600)
    finally:
        hidden_file.unlink(missing_ok=True)
    place = config.settings.archive
    lacks_key = not home.key_file.exists() and not environment.get(KEY_VARIABLE)
    return Restored(backup, place, "://" not in place and not _holds(home.resolve(place)), lacks_key)


@dataclass(frozen=True)
class _Apart(Home):
    """A home whose settings lie under another name for now."""

    settings: Path

    @property
    def config_file(self) -> Path:
        return self.settings


def _backup(folder: Path) -> Path:
    if (folder / CONFIG_NAME).is_file():
        return folder
    backups = backups_in(folder) if folder.is_dir() else []
    if not backups:
        raise WarehouseError(f"{folder} bukan cadangan, dan tidak memuat cadangan-….")
    return backups[-1]


def _restore_reference(source: Path, target: Path) -> None:
    make_private_folder(target)
    for file in sorted(source.iterdir()) if source.is_dir() else ():
        (target / file.name).unlink(missing_ok=True)
        write_new(target / file.name, file.read_bytes(), mode=0o600)


def _holds(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())
