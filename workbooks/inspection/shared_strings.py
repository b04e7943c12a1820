"""The lengths of an Excel 97 workbook's shared strings ([MS-XLS] 2.4.265 SST, 2.5.293 XLUnicodeRichExtendedString)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from workbooks.inspection.package import unreadable
from workbooks.limits import FileRejectedError

_COUNTS = struct.Struct("<II")
_HEAD = struct.Struct("<HB")
_WIDE, _EXTENDED, _RICH = 1, 4, 8


def string_lengths(pieces: list[bytes]) -> list[int]:
    """Characters of every string in the content of an SST record and of the CONTINUE records behind it, whatever number
    is declared.

    Raises FileRejectedError ``file.unreadable`` when a string is cut off, or when something else stands behind them.
    """
    if not pieces:
        return []
    _, declared = _COUNTS.unpack_from(pieces[0])
    walk = _Walk(pieces)
    lengths: list[int] = []
    while not walk.at_end():
        try:
            lengths.append(walk.string())
        except (struct.error, IndexError, FileRejectedError):
            if len(lengths) < declared:
                raise
            break  # a rest that nobody counts
    return lengths


class _Walk:
    """Steps from string to string. Characters that go on in the next record begin there with a new width."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._rest: Iterator[bytes] = iter(pieces)
        self._piece, self._at = next(self._rest), _COUNTS.size

    def at_end(self) -> bool:
        """Whether nothing is left."""
        while self._at >= len(self._piece):
            piece = next(self._rest, None)
            if piece is None:
                return True
            self._piece, self._at = piece, 0
        return False

    def string(self) -> int:
        """Passes one string and gives its number of characters."""
        if self._at >= len(self._piece):
            self._next()
        characters, flags = _HEAD.unpack_from(self._piece, self._at)
        self._at += _HEAD.size
        behind = 0
        if flags & _RICH:
            behind += 4 * self._number("<H")
        if flags & _EXTENDED:
            behind += self._number("<I")
        self._pass_characters(characters, flags & _WIDE)
        self._pass_bytes(behind)
        return characters

    def _next(self) -> None:
        piece = next(self._rest, None)
        if piece is None:
            raise unreadable("the shared strings are cut off")
        self._piece, self._at = piece, 0

    def _number(self, form: str) -> int:
        (number,) = struct.unpack_from(form, self._piece, self._at)
        self._at += struct.calcsize(form)
        return number

    def _pass_characters(self, characters: int, wide: int) -> None:
        while True:
            count_here = min(characters, (len(self._piece) - self._at) >> wide)
            characters -= count_here
            self._at += count_here << wide
            if not characters:
                return
            self._next()
            wide = self._number("<B") & _WIDE

    def _pass_bytes(self, count: int) -> None:
        while count > len(self._piece) - self._at:
            count -= len(self._piece) - self._at
            self._next()
        self._at += count
