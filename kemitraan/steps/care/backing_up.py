"""Backup: the warehouse, the settings and what staff taught, in a folder of their own, whole or not at all. The last
few are kept.

The key is never among them: whoever holds a backup and the key could identify owners by their NIK again.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from connectors.local_files import force_folder, make_private_folder, write_atomically, write_new
from kemitraan.config.home import Home
from kemitraan.config.own_reference import read_files
from kemitraan.steps.workshop import Workshop
from warehouse.backup import copy_warehouse
from warehouse.diary import Work, record_done
from warehouse.engine import Warehouse
from warehouse.errors import WarehouseError

_NAME = re.compile(r"cadangan-\d{4}-\d{2}-\d{2}_\d{2}\.\d{2}\.\d{2}")
_DAY_ENDS = len("cadangan-0000-00-00")
_HALF = ".sedang-dibuat-"
SETTINGS = "setelan"
"""The folder beside the backups with the settings and what staff taught, as they were when the last backup began."""
LOCK = ".cadangan.lock"
PATIENCE_SECONDS = 600
_READ_ME = """\
Cadangan gudang data, setelan, dan acuan Kemitraan Sulbar. Memuat data pribadi: simpan di tempat yang terjaga.

Berkas `kunci` dan arsip TIDAK ada di sini. Simpan `kunci` di tempat terpisah yang aman; cadangkan folder arsip dengan
cara biasa (berkasnya tidak pernah berubah).

Memulihkan: hentikan semua putaran; taruh kembali `kunci` yang asli lebih dahulu; salin kemitraan.toml, folder acuan, dan
berkas gudang ke tempatnya (gudang.dump dengan pg_restore), dan arsipnya; lalu jalankan `kemitraan upgrade`.
"""


@dataclass(frozen=True)
class Backup:
    """A backup that was made: its folder, its size in bytes, and how many older ones were removed."""

    folder: Path
    size: int
    removed_count: int


def back_up(workshop: Workshop, folder: Path, keep: int) -> Backup:
    """Makes a backup in ``folder`` and keeps ``keep`` of them. Other files there are left alone. Of two at once the
    second one waits for the first.

    Raises OSError when the folder cannot be written, WarehouseError when the warehouse cannot be copied, or another
    backup takes too long. Then there is no new backup, and no old one is gone. The settings are kept all the same.
    """
    backup = make_backup(workshop.home, workshop.warehouse, folder, keep, workshop.now())
    record_done(workshop.warehouse, Work.BACKUP, place=str(backup.folder))
    return backup


def make_backup(home: Home, warehouse: Warehouse, folder: Path, keep: int, at: datetime) -> Backup:
    """Makes a backup of a warehouse of any version, without recording it there."""
    try:
        with FileLock(home.path / LOCK, timeout=PATIENCE_SECONDS):
            return _make_backup(home, warehouse, folder, keep, at)
    except Timeout:
        raise WarehouseError("Cadangan lain sedang dibuat dan belum selesai. Jalankan lagi nanti.") from None


def _make_backup(home: Home, warehouse: Warehouse, folder: Path, keep: int, at: datetime) -> Backup:
    make_private_folder(folder)
    _discard_halves(folder)
    _keep_settings(home, folder / SETTINGS)  # apart: a warehouse that cannot be copied leaves them safe
    being_made = Path(tempfile.mkdtemp(prefix=_HALF, dir=folder))  # mode 0700
    try:
        copy_warehouse(warehouse, being_made)
        settings = home.config_file
        write_new(being_made / settings.name, settings.read_bytes(), mode=0o600)
        _copy_reference(home, being_made / home.reference.name)
        write_new(being_made / "BACA-DULU.txt", _READ_ME.encode(), mode=0o600)
        size = sum(file.stat().st_size for file in being_made.rglob("*") if file.is_file())
        final = folder / f"cadangan-{at:%Y-%m-%d_%H.%M.%S}"
        if final.exists():  # a second one in the same second holds the same
            shutil.rmtree(being_made)
        else:
            being_made.rename(final)
    except BaseException:
        shutil.rmtree(being_made, ignore_errors=True)
        raise
    force_folder(folder)
    return Backup(final, size, _remove_old(folder, keep))


def _keep_settings(home: Home, folder: Path) -> None:
    """Keeps the settings and what staff taught as they are now, each file replaced whole."""
    for target in (folder, folder / home.reference.name):
        make_private_folder(target)
    write_atomically(folder / home.config_file.name, home.config_file.read_bytes(), mode=0o600)
    for lore, content in read_files(home).items():
        write_atomically(folder / home.reference.name / lore.file_name, content, mode=0o600)


def _copy_reference(home: Home, target: Path) -> None:
    """Copies what staff taught. Every file is read whole at one moment, because it is replaced whole when it
    changes.
    """
    target.mkdir(mode=0o700)
    for lore, content in read_files(home).items():
        write_new(target / lore.file_name, content, mode=0o600)


def backups_in(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    return sorted(path for path in folder.iterdir() if path.is_dir() and _NAME.fullmatch(path.name))


def _remove_old(folder: Path, keep: int) -> int:
    """Keeps so many backups: first the last one of each day, newest days first, then other ones of those days. Several
    in one day, as after a week without the computer, do not push out the days before them.
    """
    newest_first = backups_in(folder)[::-1]
    last_of_day = {path.name[:_DAY_ENDS]: path for path in reversed(newest_first)}
    other_paths = [path for path in newest_first if path not in last_of_day.values()]
    old_paths = [*sorted(last_of_day.values(), reverse=True), *other_paths][keep:]
    for path in old_paths:
        shutil.rmtree(path)
    return len(old_paths)


def _discard_halves(folder: Path) -> None:
    """Removes what a killed backup left: it holds personal data too."""
    for half in folder.glob(f"{_HALF}*"):
        shutil.rmtree(half)
