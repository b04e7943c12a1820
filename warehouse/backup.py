"""Copies of the warehouse, consistent in themselves, while work goes on."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection

from warehouse.engine import Warehouse, personal_path
from warehouse.error_words import sqlite_words
from warehouse.errors import WarehouseError
from warehouse.tables import PERSONAL

DUMP_NAME = "gudang.dump"
_SOUND = "ok"


def copy_warehouse(warehouse: Warehouse, folder: Path) -> list[Path]:
    """Copies the warehouse into an existing folder and gives the files. Only their owner may read them (0600).

    SQLite: copies both files as they are at one moment, and proves them sound; nobody writes meanwhile. PostgreSQL:
    ``pg_dump``. Raises WarehouseError when a copy cannot be made.
    """
    if warehouse.path is None:
        return [_dump(warehouse, folder / DUMP_NAME)]
    pairs = [(path, folder / path.name) for path in (warehouse.path, personal_path(warehouse.path))]

    def copy(connection: Connection) -> None:
        for source, target in pairs:
            _copy_file(source, target)

    try:
        warehouse.run(copy)  # a write transaction holds both files: the two copies belong together
        for _, target in pairs:
            with closing(sqlite3.connect(f"file:{target}?mode=ro", uri=True)) as copied:
                _must_be_sound(copied.execute("PRAGMA quick_check").fetchone()[0])
    except sqlite3.Error as error:
        words = sqlite_words(error.sqlite_errorname) if error.sqlite_errorname else "galat SQLite"
        raise WarehouseError(
            f"Gudang data tidak dapat disalin ke folder cadangan: {words}. Cadangan yang lama tidak tersentuh."
        ) from error
    return [target for _, target in pairs]


def care_for(warehouse: Warehouse) -> bool:
    """Checks an embedded warehouse for damage and lets it update its statistics. False where a server does that itself
    (PostgreSQL).

    Raises WarehouseError when it is damaged.
    """
    if not warehouse.is_sqlite:
        return False
    with warehouse.read() as connection:
        for schema in ("main", PERSONAL):
            _must_be_sound(str(connection.exec_driver_sql(f"PRAGMA {schema}.quick_check").scalar()))
    warehouse.run(lambda connection: connection.exec_driver_sql("PRAGMA optimize").close())
    return True


def _copy_file(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = DELETE")  # one file, no side files to forget


def _must_be_sound(verdict: str) -> None:
    if verdict != _SOUND:
        raise WarehouseError("Gudang data rusak (quick_check). Pulihkan dari cadangan terakhir; arsip tetap utuh.")


def _dump(warehouse: Warehouse, target: Path) -> Path:
    program = shutil.which("pg_dump")
    if program is None:
        raise WarehouseError(
            "Gudang data PostgreSQL tidak dapat dicadangkan: program pg_dump tidak ada di komputer ini. "
            "Pasang paket postgresql-client."
        )
    url = warehouse.engine.url.set(drivername="postgresql")
    environment = {**os.environ, "PGPASSWORD": url.password} if url.password else dict(os.environ)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    shown = url.set(password=None).render_as_string(hide_password=False)
    command = [program, "--format=custom", "--no-password", f"--file={target}", f"--dbname={shown}"]
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode != 0:
        mismatch = b"version mismatch" in done.stderr
        remedy = (
            "pg_dump lebih tua daripada servernya; pasang postgresql-client yang seversi."
            if mismatch
            else f"pg_dump berakhir dengan status {done.returncode}; jalankan pg_dump dengan tangan untuk melihat sebabnya."
        )
        raise WarehouseError(f"Gudang data PostgreSQL tidak dapat dicadangkan: {remedy}")
    return target


def restore_warehouse(warehouse: Warehouse, folder: Path) -> None:
    """Put the copy that a folder holds in the place of a warehouse that is not there yet.

    Raises WarehouseError, and changes nothing, where there is one, where the folder holds no copy of this sort of
    database, or where it cannot be put in place.
    """
    if warehouse.path is None:
        _undump(warehouse, folder / DUMP_NAME)
        return
    pairs = [(folder / path.name, path) for path in (warehouse.path, personal_path(warehouse.path))]
    for source, target in pairs:
        if target.exists():
            raise WarehouseError(f"Gudang data {target} sudah ada; pulihkan ke tempat lain, atau pindahkan dahulu.")
        if not source.exists():
            raise WarehouseError(f"Cadangan {folder} tidak memuat {source.name}.")
    for source, target in pairs:
        with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as copied:
            _must_be_sound(copied.execute("PRAGMA quick_check").fetchone()[0])
        target.parent.mkdir(parents=True, exist_ok=True)
        _copy_file(source, target.with_name(f".{target.name}.pulih"))
    for _, target in reversed(pairs):  # the public file last: it makes a warehouse
        target.with_name(f".{target.name}.pulih").rename(target)


def _undump(warehouse: Warehouse, source: Path) -> None:
    program = shutil.which("pg_restore")
    if program is None:
        raise WarehouseError("Program pg_restore tidak ada di komputer ini. Pasang paket postgresql-client.")
    if not source.exists():
        raise WarehouseError(f"Cadangan {source.parent} tidak memuat {DUMP_NAME}.")
    with warehouse.read() as connection:
        if connection.exec_driver_sql("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").first():
            raise WarehouseError("Basis data PostgreSQL itu tidak kosong; pulihkan ke basis data yang baru dibuat.")
    url = warehouse.engine.url.set(drivername="postgresql")
    environment = {**os.environ, "PGPASSWORD": url.password} if url.password else dict(os.environ)
    shown = url.set(password=None).render_as_string(hide_password=False)
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--no-password"]
    command = [program, *options, f"--dbname={shown}", str(source)]
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    if done.returncode != 0:
        raise WarehouseError(
            f"Gudang data PostgreSQL tidak dapat dipulihkan: pg_restore berakhir dengan status {done.returncode}; jalankan "
            "pg_restore dengan tangan untuk melihat sebabnya."
        )
