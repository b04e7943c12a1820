"""Names of files that are not taken in, as others than their sender may read them."""

from __future__ import annotations

from pathlib import PurePath

_FIRST = 3
_LONGEST_FORM = 5


def cut_name(name: str) -> str:
    """The beginning of a file's name and its form: a sender can name it after a person. ``Laporan Bu Rahma.xlsx`` →
    ``Lap….xlsx``.
    """
    form = PurePath(name).suffix
    form = form if form[1:].isascii() and form[1:].isalnum() and len(form) <= _LONGEST_FORM else ""
    stem = name.removesuffix(form)
    return name if len(stem) <= _FIRST else f"{stem[:_FIRST].rstrip()}…{form}"
