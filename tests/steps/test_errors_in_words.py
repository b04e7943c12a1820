"""One way from an error to a sentence: a terminal and a run say the same, only a run names no file."""

from __future__ import annotations

import errno

import pytest

from connectors.errors import Place, UnreachableError
from kemitraan.config.errors import ConfigError, ErrorLine
from kemitraan.errors import UsageError, explained, terminal_words
from kemitraan.steps.job.error_words import matter
from warehouse.errors import WarehouseError

NIK = "7605014107900001"


@pytest.mark.parametrize(
    "error",
    [
        UnreachableError(Place.ARCHIVE),
        WarehouseError("Gudang data tidak dapat dipakai."),
        UsageError("kantor itu tidak dikenal."),
        ConfigError("kemitraan.toml", [ErrorLine(3, "settings.due_day", "harus berupa angka.", "Tulis angkanya.")]),
    ],
)
def test_the_same_is_said_on_a_terminal_and_of_a_run(error: Exception) -> None:
    assert explained(error) == terminal_words(error) == matter(error)
    assert "Ada kesalahan pada program" not in matter(error)


def test_a_file_is_named_on_a_terminal_and_never_in_what_is_kept() -> None:
    error = FileNotFoundError(errno.ENOENT, "x", f"/rumah/{NIK}.xlsx")
    assert terminal_words(error) == f"/rumah/{NIK}.xlsx: berkas atau folder ini tidak ada."
    assert NIK not in matter(error)
    assert "ENOENT" in matter(error)


def test_an_error_of_ours_is_told_without_its_own_words() -> None:
    error = ValueError(NIK)
    assert explained(error) is None
    assert NIK not in terminal_words(error) + matter(error)
    assert "ValueError" in terminal_words(error)
    assert "ValueError" in matter(error)


def test_a_system_error_without_a_file_is_ours_on_a_terminal_save_that_the_disk_is_full() -> None:
    assert explained(OSError(errno.EIO, "x")) is None
    assert terminal_words(OSError(errno.ENOSPC, "x")).startswith("cakramnya penuh")
    assert "program" not in matter(OSError(errno.EIO, "x"))
