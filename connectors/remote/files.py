"""What a protocol must be able to do with files so that a folder behind it can be a source."""

from __future__ import annotations

import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice

from connectors.errors import Place, ServerError
from connectors.names import numbered
from connectors.waiting import Entry
from connectors.wholeness import Look

CHUNK = 256 * 1024
DRIP_SECONDS = 1800.0
"""The longest time that one file may take, however steadily its bytes drip."""
FREE_NAMES = 20
"""How many free names somebody else may take before we do; beyond that the server is odd."""
_HIDDEN = re.compile(r"\.[0-9a-f]{16}\.tmp")


@dataclass(frozen=True)
class Folder:
    """A folder on the server and its role for us. ``path`` comes from the settings, never from outside."""

    place: Place
    path: str

    def inside(self, name: str) -> Folder:
        """A folder inside this one."""
        return replace(self, path=f"{self.path.rstrip('/')}/{name}")


class Moved(StrEnum):
    """What happened to a move. ``CHANGED`` means that the file is gone or another one by now, and was left."""

    DONE = "done"
    TAKEN = "taken"
    CHANGED = "changed"


class RemoteFiles(ABC):
    """Files of one server. A connection is opened when it is needed, and again after it was lost.

    Names are raw names of entries, checked by the caller (``connectors.file_items.is_file_name``). Every method raises
    OutsideError at the folder's place. No wait is longer than the timeout of the server, and nothing goes on for ever:
    a file may take ``DRIP_SECONDS``, everything else ten times the timeout (``connectors.deadline``).
    """

    @abstractmethod
    def sign_in(self, place: Place) -> None:
        """Reaches the server, makes sure that it is the right one, and signs in."""

    @abstractmethod
    def list_folder(self, folder: Folder) -> list[Entry]:
        """The entries directly in the folder. Raises FolderMissingError when there is no such folder."""

    @abstractmethod
    def look(self, folder: Folder, name: str) -> Look | None:
        """Looks at a file once. Gives None when it is gone or not a regular file, or the folder is gone."""

    @abstractmethod
    def read(self, folder: Folder, name: str, listed_look: Look, start: int = 0) -> Generator[bytes]:
        """The bytes from ``start`` on, in chunks of about ``CHUNK``. Close it when you do not read to the end.

        Raises VanishedError when the file is gone or not a regular file, StillBeingWrittenError when it is seen to be
        another than the one of ``listed_look``.
        """

    @abstractmethod
    def put(self, folder: Folder, name: str, data: bytes) -> bool:
        """Writes a new file, whole or not at all. False when something has the name already; it is never written
        over.
        """

    @abstractmethod
    def move(self, folder: Folder, name: str, listed_look: Look, target: Folder, new_name: str, *, over: bool) -> Moved:
        """Moves a file that is still the one of ``listed_look``, over what is there or not."""

    @abstractmethod
    def remove(self, folder: Folder, name: str) -> None:
        """Removes a file of ours; does nothing when it is gone."""

    @abstractmethod
    def make_folder(self, folder: Folder, model_folder: Folder) -> None:
        """Makes a folder as open as another, unless it exists. Raises FolderMissingError when something else has the
        name.
        """

    @abstractmethod
    def close(self) -> None:
        """Ends the connection, if there is one."""


def put_back(name: str, rename: Callable[[str], bool], place: Place) -> None:
    """Gives a file that was moved by mistake its name back, or the next free one. ``rename`` is False when a name is
    taken. Raises ServerError when all are taken.
    """
    if not any(rename(free) for free in islice(numbered(name), FREE_NAMES)):
        raise ServerError(place, "names")


def hidden_name() -> str:
    """A name for a file that is not whole yet. It does not end in ``.part``: Nextcloud refuses that."""
    return f".{secrets.token_hex(8)}.tmp"


def is_hidden_name(name: str) -> bool:
    """Whether ``hidden_name`` could have given it."""
    return _HIDDEN.fullmatch(name) is not None
