"""A folder as a channel: any local or network folder, one inbox and one outbox an office."""

from __future__ import annotations

import base64
import contextlib
import errno
import filecmp
import fnmatch
import hashlib
import os
import secrets
import stat
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
    LeftAlone,
    LeftReason,
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
from connectors.local_files import write_atomically, write_new
from connectors.names import numbered, outbox_name, shown_name
from connectors.wholeness import Look, is_clutter, is_upload_name, lacks_zip_end

DONE_FOLDER = "selesai"
_CHUNK = 1024 * 1024
_LAST_SECOND = 253_402_300_799  # of the year 9999; file systems can say later ones


class Done(StrEnum):
    """What becomes of a file that is done: moved to ``selesai/`` inside the inbox, or left where it is."""

    MOVE = "move"
    LEAVE = "leave"


@dataclass(frozen=True)
class FolderConnector(Connector):
    """Reads ``inbox`` (not its subfolders), answers in ``outbox``; both must exist, for a missing one may be a share
    that is not mounted.

    ``pattern``: which names count (``*.xlsx``), upper and lower case alike. A file touched less than
    ``settle_seconds`` ago is looked at twice and taken only if nothing changed; a zip package without its end is left
    for ``patience_seconds`` after its last write, then taken as it is.
    """

    inbox: Path
    outbox: Path
    pattern: str = "*"
    settle_seconds: float = 2.0
    patience_seconds: float = 600.0
    done: Done = Done.MOVE
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    def list_waiting(self) -> Listing:
        """See Connector. One sleep for all young files together, and only for as long as the youngest needs."""
        left: list[LeftAlone] = []
        first: dict[str, Look] = {}
        with outside(Place.INBOX):
            with os.scandir(self.inbox) as entries:
                for entry in entries:
                    if (reason := self._refusal(entry)) is not None:
                        left.append(LeftAlone(shown_name(entry.name), reason))
                    elif self._may_be_submission(entry) and (look := self._look(entry.name)):
                        first[entry.name] = look
            ready: list[Item] = []
            for name, look in self._second_look(first).items():
                if look != first[name]:
                    left.append(LeftAlone(shown_name(name), LeftReason.BEING_WRITTEN))
                elif self._stalled(name, look):
                    left.append(LeftAlone(shown_name(name), LeftReason.INCOMPLETE))
                else:
                    ready.append(_item(name, look))
        ready.sort(key=lambda item: (item.modified, item.name))
        left.sort(key=lambda one: one.name)
        return Listing(tuple(ready), tuple(left))

    def read(self, item: Item, limit: int) -> Fetched:
        """See Connector. Over the limit the file is hashed chunk by chunk."""
        name, listed = _parse_id(item.id)
        try:
            descriptor = os.open(self.inbox / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            with open(descriptor, "rb") as file:
                _must_be(listed, os.fstat(file.fileno()))
                data = file.read(min(limit, listed.size) + 1)
                digest, size = hashlib.sha256(data), len(data)
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                _must_be(listed, os.fstat(file.fileno()))
        except OSError as error:
            raise self._item_error(error) from None
        return Fetched(digest.hexdigest(), size, data if size <= limit else None)

    def mark_done(self, item: Item) -> None:
        """See Connector. In ``selesai/`` the same bytes keep one name, other bytes get a number."""
        if self.done is Done.LEAVE:
            return
        name, listed = _parse_id(item.id)
        source = self.inbox / name
        with outside(Place.INBOX):
            folder = self._done_folder()
            try:
                if Look.of(os.lstat(source)) != listed:
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
        """See Connector. Never writes over a file with other bytes, for the office may be working in it: a number is
        added to the name. Whoever may open the folder may read the answer.
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
            *(() if self.done is Done.LEAVE else ((Check.MARK, lambda: _can_write(self.inbox, Place.INBOX)),)),
            (Check.WRITE, lambda: _can_write(self.outbox, Place.OUTBOX)),
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
                if entry.is_file(follow_symlinks=False) and self._may_be_submission(entry):
                    with open(self.inbox / entry.name, "rb") as file:
                        file.read(1)

    def _refusal(self, entry: os.DirEntry[str]) -> LeftReason | None:
        """Why an entry is not taken, whatever it holds, and a person should know; None for all others."""
        if is_clutter(entry.name):
            return None
        if entry.is_dir(follow_symlinks=False):
            return None if entry.name == DONE_FOLDER else LeftReason.FOLDER
        if not entry.is_file(follow_symlinks=False):
            return LeftReason.NOT_A_FILE
        return LeftReason.BEING_WRITTEN if is_upload_name(entry.name) else None

    def _may_be_submission(self, entry: os.DirEntry[str]) -> bool:
        return not is_clutter(entry.name) and fnmatch.fnmatchcase(entry.name.lower(), self.pattern.lower())

    def _look(self, name: str) -> Look | None:
        """One look at a file of the inbox; None when it is gone or no regular file (any more)."""
        try:
            return Look.of(os.lstat(self.inbox / name))
        except FileNotFoundError:
            return None

    def _second_look(self, first: dict[str, Look]) -> dict[str, Look]:
        """The looks that count: those of quiet files as they were, those of young files taken again after one sleep."""
        now = self.clock()
        young = {
            name: quiet for name, look in first.items() if (quiet := look.seconds_quiet(now)) < self.settle_seconds
        }
        if young:
            self.sleep(self.settle_seconds - min(young.values()))
        looks = {name: self._look(name) if name in young else look for name, look in first.items()}
        return {name: look for name, look in looks.items() if look is not None}

    def _stalled(self, name: str, look: Look) -> bool:
        if look.seconds_old(self.clock()) >= self.patience_seconds:
            return False
        try:
            return lacks_zip_end(self.inbox / name)
        except OSError:  # gone or closed: reading it will say which, without holding up the others
            return False

    def _item_error(self, error: OSError) -> OutsideError:
        """What an error about one item means: gone from an inbox that is still there, or worse."""
        if error.errno in {errno.ENOENT, errno.ELOOP, errno.ENXIO} and self.inbox.is_dir():
            return VanishedError(Place.INBOX, errno.errorcode[error.errno])
        return from_os_error(error, Place.INBOX)

    def _done_folder(self) -> Path:
        """``selesai/`` in the inbox, made as open as the inbox is. Raises OSError, also when it leads elsewhere."""
        folder = self.inbox / DONE_FOLDER
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=os.stat(self.inbox).st_mode & 0o777)
        if folder.is_symlink() or not folder.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        return folder


def _can_write(folder: Path, place: Place) -> None:
    with outside(place):
        probe = folder / f".{secrets.token_hex(8)}.part"
        write_new(probe, b"uji", mode=0o600)
        probe.unlink()


def _item(name: str, look: Look) -> Item:
    raw = base64.urlsafe_b64encode(os.fsencode(name)).decode()
    shown = shown_name(name)
    seconds, rest = divmod(min(max(look.modified_ns, 0), _LAST_SECOND * 10**9), 10**9)
    modified = datetime.fromtimestamp(seconds, UTC) + timedelta(microseconds=rest // 1000)
    return Item(f"{look.size}.{look.modified_ns}.{raw}", shown, look.size, modified, message=shown)


def _parse_id(identity: str) -> tuple[str, Look]:
    """Raw name and look of an item's id. Raises ValueError when this channel did not make it."""
    size, modified_ns, raw = identity.split(".")
    name = os.fsdecode(base64.b64decode(raw, altchars=b"-_", validate=True))
    if "/" in name or "\0" in name or name in {"", ".", ".."}:
        raise ValueError("not an item of a folder")
    return name, Look(int(size), int(modified_ns))


def _must_be(listed: Look, status: os.stat_result) -> None:
    """Raises when the opened file is no longer the one that was listed."""
    look = Look.of(status)
    if look is None:
        raise VanishedError(Place.INBOX, "no regular file")
    if look != listed:
        raise StillBeingWrittenError(Place.INBOX)


def _same_bytes(one: Path, other: Path) -> bool:
    return not other.is_symlink() and filecmp.cmp(one, other, shallow=False)


def _holds(path: Path, data: bytes) -> bool:
    look = Look.of(os.lstat(path))
    return look is not None and look.size == len(data) and path.read_bytes() == data
