"""What stopped a command, in words that a person can act on."""

from __future__ import annotations

from connectors.errors import OutsideError
from connectors.messages import explain as explain_outside
from kemitraan.config.faults import ConfigError
from warehouse.errors import WarehouseError


class UsageError(Exception):
    """The command was asked for something that cannot be; the text is Indonesian and says what can."""


def explain(error: Exception) -> str | None:
    """The sentence for an error that is the user's or the world's; None for a fault of ours."""
    if isinstance(error, UsageError | ConfigError | WarehouseError):
        return str(error)
    if isinstance(error, OutsideError):
        told = explain_outside(error)
        return f"{told.reason} {told.remedy}"
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {_system_words(error)}"
    return None


def _system_words(error: OSError) -> str:
    known = {
        "FileNotFoundError": "berkas atau folder ini tidak ada.",
        "PermissionError": "tidak ada izin untuk membuka atau menulisnya.",
        "IsADirectoryError": "ini folder, bukan berkas.",
        "NotADirectoryError": "sebagian dari alamat ini bukan folder.",
        "FileExistsError": "sudah ada.",
    }
    return known.get(type(error).__name__, f"tidak dapat dipakai ({error.strerror}).")
