"""The home folder: everything of one installation in one place."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from kemitraan.config.errors import ConfigError, ErrorLine

HOME_VARIABLE = "KEMITRAAN_HOME"
CONFIG_NAME = "kemitraan.toml"


@dataclass(frozen=True)
class Home:
    """A home and the places in it. ``path`` is absolute."""

    path: Path

    @classmethod
    def find(cls, option: str | os.PathLike[str] | None, environment: Mapping[str, str], working_folder: Path) -> Self:
        """The home that is meant: the command's option, else ``KEMITRAAN_HOME``, else the folder in which one stands.

        A named home need not exist yet. Raises ConfigError when none is named and ``working_folder`` is none.
        """
        path_given = option or environment.get(HOME_VARIABLE)
        if path_given:
            return cls(Path(os.path.normpath(working_folder / Path(path_given).expanduser())))
        if (working_folder / CONFIG_NAME).exists():
            return cls(working_folder)
        remedy = f"Sebutkan dengan --home FOLDER atau {HOME_VARIABLE}, atau buat yang baru dengan `kemitraan init`."
        raise ConfigError(CONFIG_NAME, [ErrorLine(None, "", "tidak ada rumah Kemitraan di folder ini.", remedy)])

    def resolve(self, path: str) -> Path:
        """A path of the settings: unchanged when absolute, else relative to the home; without ``..`` in it."""
        return Path(os.path.normpath(self.path / path))

    @property
    def config_file(self) -> Path:
        """The settings."""
        return self.path / CONFIG_NAME

    @property
    def inboxes(self) -> Path:
        """The folder with one inbox an office, in which submissions arrive."""
        return self.path / "masuk"

    @property
    def outboxes(self) -> Path:
        """The folder with one outbox an office, in which answers lie."""
        return self.path / "keluar"

    @property
    def archive(self) -> Path:
        """The archive, unless the settings name another."""
        return self.path / "arsip"

    @property
    def warehouse(self) -> Path:
        """The folder of the embedded warehouse."""
        return self.path / "gudang"

    @property
    def work(self) -> Path:
        """What a run needs between its steps. It may be deleted when nothing runs."""
        return self.path / "kerja"

    @property
    def reports(self) -> Path:
        """Reports for people outside."""
        return self.path / "laporan"

    @property
    def reference(self) -> Path:
        """The folder of what staff teach: partners, aliases, synonyms."""
        return self.path / "acuan"

    @property
    def key_file(self) -> Path:
        """The secret key with which NIKs are hashed."""
        return self.path / "kunci"

    @property
    def fetch_log(self) -> Path:
        """The log of who fetched which file from the server's pages, and when."""
        return self.path / "pengambilan.log"

    def inbox(self, slug: str) -> Path:
        """The inbox that an office has unless the settings name another."""
        return self.inboxes / slug

    def outbox(self, slug: str) -> Path:
        """The outbox that an office has unless the settings name another."""
        return self.outboxes / slug
