"""Real folders for the connectors' tests: closed ones and full ones too, also when the tests run as root."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from connectors.folder import FolderConnector

NOBODY = 65534


@pytest.fixture
def folder(tmp_path: Path) -> FolderConnector:
    """An office's two folders, seen from an hour later: nothing in them is young any more."""
    (tmp_path / "masuk").mkdir()
    (tmp_path / "keluar").mkdir()
    return FolderConnector(tmp_path / "masuk", tmp_path / "keluar", clock=lambda: time.time() + 3600)


@pytest.fixture
def closed() -> Callable[[Path], AbstractContextManager[None]]:
    """Closes a folder to whoever runs the tests; root, whom modes do not stop, becomes nobody meanwhile."""

    @contextmanager
    def close(path: Path) -> Iterator[None]:
        mode = path.stat().st_mode & 0o777
        path.chmod(0)
        root = os.geteuid() == 0
        try:
            if root:
                os.seteuid(NOBODY)
            yield
        finally:
            if root:
                os.seteuid(0)
            path.chmod(mode)

    return close


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KiB."""
    disk = tmp_path / "cakram"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)]
    if mount is None or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting a small disk needs the right to mount (root)")
    yield disk
    with contextlib.suppress(FileNotFoundError):
        subprocess.run(["umount", str(disk)], check=True)
