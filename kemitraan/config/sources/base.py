"""What every source's settings have: the shape, and what the rest of the program asks a source for."""

from __future__ import annotations

import posixpath
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from connectors.base import Connector, Source
from connectors.file_items import DONE_FOLDER
from kemitraan.config.secret_values import is_reference

if TYPE_CHECKING:
    from connectors.remote.files import RemoteFiles


ADDRESS = r"^[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
"""One plain mail address, as mail is sent to (``connectors.mail.letter``)."""
NAME = r"^[^./\\\x00-\x1f][^/\\\x00-\x1f]*$"
"""The name of a folder, not hidden and no path."""
WINDOW = r"^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$"


def problem(text: str, remedy: str) -> PydanticCustomError:
    """An error of our own, with its remedy, from inside a model."""
    return PydanticCustomError("kemitraan", "{problem}", {"problem": text, "remedy": remedy})


class Model(BaseModel):
    """Frozen, strict (``"70"`` is no number), and without unknown keys."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Surroundings(Protocol):
    """What a connector is made from besides its own settings."""

    @property
    def sources(self) -> Iterator[SourceSettings]:
        """The sources of all offices, in the order of the settings."""
        ...

    @property
    def mail_sender(self) -> str:
        """The sender address of our letters; "" where none are sent."""
        ...

    @property
    def packed_bytes(self) -> int:
        """The largest size of a file, in bytes."""
        ...

    def resolve(self, path: str) -> Path:
        """A path of the settings, which may be relative to the home."""
        ...

    def secret(self, value: str) -> str:
        """The secret behind a reference. Raises SecretMissingError."""
        ...

    def authority(self, ca_file: str | None) -> Path | None:
        """The file of certificates of an authority of one's own."""
        ...


class SourceSettings(Model, ABC):
    """What every source has: which names count, and at what hours it may be visited (in the office's time zone;
    a window may go over midnight). ``done``: what becomes of a file that is done.
    """

    holds_newest: ClassVar[bool] = False
    """Whether what lies there is the newest version, so that an older one that is there again counts again."""
    is_cheap: ClassVar[bool] = True
    """Whether a look costs little, so that it may be looked at every few minutes."""
    answers_back: ClassVar[bool] = False
    """Whether the source gives answers back the same way; else they go by mail alone."""
    acknowledges: ClassVar[bool] = False
    """Whether a sender expects a reply to a file that came before, too."""

    pattern: str = Field(default="*", min_length=1)
    window: str | None = Field(default=None, pattern=WINDOW)
    done: Literal["move", "leave"] = "move"

    @field_validator("window")
    @classmethod
    def _some_time(cls, window: str | None) -> str | None:
        if window is not None and len(set(window.split("-"))) == 1:
            raise problem("jam buka dan jam tutupnya sama.", 'Tulis misalnya "06:00-18:00", atau hapus baris ini.')
        return window

    def is_open(self, at: time) -> bool:
        """Whether the source may be visited at this time of day."""
        if self.window is None:
            return True
        start, end = (time.fromisoformat(part) for part in self.window.split("-"))
        return start <= at < end if start <= end else at >= start or at < end

    @property
    @abstractmethod
    def address(self) -> str:
        """The address of the source, for people; without secrets."""

    @property
    def outbox_address(self) -> str | None:
        """The place where answers lie, for staff; None where they go by mail alone."""
        return None

    @abstractmethod
    def way(self, office: str) -> str:
        """How the office of this name sends, as the end of "Kirim …"."""

    def answers_at(self) -> str:
        """Where the office finds its answers, after "ada di"."""
        raise NotImplementedError(f"answers to {self.address} go by mail alone")

    @classmethod
    def folder_key(cls, settings: Mapping[str, Any], folder: str, home: Path) -> tuple[Any, ...] | None:
        """The key of a folder, the same for every spelling of it; None where the source has no folders. ``settings``
        are as written in the file: they are compared before they are checked.
        """
        return None

    @abstractmethod
    def connect(self, home: Surroundings, arrived: Sequence[str]) -> Source:
        """The connector. ``arrived``: the ids that were taken from it before, the last one last.

        Raises SecretMissingError.
        """


class FolderSettings(SourceSettings):
    """Sources of two folders. Done files move to ``done_folder`` inside the inbox, which is one name, no path."""

    answers_back: ClassVar[bool] = True

    inbox: str = Field(min_length=1)
    outbox: str = Field(min_length=1)
    done_folder: str = Field(default=DONE_FOLDER, pattern=NAME, max_length=80)
    settle_seconds: float = Field(default=2.0, ge=0, le=3600)
    patience_seconds: float = Field(default=600.0, ge=0, le=86_400)

    @property
    def outbox_address(self) -> str:
        """The outbox as the settings name it."""
        return self.outbox

    @abstractmethod
    def answers_at(self) -> str:
        """Where the office finds its answers, after "ada di"."""

    @abstractmethod
    def connect(self, home: Surroundings, arrived: Sequence[str] = ()) -> Connector:
        """The connector, which gives answers back the same way."""


def folded(value: Any) -> str:
    """A value that may be no text, for comparing without regard to capitals."""
    return str(value or "").casefold()


def referenced(value: str | None) -> str | None:
    """A secret's reference; a secret that is written out is refused."""
    if value is not None and not is_reference(value):
        raise problem(
            "rahasia tidak boleh tertulis di sini.", 'Tulis rujukannya: "env:NAMA" atau "prefect-secret:nama".'
        )
    return value


class Remote(Model):
    """A server that is spoken to over a network."""

    timeout_seconds: float = Field(default=30.0, ge=1, le=600)


class RemoteFolderSettings(FolderSettings, Remote):
    """Two folders of a server."""

    @classmethod
    def folder_key(cls, settings: Mapping[str, Any], folder: str, home: Path) -> tuple[Any, ...]:
        """Server and path."""
        return (cls, *cls.server_key(settings, folder), posixpath.normpath(f"/{folder.strip('/')}"))

    @classmethod
    @abstractmethod
    def server_key(cls, settings: Mapping[str, Any], folder: str) -> tuple[Any, ...]:
        """The key of the server, the same for every spelling of its address."""

    def way(self, office: str) -> str:
        """Names the server's folder."""
        return f"ke folder {self.inbox.rstrip('/')} di tempat Anda biasa mengirim"

    def answers_at(self) -> str:
        """The server's folder."""
        return f"folder {self.outbox.rstrip('/')} di tempat Anda biasa mengirim"

    def connect(self, home: Surroundings, arrived: Sequence[str] = ()) -> Connector:
        """The two folders, by way of the server's file operations."""
        from connectors.folder import Done
        from connectors.remote.connector import RemoteConnector

        return RemoteConnector(
            files=self.files(home),
            inbox=self.inbox,
            outbox=self.outbox,
            pattern=self.pattern,
            settle_seconds=self.settle_seconds,
            patience_seconds=self.patience_seconds,
            done=Done(self.done),
            done_folder=self.done_folder,
        )

    @abstractmethod
    def files(self, home: Surroundings) -> RemoteFiles:
        """The server's file operations; its client is imported when it is used."""
