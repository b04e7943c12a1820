"""Looks at many places of an XML part at once, by their bytes."""

from __future__ import annotations

import numpy as np

_BLANKS = np.frombuffer(b"\t\n\r", dtype=np.uint8)
_LONGEST_NUMBER = 8


def holds_controls(part: np.ndarray) -> bool:
    """Whether some byte is a control that no XML may hold."""
    is_control = part < ord(" ")
    return bool(is_control.any()) and not np.isin(part[is_control], _BLANKS).all()


def tags_between(data: np.ndarray, start: int, end: int) -> tuple[np.ndarray, np.ndarray] | None:
    """The places of ``<`` and ``>`` between two places. None when they do not take turns."""
    marks = np.flatnonzero((data[start:end] & 0b1111_1101) == ord("<")) + start  # > differs from < in one bit
    opens, closes = np.ascontiguousarray(marks[::2]), np.ascontiguousarray(marks[1::2])
    if len(opens) != len(closes) or not (data.take(opens) == ord("<")).all():
        return None
    return (opens, closes) if (data.take(closes) == ord(">")).all() else None


def bytes_are(data: np.ndarray, places: np.ndarray, text: bytes) -> np.ndarray:
    """Which places go on with this text."""
    is_same = np.ones(len(places), dtype=bool)
    for offset, byte in enumerate(text):
        is_same &= data[offset:].take(places) == byte
    return is_same


def numbers_at(data: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The numbers that stand there and how many digits they have, eight at most; no digits are 0."""
    numbers = np.zeros(len(places), dtype=np.int32)
    lengths = np.zeros(len(places), dtype=np.uint8)
    goes_on = np.ones(len(places), dtype=bool)
    for offset in range(_LONGEST_NUMBER):
        digits = data[offset:].take(places) - ord("0")  # a smaller byte becomes a large one
        goes_on &= digits < 10
        if not goes_on.any():
            break
        numbers *= 1 + 9 * goes_on.astype(np.int32)
        numbers += digits * goes_on
        lengths += goes_on
    return numbers, lengths
