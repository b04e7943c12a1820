"""From an error to a sentence: the one place where an error of any room becomes words that a person can act on."""

from __future__ import annotations

import errno
import traceback

from connectors.errors import OutsideError
from connectors.messages import explain
from kemitraan.config.errors import ConfigError
from reports.errors import MissingLibrary
from warehouse.errors import WarehouseError


class UsageError(Exception):
    """The command was asked for something impossible. The text is Indonesian and says what is possible."""


def explained(error: BaseException, *, naming_files: bool = True) -> str | None:
    """The sentences for an error of the user or the outside world: what is wrong, and what to do. None for a program
    error.

    ``naming_files``: whether the text may name a file of this computer. Names may be personal, so stored texts leave
    them out.
    """
    if isinstance(error, ConfigError):
        return _config_words(error)
    if isinstance(error, UsageError | WarehouseError | MissingLibrary):
        return str(error)
    if isinstance(error, OutsideError):
        explanation = explain(error)
        return f"{explanation.reason} {explanation.remedy}"
    if isinstance(error, OSError):
        return _system_words(error, naming_files)
    return None


def terminal_words(error: Exception) -> str:
    """The words for a terminal. A program error is shown by its kind and place, never by its message, which may quote
    personal data.
    """
    traceback_text = "".join(traceback.format_tb(error.__traceback__))
    return explained(error) or (
        f"{traceback_text}Ada kesalahan pada program ini ({type(error).__name__}), bukan pada berkas Anda. Tidak ada yang hilang. "
        "Sampaikan keterangan di atas kepada pengelola."
    )


def _config_words(error: ConfigError) -> str:
    """Every error with its line; where there is no file at all, only what is the matter."""
    if all(line.line is None and not line.key for line in error.errors):
        return " ".join(str(line) for line in error.errors)
    return str(error)


_SYSTEM_WORDS = {
    errno.ENOENT: "berkas atau folder ini tidak ada.",
    errno.EACCES: "tidak ada izin untuk membuka atau menulisnya.",
    errno.EISDIR: "ini folder, bukan berkas.",
    errno.ENOTDIR: "sebagian dari alamat ini bukan folder.",
    errno.EEXIST: "sudah ada.",
    errno.ENOSPC: "cakramnya penuh. Kosongkan ruang, lalu jalankan lagi.",
    errno.EROFS: "cakram ini hanya dapat dibaca.",
    errno.ENAMETOOLONG: "namanya terlalu panjang.",
}


def _system_words(error: OSError, naming_files: bool) -> str | None:
    """The words for an error of the operating system. Where files may be named, an error without a file is a program
    error, unless the disk is full.
    """
    number = error.errno or 0
    words = _SYSTEM_WORDS.get(number, f"tidak dapat dipakai ({error.strerror}).")
    if naming_files:
        return f"{error.filename}: {words}" if error.filename is not None else words if number == errno.ENOSPC else None
    return f"Komputer ini tidak dapat membaca atau menulis berkasnya ({errno.errorcode.get(number, 'OSError')})."
