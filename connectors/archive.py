"""The archive: every file that ever came, by its hash, before anything reads it. Any fsspec URL; local by default."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

import fsspec
from fsspec.implementations.local import LocalFileSystem

from connectors.errors import DamagedError, NotArchivedError, Place, outside
from connectors.local_files import make_private_folder, write_atomically

_PIECE = 1 << 18
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Archive:
    """Files under ``<url>/ab/cd/<sha256>``; on a local disk with modes 0600 and 0700.

    Every method raises OutsideError for what the storage does, and ValueError for a name that is no SHA-256.
    """

    def __init__(self, url: str) -> None:
        self._files, self._root = fsspec.url_to_fs(url)
        self._local = isinstance(self._files, LocalFileSystem)

    def put(self, data: bytes) -> str:
        """Keeps the bytes and gives their SHA-256. They are there whole, verified by reading them back, or not at all;
        the same bytes again change nothing, save that a damaged copy is mended.
        """
        sha = hashlib.sha256(data).hexdigest()
        if self.verify(sha):
            return sha
        with outside(Place.ARCHIVE):
            if self._local:
                make_private_folder(Path(self._path(sha)).parent)
                write_atomically(Path(self._path(sha)), data, mode=0o600)
            else:
                self._put_remote(self._path(sha), data)
        if not self.verify(sha):
            raise DamagedError(Place.ARCHIVE)
        return sha

    def get(self, sha: str) -> bytes:
        """The bytes with this hash. Raises NotArchivedError, or DamagedError when they have changed."""
        with outside(Place.ARCHIVE):
            try:
                data = self._files.cat_file(self._path(sha))
            except FileNotFoundError:
                raise NotArchivedError(Place.ARCHIVE) from None
        if hashlib.sha256(data).hexdigest() != sha:
            raise DamagedError(Place.ARCHIVE)
        return data

    def pieces(self, sha: str) -> tuple[int, Iterator[bytes]]:
        """How many bytes there are under this hash, and they themselves piece by piece, for files of any size. They are
        compared with their hash before the first is given. Raises as ``get`` does.
        """
        path, digest, size = self._path(sha), hashlib.sha256(), 0
        for piece in self._read(path):
            digest.update(piece)
            size += len(piece)
        if digest.hexdigest() != sha:
            raise DamagedError(Place.ARCHIVE)
        return size, self._read(path)

    def _read(self, path: str) -> Iterator[bytes]:
        with outside(Place.ARCHIVE):
            try:
                with self._files.open(path, "rb") as file:
                    while piece := file.read(_PIECE):
                        yield piece
            except FileNotFoundError:
                raise NotArchivedError(Place.ARCHIVE) from None

    def has(self, sha: str) -> bool:
        """Whether a file lies there under this hash; its bytes are not looked at."""
        with outside(Place.ARCHIVE):
            return self._files.exists(self._path(sha))

    def verify(self, sha: str) -> bool:
        """Whether the file is there and its bytes have this hash."""
        try:
            self.get(sha)
        except (NotArchivedError, DamagedError):
            return False
        return True

    def _path(self, sha: str) -> str:
        if not _SHA256.fullmatch(sha):
            raise ValueError("not a SHA-256")
        return f"{self._root}/{sha[:2]}/{sha[2:4]}/{sha}"

    def _put_remote(self, target: str, data: bytes) -> None:
        """Under another name first: not every remote store writes a file whole or not at all."""
        folder = os.path.dirname(target)
        upload = f"{folder}/.{secrets.token_hex(8)}.part"
        self._files.makedirs(folder, exist_ok=True)
        self._files.pipe_file(upload, data)
        self._files.mv(upload, target)
