"""The archive: every file that ever came, by its hash, before anything reads it. Any fsspec URL; local by default."""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

from connectors.errors import (
    DamagedError,
    NotArchivedError,
    NotKeptError,
    OutsideError,
    Place,
    UnreachableError,
    from_os_error,
)
from connectors.local_files import make_private_folder, write_atomically, write_new

_PIECE = 1 << 18
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NOTE = re.compile(r"[0-9A-Za-z-]+")
_TOMBSTONE = ".pengganti"
_S3_WAITS = {"connect_timeout": 10, "read_timeout": 20, "retries": {"total_max_attempts": 3}}
"""Timeouts in seconds, and the number of tries. Without these, s3fs waits a quarter of an hour for a silent server."""


@dataclass(frozen=True)
class Tombstone:
    """What stands in the place of a file that was taken out: the file without what had to go, or none (``successor``
    None); when, and why in a word.
    """

    successor: str | None
    at: datetime
    why: str


class Archive:
    """Files under ``<url>/ab/cd/<sha256>``; on a local disk with modes 0600 and 0700.

    Every method raises OutsideError for what the storage does, and ValueError for a name that is no SHA-256. Who asks
    for a file that was buried gets its successor.
    """

    def __init__(self, url: str) -> None:
        self._is_s3 = url.startswith(("s3://", "s3a://"))
        options: dict[str, Any] = {"config_kwargs": _S3_WAITS} if self._is_s3 else {}
        self._files, self._root = fsspec.url_to_fs(url, **options)
        self._local = isinstance(self._files, LocalFileSystem)
        if self._is_s3:
            self._files.retries = 1

    def put(self, data: bytes) -> str:
        """Stores the bytes and gives their SHA-256. The file is there whole, verified by reading it back, or not at
        all. Storing the same bytes again changes nothing, except that a damaged copy is mended. Several processes may
        store at the same time.
        """
        sha = hashlib.sha256(data).hexdigest()
        if self.verify(sha):
            return sha
        path = self._path(sha)
        self._replace(path, data)
        if not self.verify(sha):
            raise NotKeptError(Place.ARCHIVE)
        return sha

    def get(self, sha: str) -> bytes:
        """The bytes with this hash, or of their successor. Raises NotArchivedError, or DamagedError when they have
        changed.
        """
        path = self._path(sha)
        try:
            with _outside():
                data = self._bytes(path)
        except NotArchivedError:
            return self.get(self._successor(sha))
        if hashlib.sha256(data).hexdigest() != sha:
            raise DamagedError(Place.ARCHIVE)
        return data

    def _bytes(self, path: str) -> bytes:
        try:
            return self._files.cat_file(path)
        except FileNotFoundError:
            raise NotArchivedError(Place.ARCHIVE) from None

    def pieces(self, sha: str) -> tuple[int, Iterator[bytes]]:
        """The size of the file with this hash, and its bytes piece by piece, for files of any size. The bytes are
        compared with their hash before the first piece is given. Raises as ``get`` does.
        """
        path, digest, size = self._path(sha), hashlib.sha256(), 0
        try:
            for piece in self._read(path):
                digest.update(piece)
                size += len(piece)
        except NotArchivedError:
            return self.pieces(self._successor(sha))
        if digest.hexdigest() != sha:
            raise DamagedError(Place.ARCHIVE)
        return size, self._read(path)

    def _read(self, path: str) -> Iterator[bytes]:
        with _outside():
            try:
                with self._files.open(path, "rb") as file:
                    while piece := file.read(_PIECE):
                        yield piece
            except FileNotFoundError:
                raise NotArchivedError(Place.ARCHIVE) from None

    def has(self, sha: str) -> bool:
        """Whether the archive has a file with this hash, or its successor. The bytes are not read."""
        if self._exists(self._path(sha)):
            return True
        stone = self.tombstone(sha)
        return stone is not None and stone.successor is not None and self.has(stone.successor)

    def has_own(self, sha: str) -> bool:
        """Whether the very bytes with this hash are there."""
        return self._exists(self._path(sha))

    def _exists(self, path: str) -> bool:
        with _outside():
            try:
                self._files.info(path)
            except FileNotFoundError:
                return False
        return True

    def bury(self, sha: str, successor: str | None, at: datetime, why: str) -> None:
        """Takes a file out for good. Its ``successor`` must be here already. A tombstone is laid first, so whoever is
        killed in between leaves a file that can be buried again.
        """
        if successor is not None and (successor == sha or not self.verify(successor)):
            raise NotKeptError(Place.ARCHIVE)
        stone = {"successor": successor, "at": at.isoformat(), "why": why}
        self._replace(f"{self._path(sha)}{_TOMBSTONE}", f"{json.dumps(stone)}\n".encode())
        path = self._path(sha)
        if self._exists(path):
            with _outside():
                self._files.rm_file(path)

    def tombstone(self, sha: str) -> Tombstone | None:
        """What stands in a file's place; None where nothing does."""
        path = f"{self._path(sha)}{_TOMBSTONE}"
        with _outside():
            try:
                stone = json.loads(self._files.cat_file(path))
            except FileNotFoundError:
                return None
        return Tombstone(stone["successor"], datetime.fromisoformat(stone["at"]), stone["why"])

    def _successor(self, sha: str) -> str:
        stone = self.tombstone(sha)
        if stone is None or stone.successor is None:
            raise NotArchivedError(Place.ARCHIVE)
        return stone.successor

    def verify(self, sha: str) -> bool:
        """Whether the file is there and its bytes have this hash."""
        try:
            self.get(sha)
        except (NotArchivedError, DamagedError):
            return False
        return True

    def put_note(self, sha: str, name: str, note: bytes) -> None:
        """Lays a small note beside the file with this hash, once: one of that name that is there stays as it is."""
        if not _NOTE.fullmatch(name):
            raise ValueError("not a note's name")
        path = f"{self._path(sha)}.{name}.json"
        if not self._exists(path):
            self._replace(path, note)

    def notes(self) -> Iterator[bytes]:
        """Every note, in the order of their files' hashes."""
        with _outside():
            paths = sorted(str(path) for path in self._files.glob(f"{self._root}/??/??/*.json"))
        for path in paths:
            with _outside():
                yield self._files.cat_file(path)

    def put_table(self, name: str, data: bytes) -> None:
        """Lays a small CSV beside the files, once: one of that name that is there stays as it is."""
        if not _NOTE.fullmatch(name):
            raise ValueError("not a table's name")
        path = f"{self._root}/{name}.csv"
        if not self._exists(path):
            self._replace(path, data)

    def tables(self, kind: str) -> list[str]:
        """The names of the CSVs that begin with ``kind-``, in order."""
        with _outside():
            paths = [str(path) for path in self._files.glob(f"{self._root}/{kind}-*.csv")]
        return sorted(os.path.basename(path).removesuffix(".csv") for path in paths)

    def table(self, name: str) -> bytes:
        """A CSV beside the files."""
        with _outside():
            return self._files.cat_file(f"{self._root}/{name}.csv")

    def clean_notes(self, clean: Callable[[str, str], str]) -> int:
        """Rewrites the notes and CSVs that ``clean`` (of a file's name and text) changes. Gives how many."""
        with _outside():
            paths = [
                str(path) for kind in ("??/??/*.json", "*.csv") for path in self._files.glob(f"{self._root}/{kind}")
            ]
        count = 0
        for path in sorted(paths):
            with _outside():
                text = self._files.cat_file(path).decode()
            cleaned = clean(os.path.basename(path), text)
            if cleaned != text:
                self._replace(path, cleaned.encode())
                count += 1
        return count

    def is_bare(self) -> bool:
        """Whether this is a local folder that is not there or holds nothing: a new archive, or one whose disk is not
        mounted.
        """
        if not self._local:
            return False
        with _outside():
            try:
                with os.scandir(self._root) as entries:
                    return next(entries, None) is None
            except FileNotFoundError:
                return True

    def remove_unfinished(self, older_than: datetime) -> int:
        """Removes what a killed put left half written in a local archive. Gives the number of files."""
        if not self._local:
            return 0
        count = 0
        with _outside():
            for path in Path(self._root).glob("??/??/.*.part"):
                if path.stat().st_mtime < older_than.timestamp():
                    path.unlink(missing_ok=True)
                    count += 1
        return count

    def try_writing(self) -> None:
        """Writes a small file beside the archived ones and removes it. Raises OutsideError, also when a local folder is
        missing: its disk may not be mounted.
        """
        probe = f"{self._root}/.uji-{secrets.token_hex(8)}"
        with _outside():
            if self._local:
                write_new(Path(probe), b"", mode=0o600)
                Path(probe).unlink()
            else:
                self._files.pipe_file(probe, b"uji")
                self._files.rm_file(probe)

    def _path(self, sha: str) -> str:
        if not _SHA256.fullmatch(sha):
            raise ValueError("not a SHA-256")
        return f"{self._root}/{sha[:2]}/{sha[2:4]}/{sha}"

    def _replace(self, path: str, data: bytes) -> None:
        """Writes a file whole or not at all."""
        with _outside():
            if self._local:
                make_private_folder(Path(path).parent)
                write_atomically(Path(path), data, mode=0o600)
            elif self._is_s3:
                self._files.pipe_file(path, data)  # S3 shows an object whole or not at all
            else:
                self._put_remote(path, data)

    def _put_remote(self, target: str, data: bytes) -> None:
        """Writes under another name first: not every remote store writes a file whole or not at all."""
        folder = os.path.dirname(target)
        upload = f"{folder}/.{secrets.token_hex(8)}.part"
        self._files.makedirs(folder, exist_ok=True)
        self._files.pipe_file(upload, data)
        self._files.mv(upload, target)


@contextmanager
def _outside() -> Iterator[None]:
    """Turns whatever the storage raises into an OutsideError. The storages of fsspec have errors of their own, so the
    block holds nothing but calls to them.
    """
    try:
        yield
    except OutsideError:
        raise
    except Exception as error:
        raise _meaning(error) from None


def _meaning(error: Exception) -> OutsideError:
    """The outside error for a storage's error: by S3's own code (s3fs keeps it as the cause), else by the operating
    system's, else "does not answer".
    """
    cause = error.__cause__ or error
    if type(cause).__module__.startswith("botocore."):
        from connectors.remote.s3_errors import s3_meaning  # botocore is there by now; without S3 it is not imported

        return s3_meaning(cause, Place.ARCHIVE)
    if isinstance(error, OSError):
        return from_os_error(error, Place.ARCHIVE)
    return UnreachableError(Place.ARCHIVE, type(error).__name__)
