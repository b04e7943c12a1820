"""Makes a home that is ready to run. Existing files are never written over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from connectors.local_files import make_private_folder, write_new
from kemitraan.config.home import Home
from kemitraan.config.load import load_config
from kemitraan.config.models import Config
from kemitraan.config.nik_key import new_nik_key
from kemitraan.config.own_reference import make_reference_files
from kemitraan.config.sources import FolderSource
from kemitraan.config.starter import STARTER_CONFIG, STARTER_README


@dataclass(frozen=True)
class StrayFolder:
    """A place in ``masuk/`` from which nobody collects. ``files`` lie in it; None when it is closed to us."""

    name: str
    files: int | None


def init_home(path: Path) -> tuple[Path, ...]:
    """Makes what a home at ``path`` still lacks, folders of newly added offices too, and gives what was made.

    Folders have mode 0700 and files 0600. Raises ConfigError when existing settings hold errors, and OSError when
    nothing can be written.
    """
    home = Home(path.absolute())
    created = [
        path for folder in (home.path, home.archive, home.warehouse, home.work) for path in make_private_folder(folder)
    ]
    files = (
        (home.config_file, STARTER_CONFIG.encode()),
        (home.path / "BACA-DULU.txt", STARTER_README.encode()),
        (home.key_file, new_nik_key()),
    )
    created += [file for file, content in files if _write_once(file, content)]
    created += make_reference_files(home)
    created += make_office_folders(home, load_config(home))
    return tuple(created)


def make_office_folders(home: Home, config: Config) -> list[Path]:
    """Makes the inboxes and outboxes that lie inside the home. Others may be shares that are not mounted now."""
    folders = [home.resolve(folder) for source in folder_sources(config) for folder in (source.inbox, source.outbox)]
    inside = [folder for folder in folders if folder.is_relative_to(home.path)]
    return [path for folder in (home.inboxes, home.outboxes, *inside) for path in make_private_folder(folder)]


def stray_folders(home: Home, config: Config) -> tuple[StrayFolder, ...]:
    """Folders in ``masuk/`` that are no registered office's inbox, and ``masuk/`` itself when files lie loose in it."""
    inboxes = {home.resolve(source.inbox) for source in folder_sources(config)}
    if not home.inboxes.is_dir():
        return ()
    strays = [
        StrayFolder(f"{home.inboxes.name}/{folder.name}", _files(folder))
        for folder in sorted(home.inboxes.iterdir())
        if folder.is_dir() and folder not in inboxes and not any(inbox.is_relative_to(folder) for inbox in inboxes)
    ]
    loose = _files(home.inboxes)
    return ((StrayFolder(home.inboxes.name, loose),) if loose and home.inboxes not in inboxes else ()) + tuple(strays)


def folder_sources(config: Config) -> list[FolderSource]:
    """Every source that is a folder of this machine."""
    return [source for office in config.offices for source in office.sources if isinstance(source, FolderSource)]


def _files(folder: Path) -> int | None:
    try:
        return sum(path.is_file() for path in folder.iterdir() if not path.name.startswith("."))
    except PermissionError:
        return None


def _write_once(path: Path, content: bytes) -> bool:
    try:
        write_new(path, content, mode=0o600)
    except FileExistsError:
        return False
    return True
