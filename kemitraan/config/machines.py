"""What the settings need for work on more machines: what does not travel is named with its line before anything runs.

A home may be a folder that all machines see, then everything is shared. Or, with ``own_homes``, every machine has one
of its own, with the same settings and the same key: then whatever a submission needs must lie elsewhere.
"""

from __future__ import annotations

import os.path
import socket
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from kemitraan.config.errors import ConfigError, ErrorLine
from kemitraan.config.home import Home
from kemitraan.config.load import archive_url, settings_lines
from kemitraan.config.locator import KeyPath, line_of
from kemitraan.config.models import Config
from kemitraan.config.own_reference import parse_file, read_files
from kemitraan.config.sources.folder import FolderSource
from kemitraan.config.wording import shown_key

SHARED = "Pakai folder bersama di luar rumah (misalnya /mnt/berbagi/…)"
SECONDS = 5
"""How long to wait for somebody to listen."""
_EMBEDDED = "gudang data SQLite hanya dapat dipakai satu komputer."
_POSTGRESQL = 'Pakai PostgreSQL: warehouse = "env:GUDANG_URL" di [settings].'


def require_machines(config: Config, home: Home, warehouse: str) -> None:
    """Raises ConfigError when the settings ask for more than this installation, or this ``warehouse`` (its URL), can
    do.
    """
    lines = settings_lines(home)
    error_lines = [
        ErrorLine(line_of(lines, path), shown_key(path), problem, remedy)
        for path, problem, remedy in _error_lines(config, home, warehouse)
    ]
    if error_lines:
        raise ConfigError(home.config_file.name, error_lines)


def scheduler_error(home: Home, problem: str, remedy: str) -> ConfigError:
    """What is the matter with the cluster that the settings name, with its line."""
    path = ("settings", "dask_scheduler")
    error_line = ErrorLine(line_of(settings_lines(home), path), shown_key(path), problem, remedy)
    return ConfigError(home.config_file.name, [error_line])


def no_scheduler(home: Home, address: str) -> ConfigError:
    """Nobody answers at this address."""
    remedy = "Nyalakan gugusnya (`dask scheduler`), atau betulkan alamatnya."
    return scheduler_error(home, f"tidak ada gugus Dask yang menjawab di {address}.", remedy)


def require_scheduler(config: Config, home: Home) -> None:
    """Raises ConfigError when the settings name a cluster and nobody listens there."""
    address = config.settings.dask_scheduler
    if address is None:
        return
    host, _, port = address.partition("://")[2].rpartition(":")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS).close()
    except (OSError, OverflowError):
        raise no_scheduler(home, address) from None


def _error_lines(config: Config, home: Home, warehouse: str) -> Iterator[tuple[KeyPath, str, str]]:
    settings = config.settings
    embedded = warehouse.startswith("sqlite")
    if settings.task_runner == "dask":
        key = ("settings", "task_runner")
        if find_spec("prefect_dask") is None:
            remedy = 'Pasang dari requirements-dask.lock, atau pakai task_runner = "threads".'
            yield key, '"dask" memerlukan paket prefect-dask, yang belum ada.', remedy
        if embedded:
            yield key, f'"dask" memerlukan PostgreSQL: {_EMBEDDED}', _POSTGRESQL
    elif settings.dask_scheduler:
        remedy = 'Tulis juga task_runner = "dask", atau hapus baris ini.'
        yield ("settings", "dask_scheduler"), 'tidak dipakai, karena task_runner bukan "dask".', remedy
    if settings.own_homes:
        yield from _left_behind(config, home, embedded)


def _left_behind(config: Config, home: Home, embedded: bool) -> Iterator[tuple[KeyPath, str, str]]:
    """What lies in this home, where no other machine sees it."""
    if embedded:
        yield ("settings", "own_homes"), _EMBEDDED, _POSTGRESQL
    archive = archive_url(config, home)
    if "://" not in archive and is_inside(Path(archive), home):
        remedy = f'{SHARED}, atau alamat seperti "s3://ember/arsip".'
        yield ("settings", "archive"), "arsip ada di dalam rumah: komputer lain tidak melihatnya.", remedy
    for number, office in enumerate(config.offices):
        for position, source in enumerate(office.sources):
            if not isinstance(source, FolderSource):
                continue
            for key in ("inbox", "outbox"):
                if is_inside(home.resolve(getattr(source, key)), home):
                    problem = f"folder {getattr(source, key)} ada di dalam rumah: komputer lain tidak melihatnya."
                    yield ("offices", number, "sources", position, key), problem, f"{SHARED}, SFTP, WebDAV, atau S3."
    if is_inside(home.reference, home) and any(parse_file(lore, data)[0] for lore, data in read_files(home).items()):
        problem = "yang diajarkan petugas (acuan/) ada di dalam rumah: komputer lain tidak mengenalnya."
        remedy = "Pindahkan acuan/ ke folder bersama, dan jadikan acuan/ di setiap rumah tautan ke sana (ln -s)."
        yield ("settings", "own_homes"), problem, remedy


def is_inside(path: Path, home: Home) -> bool:
    """Whether a folder lies on the home's own disk: neither a link that leads out of it nor a mounted share."""
    real, base = path.resolve(), home.path.resolve()
    if not real.is_relative_to(base):
        return False
    between = [real, *real.parents]
    return not any(os.path.ismount(folder) for folder in between[: between.index(base)])
