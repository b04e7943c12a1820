"""The address of the server that ``kemitraan up`` keeps for a home. Other commands use it instead of one of
their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from kemitraan.config.home import Home
from kemitraan.errors import UsageError

_LOCK, _ADDRESS = "up.lock", "alamat"


@contextmanager
def only_one_up(home: Home) -> Iterator[None]:
    """A lock that ``up`` holds as long as it runs. Raises UsageError where another one holds it."""
    folder = home.path / "prefect"
    folder.mkdir(mode=0o700, exist_ok=True)
    try:
        with FileLock(folder / _LOCK, timeout=0):
            (folder / _ADDRESS).unlink(missing_ok=True)  # of one that was killed
            yield
    except Timeout:
        raise UsageError(f"rumah {home.path} sudah dijalankan oleh `kemitraan up` lain.") from None


def tell_address(home: Home, url: str) -> None:
    """Lets other commands find the server's API. Hold ``only_one_up``."""
    (home.path / "prefect" / _ADDRESS).write_text(url, encoding="utf-8")


def server_of(home: Home) -> str | None:
    """The API of the server that ``up`` keeps for this home; None where none runs. Raises UsageError while one is being
    started.
    """
    folder = home.path / "prefect"
    if not (folder / _LOCK).exists():
        return None
    try:
        with FileLock(folder / _LOCK, timeout=0):
            return None  # whoever held it has ended
    except Timeout:
        pass
    try:
        return (folder / _ADDRESS).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UsageError("`kemitraan up` rumah ini baru dinyalakan. Tunggu sampai berjalan, lalu coba lagi.") from None
