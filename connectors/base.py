"""The one interface of every channel: what is waiting, its bytes, marking it done, delivering an answer.

The order of a run is the channel's promise: ``list_waiting`` → ``read`` → (the caller archives the bytes and records
the delivery) → ``mark_done`` → … → ``deliver``. Each step may be repeated after a crash without harm.
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

    ``id`` is opaque: only the channel that made it can read it, and it changes when the file at the source does, so
    that equal ids mean the same delivery. ``name`` is for people, cleaned, and never a path (``connectors.names``).
    ``modified`` is the source's own time, in UTC. ``message`` is what the channel calls the delivery, for the receipt
    (a file name, a Message-ID, an ETag), without secrets. ``together``: the ids, this one among them, that the source
    can only mark done at once (the attachments of one mail); empty for an item on its own.
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

    ``delivery``: with what it came, an id like that of an item, where the sender is a known one and can be told; all
    that came together has the same. ``came``: when, by the source's clock.
    """

    name: str
    reason: LeftReason
    delivery: str = ""
    came: datetime | None = None


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
    """A file for the sender. ``name`` is what it should be called; the channel makes it fit for its outbox.

    ``subject`` and ``text`` are for channels that carry words (mail), Indonesian, without personal data.
    """

    name: str
    data: bytes
    subject: str = ""
    text: str = ""


@dataclass(frozen=True)
class Delivered:
    """Where an answer lies: its ``name`` in the outbox; ``already`` when it lay there before, with the same bytes."""

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
"""What to try, in order: each callable raises OutsideError when it does not hold."""


class _Channel(ABC):
    """Every method raises ``connectors.errors.OutsideError`` and nothing else for what the outside world does. Used in
    a ``with`` block, so that channels with a connection can end it.
    """

    def close(self) -> None:  # noqa: B027 - channels without a connection have nothing to end
        """Ends the connection, where there is one."""

    @abstractmethod
    def flight_checks(self) -> FlightChecks:
        """What can be tried without touching any submission; leaves nothing behind."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Source(_Channel):
    """Where one office's submissions arrive."""

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
        """Takes the item (and all that it is ``together`` with) off the waiting list, where the source can. Only
        called when the bytes of all of them are safe in the archive (or were over the limit and their receipt is
        recorded). An item that is gone is done; one that changed since it was listed is left.
        """


class Outbox(_Channel):
    """Where one office's answers go."""

    @abstractmethod
    def deliver(self, answer: Answer) -> Delivered:
        """Puts the answer in the outbox, whole or not at all. The same answer twice lies there once."""


class Connector(Source, Outbox):
    """A channel that takes submissions and gives answers back the same way."""
