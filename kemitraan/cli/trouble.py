"""What stopped a command, in words that a person can act on."""

from __future__ import annotations

import errno
import traceback

from connectors.errors import OutsideError
from connectors.messages import explain as explain_outside
from kemitraan.config.faults import ConfigError
from warehouse.errors import WarehouseError


class UsageError(Exception):
    """The command was asked for something impossible. The text is Indonesian and says what is possible."""


def explain(error: Exception) -> str | None:
    """The sentence for an error of the user or the outside world; None for a fault of ours."""
    if isinstance(error, ConfigError):
        return _config_words(error)
    if isinstance(error, UsageError | WarehouseError):
        return str(error)
    if isinstance(error, OutsideError):
        explanation = explain_outside(error)
        return f"{explanation.reason} {explanation.remedy}"
    if isinstance(error, OSError) and (error.filename is not None or error.errno == errno.ENOSPC):
        return f"{error.filename}: {_system_words(error)}" if error.filename else _system_words(error)
    return None


def told_as_ours(error: Exception) -> str:
    """The words for a fault of ours: its kind and place, but never its own words, which may quote personal data."""
    where = "".join(traceback.format_tb(error.__traceback__))
    return (
        f"{where}Ada kesalahan pada program ini ({type(error).__name__}), bukan pada berkas Anda. Tidak ada yang hilang. "
        "Sampaikan keterangan di atas kepada pengelola."
    )


def _config_words(error: ConfigError) -> str:
    """Every fault with its line; where there is no file at all, only what is the matter."""
    if all(fault.line is None and not fault.key for fault in error.faults):
        return " ".join(str(fault) for fault in error.faults)
    return str(error)


def _system_words(error: OSError) -> str:
    words = {
        errno.ENOENT: "berkas atau folder ini tidak ada.",
        errno.EACCES: "tidak ada izin untuk membuka atau menulisnya.",
        errno.EISDIR: "ini folder, bukan berkas.",
        errno.ENOTDIR: "sebagian dari alamat ini bukan folder.",
        errno.EEXIST: "sudah ada.",
        errno.ENOSPC: "cakramnya penuh. Kosongkan ruang, lalu jalankan lagi.",
        errno.EROFS: "cakram ini hanya dapat dibaca.",
        errno.ENAMETOOLONG: "namanya terlalu panjang.",
    }
    return words.get(error.errno or 0, f"tidak dapat dipakai ({error.strerror}).")
