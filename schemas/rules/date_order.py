"""date.order: an end before its start."""

from schemas.codes import Code
from schemas.reading import ReadSheet


def _check(read: ReadSheet, start: str, end: str) -> None:
    for position, (first, last) in enumerate(zip(read.values(start), read.values(end), strict=True)):
        if first is not None and last is not None and last < first:
            read.say(Code.DATE_ORDER, position, end)


def check_partnership(read: ReadSheet) -> None:
    """A partnership's dates."""
    _check(read, "tanggal_mulai", "tanggal_berakhir")


def check_requirement(read: ReadSheet) -> None:
    """A requirement's dates."""
    _check(read, "berlaku_mulai", "berlaku_sampai")
