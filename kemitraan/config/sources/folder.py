"""Submissions from a local or network folder."""

from __future__ import annotations

import os.path
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any, Literal

from connectors.folder import Done, FolderConnector
from kemitraan.config.sources.base import FolderSettings, Surroundings


class FolderSource(FolderSettings):
    """A local or network folder. Paths are relative to the home, or absolute."""

    type: Literal["folder"]

    @property
    def address(self) -> str:
        """The inbox."""
        return self.inbox

    @classmethod
    def folder_key(cls, settings: Mapping[str, Any], folder: str, home: Path) -> tuple[Any, ...]:
        """The path, seen from the home."""
        return (cls, os.path.normpath(home / folder))

    def way(self, office: str) -> str:
        """Names the folder. An absolute path may have another name at the office."""
        folder_words = "" if PurePath(self.inbox).is_absolute() else f" ({self.inbox})"
        return f"ke folder masuk {office}{folder_words}"

    def answers_at(self) -> str:
        """The other folder."""
        return "folder keluar kantor Anda"

    def connect(self, home: Surroundings, arrived: Sequence[str] = ()) -> FolderConnector:
        """The two folders."""
        return FolderConnector(
            inbox=home.resolve(self.inbox),
            outbox=home.resolve(self.outbox),
            pattern=self.pattern,
            settle_seconds=self.settle_seconds,
            patience_seconds=self.patience_seconds,
            done=Done(self.done),
            done_folder=self.done_folder,
        )
