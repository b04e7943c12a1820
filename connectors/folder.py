"""A folder as a source: any local or network folder, one inbox and one outbox an office."""

from __future__ import annotations

import contextlib
import errno
import filecmp
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from connectors.base import (
    Answer,
    Check,
    Connector,
    Delivered,
    Fetched,
    FlightChecks,
    Item,
    Listing,
)
from connectors.errors import (
    OutsideError,
    Place,
    StillBeingWrittenError,
    VanishedError,
    from_os_error,
    outside,
)
from connectors.file_items import DONE_FOLDER, name_and_look
from connectors.flight import must_agree
from connectors.local_files import write_atomically, write_new
from connectors.names import numbered, outbox_name
from connectors.waiting import Entry, Kind, Rules
from connectors.wholeness import Look, is_unfinished

_CHUNK = 1024 * 1024


class Done(StrEnum):
    """What happens to a file that is done: it moves to a folder inside the inbox, or stays where it is."""

    MOVE = "move"
    LEAVE = "leave"


@dataclass(frozen=True)
class FolderConnector(Connector):
    """Reads ``inbox`` (not its subfolders) and answers in ``outbox``. Both must exist: a missing one may be a share
    that is not mounted.

    ``pattern`` says which names count (``*.xlsx``), upper and lower case alike. A file touched less than
    ``settle_seconds`` ago is looked at twice and taken only if nothing changed. A file that looks unfinished
    (``connectors.wholeness``) is left for ``patience_seconds`` after its last write, then taken as it is. Done files
    move to ``done_folder`` inside the inbox.
    """

    inbox: Path
    outbox: Path
    pattern: str = "*"
    settle_seconds: float = 2.0
    patience_seconds: float = 600.0
    done: Done = Done.MOVE
    done_folder: str = DONE_FOLDER
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    def list_waiting(self) -> Listing:
        """See Connector. Sleeps once for all young files together, and only for as long as the youngest needs."""
        with outside(Place.INBOX):
            with os.scandir(self.inbox) as entries:
                inbox_entries = [self._entry(entry) for entry in entries]
            return self._rules.listing(inbox_entries, self._look_again, self._is_unfinished)

    def read(self, item: Item, limit: int) -> Fetched:
        """See Connector. A file over the limit is hashed chunk by chunk."""
        name, listed_look = name_and_look(item.id)
        try:
            descriptor = os.open(self.inbox / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            with open(descriptor, "rb") as file:
                _must_be(listed_look, os.fstat(file.fileno()))
                data = file.read(min(limit, listed_look.size) + 1)
                digest, size = hashlib.sha256(data), len(data)
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                _must_be(listed_look, os.fstat(file.fileno()))
        except OSError as error:
            raise self._item_error(error) from None
        return Fetched(digest.hexdigest(), size, data if size <= limit else None)

    def mark_done(self, item: Item) -> None:
        """See Connector. In the done folder, equal bytes keep one name and other bytes get a number."""
        if self.done is Done.LEAVE:
            return
        name, listed_look = name_and_look(item.id)
        source = self.inbox / name
        with outside(Place.INBOX):
            folder = self._done_folder()
            try:
                if Look.of(os.lstat(source)) != listed_look:
                    return
                for candidate in numbered(name):
                    target = folder / candidate
                    if not os.path.lexists(target) or _same_bytes(source, target):
                        os.replace(source, target)
                        return
            except FileNotFoundError:
                if not self.inbox.is_dir():
                    raise

    def deliver(self, answer: Answer) -> Delivered:
        """See Connector. Never writes over a file with other bytes, because the office may be working in it: the name
        gets a number. Whoever may open the folder may read the answer.
        """
        with outside(Place.OUTBOX):
            mode = os.stat(self.outbox).st_mode & 0o666
            for name in numbered(outbox_name(answer.name)):
                target = self.outbox / name
                if not os.path.lexists(target):
                    write_atomically(target, answer.data, mode)
                    return Delivered(name, already=False)
                if _holds(target, answer.data):
                    return Delivered(name, already=True)
        raise AssertionError("numbers do not end")

    def flight_checks(self) -> FlightChecks:
        """See Connector."""
        return (
            (Check.REACH, self._must_be_there),
            (Check.LIST, self._can_list),
            (Check.READ, self._can_read),
            *(() if self.done is Done.LEAVE else ((Check.MARK, self._can_mark),)),
            (Check.WRITE, self._can_answer),
            (Check.CLOCK, self._clocks_agree),
        )

    def _must_be_there(self) -> None:
        for folder, place in ((self.inbox, Place.INBOX), (self.outbox, Place.OUTBOX)):
            with outside(place):
                if not stat.S_ISDIR(os.stat(folder).st_mode):
                    raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))

    def _can_list(self) -> None:
        with outside(Place.INBOX):
            os.listdir(self.inbox)

    def _can_read(self) -> None:
        with outside(Place.INBOX), os.scandir(self.inbox) as entries:
            for entry in entries:
                if self._rules.may_be_submission(self._entry(entry)):
                    with open(self.inbox / entry.name, "rb") as file:
                        file.read(1)

    def _can_mark(self) -> None:
        _can_write(self.inbox, Place.INBOX)

    def _can_answer(self) -> None:
        _can_write(self.outbox, Place.OUTBOX)

    def _clocks_agree(self) -> None:
        """Compares the clocks. A share's server shows its clock by the time that it gives to a file."""
        before = self.clock()
        theirs = _can_write(self.outbox, Place.OUTBOX)
        must_agree(theirs, before, self.clock(), Place.OUTBOX)

    @property
    def _rules(self) -> Rules:
        return Rules(
            pattern=self.pattern,
            settle_seconds=self.settle_seconds,
            patience_seconds=self.patience_seconds,
            done_folder=self.done_folder,
            clock=self.clock,
            sleep=self.sleep,
        )

    def _entry(self, entry: os.DirEntry[str]) -> Entry:
        if entry.is_dir(follow_symlinks=False):
            return Entry(entry.name, Kind.FOLDER)
        if not entry.is_file(follow_symlinks=False):
            return Entry(entry.name, Kind.OTHER)
        return Entry(entry.name, Kind.FILE, self._look(entry.name))

    def _look(self, name: str) -> Look | None:
        """Looks at a file of the inbox once. Gives None when it is gone or is not a regular file."""
        try:
            return Look.of(os.lstat(self.inbox / name))
        except FileNotFoundError:
            return None

    def _look_again(self, names: Collection[str]) -> dict[str, Look]:
        return {name: look for name in names if (look := self._look(name)) is not None}

    def _is_unfinished(self, name: str, _look: Look) -> bool:
        try:
            return is_unfinished(self.inbox / name)
        except OSError:  # gone or closed: reading it will say which, without holding up the others
            return False

    def _item_error(self, error: OSError) -> OutsideError:
        """The meaning of an error about one item: it is gone from an inbox that is still there, or something worse
        happened.
        """
        if error.errno in {errno.ENOENT, errno.ELOOP, errno.ENXIO} and self.inbox.is_dir():
            return VanishedError(Place.INBOX, errno.errorcode[error.errno])
        return from_os_error(error, Place.INBOX)

    def _done_folder(self) -> Path:
        """The folder of done files in the inbox, made as open as the inbox. Raises OSError, also when it leads
        elsewhere.
        """
        folder = self.inbox / self.done_folder
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=os.stat(self.inbox).st_mode & 0o777)
        if folder.is_symlink() or not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        return folder


def _can_write(folder: Path, place: Place) -> float:
    """Writes a hidden file, removes it, and gives its time."""
    with outside(place):
        probe = folder / f".{secrets.token_hex(8)}.part"
        write_new(probe, b"uji", mode=0o600)
        try:
            return os.lstat(probe).st_mtime
        finally:
            probe.unlink()


def _must_be(listed_look: Look, status: os.stat_result) -> None:
    """Raises when the opened file is no longer the one that was listed."""
    look = Look.of(status)
    if look is None:
        raise VanishedError(Place.INBOX, "no regular file")
    if look != listed_look:
        raise StillBeingWrittenError(Place.INBOX)


def _same_bytes(path: Path, other_path: Path) -> bool:
    return not other_path.is_symlink() and filecmp.cmp(path, other_path, shallow=False)


def _holds(path: Path, data: bytes) -> bool:
    look = Look.of(os.lstat(path))
    return look is not None and look.size == len(data) and path.read_bytes() == data
