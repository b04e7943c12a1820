"""Whether everything that the work needs is there: each check with a sentence and what to do, for a person and for a
monitor.

A check that cannot be made because another failed is reported as skipped, never as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from connectors.archive import Archive
from connectors.errors import OutsideError
from connectors.messages import explain
from kemitraan.config.errors import ConfigError
from kemitraan.config.home import Home
from kemitraan.config.load import archive_url, load_config, warehouse_url
from kemitraan.config.machines import require_machines, require_scheduler
from kemitraan.config.models import Config
from kemitraan.config.nik_key import nik_key
from kemitraan.references import home_reference
from kemitraan.steps.care.server_health import look_at_server
from kemitraan.steps.care.sizes import backup_folder, folders_of, free_space, space_words
from kemitraan.steps.job.archiving import require_archive
from schemas.messages import time_words
from warehouse.diary import Work, began_at, last_done
from warehouse.engine import Warehouse, open_warehouse
from warehouse.errors import WarehouseError, WrongKey
from warehouse.home_key import compare_key
from warehouse.upgrade import require_ready


@dataclass(frozen=True)
class Check:
    """One check. ``well`` None means that it could not be made. ``mark`` tells one error of a check from another;
    numbers that move by themselves are not in it.
    """

    name: str
    well: bool | None
    told: str
    remedy: str = ""
    mark: str = ""


def look_at_all(
    home: Home,
    environment: Mapping[str, str],
    now: datetime,
    prefect_secret: Callable[[str], str] | None = None,
) -> list[Check]:
    """Every check, in order. A broken home raises nothing."""
    config, checks = _settings(home)
    key, key_check = _key(home, environment)
    checks.append(key_check)
    if config is None:
        return [*checks, *_skipped("Gudang data", "Arsip", "Konsolidasi", "Cadangan", "Ruang cakram")]
    checks += _machines(config, home, environment, prefect_secret)
    warehouse, warehouse_checks = _warehouse(config, home, environment, key, prefect_secret)
    checks += warehouse_checks
    checks.append(_archive(config, home, warehouse))
    backups = backup_folder(config, home, None)
    if warehouse is None:
        checks += _skipped("Konsolidasi", "Cadangan")
    else:
        try:
            backups = backup_folder(config, home, warehouse)
            checks.append(_regular(_CONSOLIDATION, config.health.consolidation_hours, config, warehouse, now))
            checks.append(_regular(_BACKUP, config.health.backup_hours, config, warehouse, now))
        except WarehouseError as error:
            checks.append(Check("Gudang data", False, str(error), mark=str(error)))
        finally:
            warehouse.close()
    checks.append(_space(config, home, backups))
    return [*checks, *_server(environment)]


def _skipped(*names: str) -> list[Check]:
    return [Check(name, None, "tidak diperiksa, karena yang di atas belum baik.") for name in names]


def _settings(home: Home) -> tuple[Config | None, list[Check]]:
    try:
        config = load_config(home)
    except ConfigError as error:
        remedy = "Betulkan baris yang disebut."
        return None, [Check("Setelan", False, str(error), remedy, str(error)), *_skipped("Acuan")]
    checks = [Check("Setelan", True, "terbaca tanpa kesalahan.")]
    try:
        home_reference(home)
    except ConfigError as error:
        checks.append(Check("Acuan", False, str(error), "Betulkan atau hapus baris yang disebut.", str(error)))
    else:
        checks.append(Check("Acuan", True, "terbaca tanpa kesalahan."))
    return config, checks


def _key(home: Home, environment: Mapping[str, str]) -> tuple[bytes | None, Check]:
    try:
        return nik_key(home, environment), Check("Kunci", True, "ada.")
    except ConfigError as error:
        problems = " ".join(line.problem for line in error.errors)
        return None, Check("Kunci", False, problems, " ".join(line.remedy for line in error.errors), problems)


def _machines(
    config: Config, home: Home, environment: Mapping[str, str], prefect_secret: Callable[[str], str] | None
) -> list[Check]:
    """Where more than this process or this machine is to work."""
    settings = config.settings
    if settings.task_runner == "threads" and not (settings.own_homes or settings.dask_scheduler):
        return []
    name = "Komputer lain"
    try:
        require_machines(config, home, warehouse_url(config, home, environment, prefect_secret))
        require_scheduler(config, home)
    except ConfigError as error:
        return [Check(name, False, str(error), "Betulkan baris yang disebut.", str(error))]
    return [Check(name, True, "dapat ikut bekerja menurut setelan.")]


def _warehouse(
    config: Config,
    home: Home,
    environment: Mapping[str, str],
    key: bytes | None,
    prefect_secret: Callable[[str], str] | None,
) -> tuple[Warehouse | None, list[Check]]:
    warehouse = None
    try:
        warehouse = open_warehouse(warehouse_url(config, home, environment, prefect_secret), nik_key=key)
        require_ready(warehouse)
        if key is not None:
            compare_key(warehouse)
    except WrongKey as error:
        assert warehouse is not None
        warehouse.close()
        return None, [Check("Gudang data", False, str(error), mark="kunci")]
    except ConfigError as error:
        return None, [Check("Gudang data", False, str(error), mark=str(error))]
    except WarehouseError as error:
        if warehouse is not None:
            warehouse.close()
        remedy = "Periksa apakah gudangnya menyala dan cakramnya tidak penuh, lalu ulangi."
        return None, [Check("Gudang data", False, str(error), remedy, str(error))]
    return warehouse, [Check("Gudang data", True, "menjawab, susunannya mutakhir, dan kuncinya cocok.")]


def _archive(config: Config, home: Home, warehouse: Warehouse | None) -> Check:
    archive = Archive(archive_url(config, home))
    try:
        if warehouse is not None:
            require_archive(archive, warehouse)
        archive.try_writing()
    except WarehouseError as error:
        return Check("Arsip", None, str(error))
    except OutsideError as error:
        explanation = explain(error)
        return Check("Arsip", False, explanation.reason, explanation.remedy, type(error).__name__)
    return Check("Arsip", True, "dapat ditulis.")


@dataclass(frozen=True)
class _RegularWork:
    """How a check tells of work that is done regularly: its name, when it was done, that it never was, and the
    remedy.
    """

    work: Work
    name: str
    verb: str
    never: str
    remedy: str


_CONSOLIDATION = _RegularWork(
    Work.CONSOLIDATION,
    "Konsolidasi",
    "selesai",
    "belum pernah ada konsolidasi untuk semua kantor.",
    "Periksa server, pekerja, dan jadwal konsolidasi-harian; lalu jalankan konsolidasi.",
)
_BACKUP = _RegularWork(
    Work.BACKUP,
    "Cadangan",
    "dibuat",
    "belum pernah dibuat.",
    "Jalankan `kemitraan backup`, atau periksa layanan kemitraan-backup.",
)


def _regular(regular: _RegularWork, hours: int, config: Config, warehouse: Warehouse, now: datetime) -> Check:
    """Whether the work was done within so many hours, and without errors."""
    name, remedy = regular.name, regular.remedy
    done = last_done(warehouse, regular.work)
    if done is None:
        overdue = _is_older(began_at(warehouse), hours, now)
        return Check(name, not overdue, regular.never, remedy if overdue else "", "belum pernah")
    when = time_words(done.at.astimezone(config.settings.zone))
    if _is_older(done.at, hours, now):
        sentence = f"yang terakhir {regular.verb} {when}, lebih dari {hours} jam yang lalu."
        return Check(name, False, sentence, remedy, "terlambat")
    if done.error:
        return Check(name, False, f"yang terakhir ({when}): {done.error}", "Buka putarannya di halaman.", done.error)
    return Check(name, True, f"yang terakhir {regular.verb} {when}.")


def _is_older(at: datetime | None, hours: int, now: datetime) -> bool:
    return at is not None and now - at > timedelta(hours=hours)


def _space(config: Config, home: Home, backups: Path | None) -> Check:
    short, sentence = space_words(free_space(folders_of(config, home, backups)), config.health.least_free_mib)
    remedy = "Kosongkan ruang, atau besarkan cakramnya." if short else ""
    return Check("Ruang cakram", not short, f"{sentence}.", remedy, ",".join(short))


def _server(environment: Mapping[str, str]) -> list[Check]:
    """Server and workers, where a server is named."""
    url = environment.get("PREFECT_API_URL")
    if not url:
        return []
    error = look_at_server(url, environment)
    if error is None:
        return [Check("Server Prefect", True, "menjawab, dan ada pekerja.")]
    return [Check("Server Prefect", False, error.problem, error.remedy, error.problem)]
