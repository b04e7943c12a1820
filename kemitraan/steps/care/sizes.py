"""Room on the disks and its use: free bytes by disk, the size of each part, and how it grew."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from kemitraan.config.home import Home
from kemitraan.config.load import archive_url
from kemitraan.config.models import Config
from kemitraan.steps.workshop import Workshop
from schemas.messages import date_words, number_words
from warehouse.diary import Work, last_done, record_sizes, sizes_before
from warehouse.engine import Warehouse
from warehouse.size import warehouse_bytes

MIB = 1024 * 1024
MONTH = timedelta(days=30)
HOME, ARCHIVE, WAREHOUSE, BACKUPS = "rumah", "arsip", "gudang", "cadangan"


def folders_of(config: Config, home: Home, backups: Path | None) -> dict[str, Path]:
    """The folders on disks of this machine, by their names."""
    archive = archive_url(config, home)
    folders = {HOME: home.path}
    if "://" not in archive:
        folders[ARCHIVE] = Path(archive)
    if backups is not None:
        folders[BACKUPS] = backups
    return folders


def backup_folder(config: Config, home: Home, warehouse: Warehouse | None) -> Path | None:
    """Where backups lie: by the settings, else where the last one was made; None when none is known."""
    if config.maintenance.backup is not None:
        return home.resolve(config.maintenance.backup)
    last_backup = last_done(warehouse, Work.BACKUP) if warehouse else None
    return Path(last_backup.place).parent if last_backup and last_backup.place else None


def free_space(folders: Mapping[str, Path]) -> dict[str, int]:
    """Free bytes where each folder is. Folders on one disk count together; a missing one is left out."""
    disks: dict[int, tuple[list[str], int]] = {}
    for name, folder in folders.items():
        if folder.is_dir():
            names, _ = disks.setdefault(folder.stat().st_dev, ([], shutil.disk_usage(folder).free))
            names.append(name)
    return {" dan ".join(names): free for names, free in disks.values()}


def space_words(free: Mapping[str, int], least: int) -> tuple[list[str], str]:
    """The disks with less than so many MiB free, and the free space of all."""
    words = ", ".join(f"{name} {_mib(size)}" for name, size in free.items())
    short = [name for name, size in free.items() if size < least * MIB]
    if short:
        return short, f"hampir penuh ({', '.join(short)}): bebas {words}; paling sedikit {number_words(least)} MiB"
    return short, f"bebas {words}"


def measure(workshop: Workshop) -> tuple[list[str], str, tuple[str, ...]]:
    """Measures every part and keeps the sizes. Gives the nearly full disks, the free space, and the sizes in words."""
    config, home, warehouse = workshop.config, workshop.home, workshop.warehouse
    folders = folders_of(config, home, backup_folder(config, home, warehouse))
    today = workshop.now().date()
    sizes = {name: folder_bytes(folder) for name, folder in folders.items() if folder.is_dir()}
    sizes[WAREHOUSE] = warehouse_bytes(warehouse)
    former_sizes = sizes_before(warehouse, today - MONTH)
    record_sizes(warehouse, today, sizes)
    short, free = space_words(free_space(folders), config.health.least_free_mib)
    return short, free, tuple(_size_lines(sizes, former_sizes, today))


def folder_bytes(folder: Path) -> int:
    """The bytes of all files in a folder. A file that goes away meanwhile counts for nothing."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.lstat(os.path.join(place, name)).st_size
            except FileNotFoundError:
                continue
    return total


def _size_lines(
    sizes: Mapping[str, int], former_sizes: tuple[date, dict[str, int]] | None, today: date
) -> Iterator[str]:
    for name, size in sizes.items():
        line = f"Ukuran {name}: {_mib(size)}"
        if former_sizes and former_sizes[0] < today and name in former_sizes[1]:
            growth = size - former_sizes[1][name]
            line += f" ({'+' if growth >= 0 else '-'}{_mib(abs(growth))} sejak {date_words(former_sizes[0])})"
        yield line + "."


def _mib(size: int) -> str:
    return f"{number_words(-(-size // MIB))} MiB"
