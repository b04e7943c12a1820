"""Files on a file system of this machine: written whole or not at all, and private when asked for."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path


def write_atomically(target: Path, data: bytes, mode: int) -> None:
    """Writes ``data`` under a hidden name beside ``target``, forces it to the disk, and renames it into place.

    Raises OSError after removing the hidden file.
    """
    part_path = target.parent / f".{secrets.token_hex(8)}.part"
    try:
        write_new(part_path, data, mode)
        os.replace(part_path, target)
    except BaseException:
        with contextlib.suppress(OSError):
            part_path.unlink(missing_ok=True)
        raise
    force_folder(target.parent)


def write_new(path: Path, data: bytes, mode: int) -> None:
    """Writes a file that must not exist yet and forces it to the disk. Raises FileExistsError and other OSErrors."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
    with open(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def force_folder(folder: Path) -> None:
    """Forces a folder's entries to the disk, so that a rename survives a power cut.

    Some network file systems cannot do that, and a folder may be open for writing only. Neither is an error: the files
    in it are whole all the same.
    """
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_private_folder(folder: Path) -> list[Path]:
    """Makes the folder and its missing parents with mode 0700. Gives the folders that were made, outermost first.

    Raises OSError, also when a file stands in the way.
    """
    missing_folders = []
    level = folder
    while not level.is_dir():
        missing_folders.append(level)
        level = level.parent
    folders = []
    for path in reversed(missing_folders):
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode=0o700)
            folders.append(path)
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    return folders
