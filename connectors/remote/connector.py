"""Two folders on another machine as a source, whatever the protocol. The rules are those of a local folder."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from connectors.base import Answer, Connector, Delivered, Fetched, FlightChecks, Item, Listing
from connectors.errors import (
    CutOffError,
    OutsideError,
    PermissionRefusedError,
    Place,
    ServerError,
    StillBeingWrittenError,
    TimedOutError,
    VanishedError,
)
from connectors.file_items import DONE_FOLDER, name_and_look
from connectors.folder import Done
from connectors.names import numbered, outbox_name
from connectors.remote.checks import RemoteChecks
from connectors.remote.files import DRIP_SECONDS, FREE_NAMES, Folder, Moved, RemoteFiles, is_hidden_name
from connectors.waiting import Entry, Rules
from connectors.wholeness import HEAD_BYTES, ZIP_END, ZIP_END_AT_MOST, ZIP_END_RECORD, ZIP_START, Look, has_only_begun

STALE_SECONDS = 86_400.0
"""A hidden file as old as this is not being written any more."""


@dataclass(frozen=True, kw_only=True)
class RemoteConnector(Connector):
    """Reads ``inbox`` (not its subfolders) and answers in ``outbox``, paths as ``files`` means them. Both must exist.

    The other arguments are those of ``connectors.folder.FolderConnector``. ``clock`` is ours; with a server whose clock
    is behind, young files do not get their second look.
    """

    files: RemoteFiles
    inbox: str
    outbox: str
    pattern: str = "*"
    settle_seconds: float = 2.0
    patience_seconds: float = 600.0
    done: Done = Done.MOVE
    done_folder: str = DONE_FOLDER
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep

    def list_waiting(self) -> Listing:
        """See Connector. Looks at young files again by listing the folder again."""
        entries = self.files.list_folder(self._inbox)
        return self._rules.listing(entries, self._look_again, self._is_unfinished)

    def read(self, item: Item, limit: int) -> Fetched:
        """See Connector. Holds no more than ``limit`` bytes and a chunk."""
        name, listed_look = name_and_look(item.id)
        digest, size, data = hashlib.sha256(), 0, bytearray()
        try:
            with self._reading(self._inbox, name, listed_look) as chunks:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    if size > listed_look.size:
                        raise StillBeingWrittenError(Place.INBOX)
                    if size <= limit:
                        data += chunk
                    else:
                        data.clear()
        except VanishedError:
            self.files.list_folder(self._inbox)  # a vanished inbox is worse, and says so
            raise
        self._must_be_whole(name, listed_look, size)
        return Fetched(digest.hexdigest(), size, bytes(data) if size <= limit else None)

    def mark_done(self, item: Item) -> None:
        """See Connector. In the done folder, equal bytes keep one name and other bytes get a number."""
        if self.done is Done.LEAVE:
            return
        name, listed_look = name_and_look(item.id)
        if self.files.look(self._inbox, name) != listed_look:
            self.files.list_folder(self._inbox)  # a vanished inbox is not taken for a done file
            return
        try:
            self._move_to_done(name, listed_look)
        except (VanishedError, StillBeingWrittenError):
            if self.files.look(self._inbox, name) == listed_look:
                raise

    def deliver(self, answer: Answer) -> Delivered:
        """See Connector. Never writes over a file with other bytes, because the office may be working in it: the name
        gets a number.
        """
        entries = self.files.list_folder(self._outbox)
        self._sweep(entries)
        digest = hashlib.sha256(answer.data).digest()
        for name, look in _places(entries, outbox_name(answer.name), len(answer.data), Place.OUTBOX):
            if look is None and self.files.put(self._outbox, name, answer.data):
                return Delivered(name, already=False)
            placed_look = look or self.files.look(self._outbox, name)
            if (
                placed_look is not None
                and placed_look.size == len(answer.data)
                and self._hash(self._outbox, name, placed_look) == digest
            ):
                return Delivered(name, already=True)
        raise AssertionError("places do not end")

    def flight_checks(self) -> FlightChecks:
        """See Connector. Tries reading with one byte, and writing with a hidden file that is removed again."""
        checks = RemoteChecks(self.files, self._inbox, self._outbox, self._rules, self.clock)
        return checks.all(marks=self.done is Done.MOVE)

    def close(self) -> None:
        """See Connector."""
        self.files.close()

    @property
    def _inbox(self) -> Folder:
        return Folder(Place.INBOX, self.inbox)

    @property
    def _outbox(self) -> Folder:
        return Folder(Place.OUTBOX, self.outbox)

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

    def _look_again(self, names: Collection[str]) -> dict[str, Look]:
        entries = self.files.list_folder(self._inbox)
        return {entry.name: entry.look for entry in entries if entry.look is not None and entry.name in names}

    def _is_unfinished(self, name: str, look: Look) -> bool:
        """Whether a file has only begun, or begins as a zip package and has no end. Most files tell by their last 22
        bytes.
        """
        if look.size == 0:
            return True
        try:
            if ZIP_END in self._part(name, look, look.size - ZIP_END_RECORD, ZIP_END_RECORD):
                return False
            head = self._part(name, look, 0, HEAD_BYTES)
            if has_only_begun(head, look.size):
                return True
            if not head.startswith(ZIP_START):
                return False
            return ZIP_END not in self._part(name, look, look.size - ZIP_END_AT_MOST, ZIP_END_AT_MOST)
        except (VanishedError, StillBeingWrittenError, PermissionRefusedError):
            return False  # reading it will say so, without holding up the others

    def _part(self, name: str, look: Look, start: int, length: int) -> bytes:
        data = b""
        with self._reading(self._inbox, name, look, max(0, start)) as chunks:
            while len(data) < length and (chunk := next(chunks, b"")):
                data += chunk
        return data[:length]

    @contextmanager
    def _reading(self, folder: Folder, name: str, look: Look, start: int = 0) -> Iterator[Iterator[bytes]]:
        end = time.monotonic() + DRIP_SECONDS

        def in_time(chunks: Iterator[bytes]) -> Iterator[bytes]:
            for chunk in chunks:
                yield chunk
                if time.monotonic() > end:
                    raise TimedOutError(folder.place, "drip")

        with closing(self.files.read(folder, name, look, start)) as chunks:
            yield in_time(chunks)

    def _must_be_whole(self, name: str, listed_look: Look, size: int) -> None:
        """Raises when what was read is not what was listed. A file that is gone by now was read whole all the same."""
        look_after = self.files.look(self._inbox, name)
        if look_after is not None and look_after != listed_look:
            raise StillBeingWrittenError(Place.INBOX)
        if size != listed_look.size:
            raise _short(look_after)

    def _move_to_done(self, name: str, listed_look: Look) -> None:
        folder = self._inbox.inside(self.done_folder)
        self.files.make_folder(folder, model_folder=self._inbox)
        for candidate, look in _places(self.files.list_folder(folder), name, listed_look.size, Place.INBOX):
            if look is None:
                move = self.files.move(self._inbox, name, listed_look, folder, candidate, over=False)
                if move is not Moved.TAKEN:
                    return
            placed_look = look or self.files.look(folder, candidate)
            if (
                placed_look is not None
                and placed_look.size == listed_look.size
                and self._same(name, listed_look, folder, candidate, placed_look)
            ):
                self.files.move(self._inbox, name, listed_look, folder, candidate, over=True)
                return

    def _same(self, name: str, listed_look: Look, folder: Folder, candidate: str, other_look: Look) -> bool:
        return self._hash(self._inbox, name, listed_look) == self._hash(folder, candidate, other_look)

    def _sweep(self, entries: Iterable[Entry]) -> None:
        """Removes what runs that were killed while writing have left in the outbox."""
        now = self.clock()
        for entry in entries:
            if is_hidden_name(entry.name) and entry.look is not None and entry.look.seconds_old(now) > STALE_SECONDS:
                self.files.remove(self._outbox, entry.name)

    def _hash(self, folder: Folder, name: str, look: Look) -> bytes:
        digest = hashlib.sha256()
        with self._reading(folder, name, look) as chunks:
            for chunk in chunks:
                digest.update(chunk)
        return digest.digest()


def _short(look_after: Look | None) -> OutsideError:
    return VanishedError(Place.INBOX) if look_after is None else CutOffError(Place.INBOX, "short")


def _places(entries: Iterable[Entry], name: str, size: int, place: Place) -> Iterator[tuple[str, Look | None]]:
    """The names under which a file of this name and size can lie: free names, and names of files of the same size with
    their looks. Raises ServerError when one free name after the other turns out to be taken.
    """
    by_name = {entry.name: entry for entry in entries}
    free = 0
    for candidate in numbered(name):
        if candidate not in by_name:
            if (free := free + 1) > FREE_NAMES:
                raise ServerError(place, "names")
            yield candidate, None
        elif (look := by_name[candidate].look) is not None and look.size == size:
            yield candidate, look
