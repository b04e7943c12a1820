"""The one interface of every source and outbox: list what waits, read it, mark it done, deliver an answer.

A run keeps this order: ``list_waiting`` → ``read`` → (the caller archives the bytes and records the delivery) →
``mark_done`` → … → ``deliver``. Each step may be repeated after a crash without harm.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import Self


@dataclass(frozen=True)
class Item:
    """One file waiting at a source.

    ``id`` is opaque: only the source that made it can read it. It changes when the file changes, so equal ids mean the
    same delivery. ``name`` is for people, cleaned, and never a path (``connectors.names``). ``modified`` is the
    source's own time, in UTC. ``message`` is the source's name for the delivery (a file name, a Message-ID, an ETag),
    for the receipt, without secrets. ``together`` holds the ids, this one among them, that the source can only mark
    done at once (the attachments of one mail); it is empty for an item on its own.
    """

    id: str
    name: str
    size: int
    modified: datetime
    message: str
    together: tuple[str, ...] = ()


class LeftReason(StrEnum):
    """Why something in the inbox was left alone."""

    BEING_WRITTEN = "being_written"
    INCOMPLETE = "incomplete"
    NOT_A_FILE = "not_a_file"
    FOLDER = "folder"
    UNKNOWN_SENDER = "unknown_sender"
    UNPROVEN_SENDER = "unproven_sender"
    NO_ATTACHMENT = "no_attachment"
    UNREADABLE_ZIP = "unreadable_zip"
    TOO_MANY_FILES = "too_many_files"
    UNCLEAR = "unclear"
    AUTOMATIC = "automatic"
    REPLY = "reply"
    UNKNOWN_FILE = "unknown_file"
    NOT_A_WORKBOOK = "not_a_workbook"
    NOT_WANTED = "not_wanted"
    SENDER_NOT_TOLD = "sender_not_told"


@dataclass(frozen=True)
class LeftAlone:
    """Something in the inbox that this run does not take, and why.

    ``delivery`` identifies what it came with, like the id of an item. It is set where the sender is known and can be
    told, and is the same for everything that came together. ``arrived_at`` is the time of arrival by the source's
    clock. ``ours`` says that we made the name (a mail's time and sender); else a sender did.
    """

    name: str
    reason: LeftReason
    delivery: str = ""
    arrived_at: datetime | None = None
    ours: bool = False


@dataclass(frozen=True)
class Listing:
    """What a source holds: ``items`` is sorted oldest first, so that a resubmission comes after what it replaces;
    ``left_alone`` is what a person should know about.
    """

    items: tuple[Item, ...] = ()
    left_alone: tuple[LeftAlone, ...] = ()


@dataclass(frozen=True)
class Fetched:
    """An item's bytes. ``data`` is None when the item is over the limit. Hash and size are known all the same: they are
    enough to answer ``file.too_large`` with a receipt, and memory never holds the file.
    """

    sha256: str
    size: int
    data: bytes | None


@dataclass(frozen=True)
class Answer:
    """A file for the sender. ``name`` is the wanted name; the outbox makes it fit for its file system.

    ``subject`` and ``text`` are for outboxes that carry words (mail). They are Indonesian and hold no personal data.
    """

    name: str
    data: bytes
    subject: str = ""
    text: str = ""


@dataclass(frozen=True)
class Delivered:
    """The place of an answer. ``name`` is its name in the outbox; ``already`` says that the same bytes lay there
    before.
    """

    name: str
    already: bool


class Check(StrEnum):
    """What a flight check tries, in this order."""

    REACH = "reach"
    SIGN_IN = "sign_in"
    LIST = "list"
    READ = "read"
    MARK = "mark"
    WRITE = "write"
    CLOCK = "clock"


FlightChecks = Sequence[tuple[Check, Callable[[], None]]]
"""What to try, in order. Each callable raises OutsideError when its check fails."""


class _Endpoint(ABC):
    """The part that sources and outboxes share. Every method raises ``connectors.errors.OutsideError`` and nothing else
    for what the outside world does. Use it in a ``with`` block, so that its connection is ended.
    """

    def close(self) -> None:  # noqa: B027 - endpoints without a connection have nothing to end
        """Ends the connection, if there is one."""

    @abstractmethod
    def flight_checks(self) -> FlightChecks:
        """The checks that can be tried without touching any submission. They leave nothing behind."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Source(_Endpoint):
    """The source of one office's submissions."""

    @abstractmethod
    def list_waiting(self) -> Listing:
        """Lists what is waiting and whole, and what was left alone."""

    @abstractmethod
    def read(self, item: Item, limit: int) -> Fetched:
        """Reads the item's bytes, or only hash and size when there are more than ``limit`` bytes.

        Raises VanishedError when the item is gone, StillBeingWrittenError when it is no longer what was listed.
        """

    @abstractmethod
    def mark_done(self, item: Item) -> None:
        """Takes the item, and all that it is ``together`` with, off the waiting list, if the source can. Call it only
        when the bytes of all of them are safe in the archive, or were over the limit and their receipt is recorded. An
        item that is gone counts as done; one that changed since it was listed is left.
        """


class Outbox(_Endpoint):
    """The outbox for one office's answers."""

    @abstractmethod
    def deliver(self, answer: Answer) -> Delivered:
        """Puts the answer in the outbox, whole or not at all. Delivering the same answer twice leaves one copy."""


class Connector(Source, Outbox):
    """A source that takes submissions and gives answers back the same way."""
