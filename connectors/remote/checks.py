"""The flight check of two folders on another machine."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

from connectors.base import Check, FlightChecks
from connectors.errors import FolderMissingError, SignInRefusedError, StillBeingWrittenError, VanishedError
from connectors.flight import must_agree
from connectors.remote.files import Folder, RemoteFiles, hidden_name
from connectors.waiting import Rules


@dataclass
class RemoteChecks:
    """Tries what a run will need. It signs in once, because some servers shut out whoever fails several times."""

    files: RemoteFiles
    inbox: Folder
    outbox: Folder
    rules: Rules
    clock: Callable[[], float]
    _refused: SignInRefusedError | None = None

    def all(self, *, marks: bool) -> FlightChecks:
        """The checks in order. ``marks`` says whether done files are moved."""
        return (
            (Check.REACH, self._reach),
            (Check.SIGN_IN, self._sign_in),
            (Check.LIST, self._list),
            (Check.READ, self._read),
            *(((Check.MARK, self._mark),) if marks else ()),
            (Check.WRITE, self._write),
            (Check.CLOCK, self._clocks_agree),
        )

    def _reach(self) -> None:
        try:
            self.files.sign_in(self.inbox.place)
        except SignInRefusedError as refused:  # it answered
            self._refused = refused

    def _sign_in(self) -> None:
        if self._refused is not None:
            raise self._refused

    def _list(self) -> None:
        self.files.list_folder(self.inbox)

    def _read(self) -> None:
        """Reads one byte of each file that could be a submission. A file that goes or changes meanwhile proves
        nothing.
        """
        for entry in self.files.list_folder(self.inbox):
            if entry.look is not None and self.rules.may_be_submission(entry):
                try:
                    with closing(self.files.read(self.inbox, entry.name, entry.look)) as chunks:
                        next(chunks, b"")
                except (VanishedError, StillBeingWrittenError):
                    continue

    def _mark(self) -> None:
        self._probe(self.inbox)

    def _write(self) -> None:
        self.files.list_folder(self.outbox)
        self._probe(self.outbox)

    def _clocks_agree(self) -> None:
        """Compares the clocks. The server shows its clock by the time that it gives to a file."""
        before = self.clock()
        theirs = self._probe(self.outbox)
        must_agree(theirs, before, self.clock(), self.outbox.place)

    def _probe(self, folder: Folder) -> float:
        """Writes a hidden file, removes it, and gives its time."""
        name = hidden_name()
        self.files.put(folder, name, b"uji")
        try:
            look = self.files.look(folder, name)
        finally:
            self.files.remove(folder, name)
        if look is None:  # written and not there
            raise FolderMissingError(folder.place)
        return look.modified_ns / 1e9
