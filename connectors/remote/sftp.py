"""Folders of an SFTP server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Generator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import takewhile
from typing import TypeVar

import asyncssh

from connectors.errors import (
    FolderMissingError,
    NoSpaceError,
    OutsideError,
    Place,
    StillBeingWrittenError,
    TimedOutError,
    UnreachableError,
    VanishedError,
)
from connectors.file_items import is_file_name
from connectors.remote.files import CHUNK, Folder, Moved, RemoteFiles, hidden_name, put_back
from connectors.remote.sftp_line import Address, Line, meaning
from connectors.waiting import Entry, Kind
from connectors.wholeness import Look

_GONE = (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath)
_KINDS = {asyncssh.FILEXFER_TYPE_REGULAR: Kind.FILE, asyncssh.FILEXFER_TYPE_DIRECTORY: Kind.FOLDER}
_BLOCK = CHUNK // 16
"""Bytes of one request; those of a chunk are under way at once. asyncssh's own way is not used: it leaves requests
behind when its caller gives up or the connection breaks, and those complain later, in the middle of something else.
"""
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class SftpFiles(RemoteFiles):
    """Files of an SFTP server. ``host_keys`` are its public keys (``ssh-ed25519 AAAA…``); no other key is believed.
    Give one of ``password`` and ``key``, a private key as OpenSSH or PEM writes it. Paths are absolute, or relative to
    the home there.

    Times are whole seconds in the protocol's version 3, which nearly all servers speak. A change within a second that
    keeps the size cannot be seen, so ``settle_seconds`` should be at least one.
    """

    host: str
    user: str
    host_keys: tuple[str, ...]
    port: int = 22
    password: str | None = field(default=None, repr=False)
    key: str | None = field(default=None, repr=False)
    timeout_seconds: float = 30.0

    @cached_property
    def _line(self) -> Line:
        return Line(
            Address(
                host=self.host,
                port=self.port,
                user=self.user,
                host_keys=self.host_keys,
                password=self.password,
                key=self.key,
                timeout_seconds=self.timeout_seconds,
            )
        )

    def sign_in(self, place: Place) -> None:
        """See RemoteFiles."""
        self._run(place, lambda client: client.realpath("."))

    def list_folder(self, folder: Folder) -> list[Entry]:
        """See RemoteFiles. Links are not followed."""
        try:
            names = self._line.run(folder.place, lambda client: client.readdir(folder.path))
        except _GONE as error:
            raise FolderMissingError(folder.place, type(error).__name__) from None
        except asyncssh.SFTPError as error:
            raise meaning(error, folder.place) from None
        return [_entry(str(name.filename), name.attrs) for name in names if name.filename not in {".", ".."}]

    def look(self, folder: Folder, name: str) -> Look | None:
        """See RemoteFiles."""
        return self._run(folder.place, lambda client: _look(client, _path(folder, name)))

    def read(self, folder: Folder, name: str, listed_look: Look, start: int = 0) -> Generator[bytes]:
        """See RemoteFiles. Looks before it opens, because the protocol would follow a link and wait at a pipe."""
        file = self._run(folder.place, lambda client: _open(client, folder, name, listed_look))
        try:
            while chunk := self._run(folder.place, partial(_part, file=file, start=start)):
                yield chunk
                start += len(chunk)
        finally:
            self._close_file(folder.place, file)

    def put(self, folder: Folder, name: str, data: bytes) -> bool:
        """See RemoteFiles. Uses the protocol's own rename: unlike POSIX's, it fails where something has the name."""
        part_path = _path(folder, hidden_name())
        try:
            self._write(folder, part_path, data)
            is_taken = not self._rename(folder.place, part_path, _path(folder, name))
        except (TimedOutError, UnreachableError):
            raise
        except OutsideError:
            with suppress(OutsideError):
                self._run(folder.place, lambda client: _remove(client, part_path))
            raise
        if is_taken:
            self._run(folder.place, lambda client: _remove(client, part_path))
        return not is_taken

    def move(self, folder: Folder, name: str, listed_look: Look, target: Folder, new_name: str, *, over: bool) -> Moved:
        """See RemoteFiles. A rename cannot be tied to a look, so the look is taken afterwards; a newer file that was
        moved in place of the listed one goes back.
        """
        source_path, destination = _path(folder, name), _path(target, new_name)
        if self.look(folder, name) != listed_look:
            return Moved.CHANGED
        if over:
            self._run(folder.place, lambda client: _replace(client, source_path, destination))
        elif not self._rename(folder.place, source_path, destination):
            return Moved.CHANGED if self.look(folder, name) is None else Moved.TAKEN
        if self.look(target, new_name) in {listed_look, None}:
            if over and self.look(folder, name) == listed_look:  # two names of one file, which POSIX leaves as they are
                self.remove(folder, name)
            return Moved.DONE
        put_back(name, lambda free: self._rename(folder.place, destination, _path(folder, free)), folder.place)
        return Moved.CHANGED

    def remove(self, folder: Folder, name: str) -> None:
        """See RemoteFiles."""
        self._run(folder.place, lambda client: _remove(client, _path(folder, name)))

    def make_folder(self, folder: Folder, model_folder: Folder) -> None:
        """See RemoteFiles. A link does not count as a folder: it may lead elsewhere."""
        if not self._run(folder.place, lambda client: _make_folder(client, folder.path, model_folder.path)):
            raise FolderMissingError(folder.place)

    def close(self) -> None:
        """See RemoteFiles."""
        self._line.close()

    def _run(self, place: Place, work: Callable[[asyncssh.SFTPClient], Coroutine[None, None, T]]) -> T:
        try:
            return self._line.run(place, work)
        except asyncssh.SFTPError as error:
            raise meaning(error, place) from None

    def _rename(self, place: Place, source_path: str, destination: str) -> bool:
        """Renames a file. False when something has the new name, or nothing the old one."""
        try:
            self._line.run(place, lambda client: client.rename(source_path, destination))
        except (asyncssh.SFTPFailure, asyncssh.SFTPFileAlreadyExists, *_GONE) as error:
            if self._run(place, lambda client: _there(client, destination)) or not self._run(
                place, lambda client: _there(client, source_path)
            ):
                return False
            raise meaning(error, place) from None
        except asyncssh.SFTPError as error:
            raise meaning(error, place) from None
        return True

    def _write(self, folder: Folder, path: str, data: bytes) -> None:
        """Writes a new file and forces it to the server's disk where that is possible. Whoever may open the folder may
        read it.
        """
        try:
            mode = self._line.run(folder.place, lambda client: client.stat(folder.path)).permissions
            attributes = asyncssh.SFTPAttrs(permissions=(0o600 if mode is None else mode & 0o666))
            file = self._line.run(folder.place, lambda client: client.open(path, "xb", attributes, block_size=0))
        except _GONE as error:
            raise FolderMissingError(folder.place, type(error).__name__) from None
        except asyncssh.SFTPError as error:
            raise meaning(error, folder.place) from None
        try:
            for start in range(0, len(data), CHUNK):
                part = data[start : start + CHUNK]
                self._line.run(folder.place, partial(_write, file=file, part=part, start=start))
            with suppress(asyncssh.SFTPOpUnsupported):
                self._line.run(folder.place, lambda _: file.fsync())
            self._line.run(folder.place, lambda _: file.close())
        except asyncssh.SFTPError as error:
            self._close_file(folder.place, file)
            no_space_error = self._full(folder) if isinstance(error, asyncssh.SFTPFailure) else None
            raise no_space_error or meaning(error, folder.place) from None

    def _close_file(self, place: Place, file: asyncssh.SFTPClientFile) -> None:
        """Gives the server its handle back. An earlier error says more than one here, so errors here are dropped."""
        if self._line.is_open:
            with suppress(OutsideError, asyncssh.SFTPError):
                self._line.run(place, lambda _: file.close())

    def _full(self, folder: Folder) -> NoSpaceError | None:
        """Whether the disk is full. Version 3 of the protocol has no word for it; OpenSSH tells its space when
        asked.
        """
        try:
            space = self._line.run(folder.place, lambda client: client.statvfs(folder.path))
        except asyncssh.SFTPError:
            return None
        return NoSpaceError(folder.place, "statvfs") if space.bavail * space.frsize < CHUNK else None


def _path(folder: Folder, name: str) -> str:
    return folder.inside(name).path


def _kind(attributes: asyncssh.SFTPAttrs) -> Kind:
    return _KINDS.get(attributes.type, Kind.OTHER)


def _look_of(attributes: asyncssh.SFTPAttrs) -> Look | None:
    if _kind(attributes) is not Kind.FILE:
        return None
    return Look(attributes.size or 0, int(attributes.mtime or 0) * 10**9 + (attributes.mtime_ns or 0))


def _entry(name: str, attributes: asyncssh.SFTPAttrs) -> Entry:
    kind = _kind(attributes) if is_file_name(name) else Kind.OTHER
    return Entry(name, kind, _look_of(attributes) if kind is Kind.FILE else None)


async def _look(client: asyncssh.SFTPClient, path: str) -> Look | None:
    try:
        return _look_of(await client.lstat(path))
    except _GONE:
        return None


async def _there(client: asyncssh.SFTPClient, path: str) -> bool:
    try:
        await client.lstat(path)
    except _GONE:
        return False
    return True


async def _open(client: asyncssh.SFTPClient, folder: Folder, name: str, listed_look: Look) -> asyncssh.SFTPClientFile:
    path = _path(folder, name)
    _must_be(await _look(client, path), listed_look, folder.place)
    try:
        file = await client.open(path, "rb", block_size=0)
    except _GONE:
        raise VanishedError(folder.place) from None
    try:
        _must_be(_look_of(await file.stat()), listed_look, folder.place)
    except OutsideError:
        await file.close()
        raise
    return file


async def _part(_client: asyncssh.SFTPClient, file: asyncssh.SFTPClientFile, start: int) -> bytes:
    """Reads up to a chunk. A server may give less of a block than asked; the rest is asked for again."""
    blocks = await asyncio.gather(*(file.read(_BLOCK, place) for place in range(start, start + CHUNK, _BLOCK)))
    whole = list(takewhile(lambda block: len(block) == _BLOCK, blocks))
    return b"".join(blocks[: len(whole) + 1])


async def _write(_client: asyncssh.SFTPClient, file: asyncssh.SFTPClientFile, part: bytes, start: int) -> None:
    places = range(0, len(part), _BLOCK)
    await asyncio.gather(*(file.write(part[place : place + _BLOCK], start + place) for place in places))


def _must_be(look: Look | None, listed_look: Look, place: Place) -> None:
    if look is None:
        raise VanishedError(place)
    if look != listed_look:
        raise StillBeingWrittenError(place)


async def _remove(client: asyncssh.SFTPClient, path: str) -> None:
    with suppress(*_GONE):
        await client.remove(path)


async def _replace(client: asyncssh.SFTPClient, source_path: str, destination: str) -> None:
    """Moves over a file with the same bytes."""
    try:
        await client.posix_rename(source_path, destination)
    except asyncssh.SFTPOpUnsupported:
        await _remove(client, destination)
        await client.rename(source_path, destination)


async def _make_folder(client: asyncssh.SFTPClient, path: str, model_folder: str) -> bool:
    """Makes a folder; gives whether it is there afterwards."""
    mode = (await client.stat(model_folder)).permissions
    try:
        attributes = await client.lstat(path)
    except _GONE:
        with suppress(asyncssh.SFTPFailure, asyncssh.SFTPFileAlreadyExists):  # somebody else was faster
            await client.mkdir(path, asyncssh.SFTPAttrs(permissions=0o700 if mode is None else mode & 0o777))
        attributes = await client.lstat(path)
    return _kind(attributes) is Kind.FOLDER
