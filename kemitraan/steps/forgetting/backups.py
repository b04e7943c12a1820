"""Backups without a person: the copies of an embedded warehouse are cleaned one by one, each replaced whole.

A copy made by another version of the program, or by ``pg_dump``, cannot be edited. It goes when newer ones take its
place, and ``restore`` carries the list out again before anything reads it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from kemitraan.steps.forgetting.case import Case
from kemitraan.steps.forgetting.home_files import Found
from kemitraan.steps.workshop import Workshop
from warehouse.backup import DUMP_NAME
from warehouse.engine import Warehouse, open_warehouse, personal_path
from warehouse.errors import WarehouseError
from warehouse.forgetting.places import changes
from warehouse.forgetting.requests import hide
from warehouse.forgetting.scrubbing import scrub
from warehouse.forgetting.subject import Subject
from warehouse.upgrade import require_ready

_HALF = ".sedang-dibersihkan-"
_BEFORE_UPGRADE = "cadangan-pemutakhiran"
LEFT = "dibuat versi program lain atau pg_dump: hilang bila diganti cadangan baru; `restore` menghapusnya lagi lebih dahulu"


def backup_folders(workshop: Workshop) -> list[Path]:
    """The folders in which backups of this home lie."""
    folders = [workshop.home.path / _BEFORE_UPGRADE]
    if workshop.config.maintenance.backup:
        folders.append(workshop.home.resolve(workshop.config.maintenance.backup))
    return folders


def in_backups(workshop: Workshop, case: Case, erase: bool) -> Iterator[Found]:
    """Every backup that holds the person, cleaned where it can be and that is told."""
    for folder in backup_folders(workshop):
        for half in folder.glob(f"{_HALF}*"):
            shutil.rmtree(half)
        for backup in sorted(folder.glob("cadangan-*")):
            if backup.is_dir():
                yield from _in_backup(backup, case.subject, erase)


def _in_backup(backup: Path, subject: Subject, erase: bool) -> Iterator[Found]:
    databases = [path for path in backup.glob("*.sqlite") if personal_path(path).exists()]
    if (backup / DUMP_NAME).exists():
        yield Found(backup, LEFT)
    for database in databases:
        folder = Path(tempfile.mkdtemp(prefix=_HALF, dir=backup.parent))
        try:
            for source in (database, personal_path(database)):
                shutil.copy2(source, folder / source.name)
            cleaned = _clean(folder / database.name, subject)
            if cleaned is None:
                yield Found(backup, LEFT)
            elif cleaned:
                if erase:
                    for path in (personal_path(database), database):
                        (folder / path.name).replace(path)
                yield Found(backup)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _clean(database: Path, subject: Subject) -> bool | None:
    """Cleans a copy. Whether there was something to do; None where it is of another version."""
    with closing(open_warehouse(f"sqlite:///{database}")) as warehouse:
        try:
            require_ready(warehouse)
            with warehouse.read() as connection:
                planned = changes(connection, subject)
        except (WarehouseError, SQLAlchemyError):
            return None
        hide(warehouse, 0, subject, keeping=False)
        _one_file(warehouse)
    return bool(planned)


def _one_file(warehouse: Warehouse) -> None:
    scrub(warehouse)
    with warehouse.engine.connect() as connection:
        for schema in ("main", "pribadi"):
            connection.exec_driver_sql(f"PRAGMA {schema}.journal_mode = DELETE")
