"""The one interface of every channel: what is waiting, its bytes, marking it done, delivering an answer.

The order of a run is the channel's promise: ``list_waiting`` → ``read`` → (the caller archives the bytes) →
``mark_done`` → … → ``deliver``. Each step may be repeated after a crash without harm.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Item:
    """One file waiting at a source.

    ``id`` is opaque: only the channel that made it can read it, and it changes when the file at the source does, so
    that equal ids mean the same delivery. ``name`` is for people, cleaned, and never a path (``connectors.names``).
    ``modified`` is the source's own time, in UTC. ``message`` is what the channel calls the delivery, for the receipt
    (a file name, a Message-ID, an ETag), without secrets.
    """

    id: str
    name: str
    size: int
    modified: datetime
    message: str


class LeftReason(StrEnum):
    """Why something in the inbox was left alone."""

    BEING_WRITTEN = "being_written"
    INCOMPLETE = "incomplete"
    NOT_A_FILE = "not_a_file"
    FOLDER = "folder"


@dataclass(frozen=True)
class LeftAlone:
    """Something in the inbox that this run does not take, and why."""

    name: str
    reason: LeftReason


@dataclass(frozen=True)
class Listing:
    """What a source holds: ``ready`` oldest first (a resubmission comes after what it replaces), and the rest that a
    person should know of.
    """

    ready: tuple[Item, ...] = ()
    left: tuple[LeftAlone, ...] = ()


@dataclass(frozen=True)
class Fetched:
    """An item's bytes. ``data`` is None when there are more than the limit: then only the hash and the size are
    known, enough to answer ``file.too_large`` with a receipt, and memory never holds the file.
    """

    sha256: str
    size: int
    data: bytes | None


@dataclass(frozen=True)
class Answer:
    """A file for the sender. ``name`` is what it should be called; the channel makes it fit for its outbox."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Delivered:
    """Where an answer lies: its ``name`` in the outbox; ``already`` when it lay there before, with the same bytes."""

    name: str
    already: bool


class Connector(ABC):
    """A channel of one office. Every method raises ``connectors.errors.OutsideError`` and nothing else for what
    the outside world does. Used in a ``with`` block, so that channels with a connection can end it.
    """

    @abstractmethod
    def list_waiting(self) -> Listing:
        """What is waiting and whole, and what was left alone."""

    @abstractmethod
    def read(self, item: Item, limit: int) -> Fetched:
        """The item's bytes, or only hash and size when there are more than ``limit`` bytes.

        Raises VanishedError when it is gone, StillBeingWrittenError when it is no longer what was listed.
        """

    @abstractmethod
    def mark_done(self, item: Item) -> None:
        """Takes the item off the waiting list. Only called when its bytes are safe in the archive (or it was over the
        limit and its receipt is recorded). An item that is gone is done; one that changed since it was listed is left.
        """

    @abstractmethod
    def deliver(self, answer: Answer) -> Delivered:
        """Puts the answer in the outbox, whole or not at all. The same answer twice lies there once."""

    def close(self) -> None:  # noqa: B027 - channels without a connection have nothing to end
        """Ends the connection, where there is one."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
