"""The colours and words of severity: light fills that the colour-blind tell apart (after Okabe and Ito, 2008).

Each severity has two fills that look the same. The first marks a cell that had no fill. The second marks a cell with a
solid fill of its own, whose colour is kept as the background colour (never seen in a solid fill). So the sender's look
can be restored when the workbook returns, even after a spreadsheet program has rewritten it. A third one fills the
cells of our own sheets, which need no restoring.
"""

from __future__ import annotations

from dataclasses import dataclass

from schemas.finding import Severity
from schemas.messages import severity_words


@dataclass(frozen=True)
class Mark:
    """The look and the word of one severity. The number in ``label`` lets people sort."""

    plain_style: str
    over_fill: str
    table: str
    label: str
    meaning: str


MARKS = {
    Severity.FATAL: Mark(
        "FFDCC3EA",
        "FFDCC3EB",
        "FFDCC3EC",
        f"1 {severity_words(Severity.FATAL)}",
        "Seluruh kiriman belum dapat dimuat sebelum hal ini diperbaiki.",
    ),
    Severity.ERROR: Mark(
        "FFF7B99E",
        "FFF7B99F",
        "FFF7B9A0",
        f"2 {severity_words(Severity.ERROR)}",
        "Baris ini belum dimuat sampai isinya diperbaiki; sementara itu kami simpan.",
    ),
    Severity.WITHHELD: Mark(
        "FFABD4F1",
        "FFABD4F2",
        "FFABD4F3",
        f"3 {severity_words(Severity.WITHHELD)}",
        "Isi sel ini belum dimuat sampai diperbaiki; isi lain di barisnya tidak terganggu.",
    ),
    Severity.WARNING: Mark(
        "FFFFEFA1",
        "FFFFEFA2",
        "FFFFEFA3",
        f"4 {severity_words(Severity.WARNING)}",
        "Tidak menghalangi. Mohon dilihat, apakah memang demikian.",
    ),
}

ORDER = tuple(MARKS)
DARK_FOR_THEME_WHITE = "FF1A1A1B"
DARK_FOR_WHITE = "FF1A1A1C"
"""Font colours that stand in for white on a cell that we fill with a light colour."""

INK = "FF1F2933"
NAVY = "FF1F4E78"
GREY = "FF5F6B7A"
LINE = "FFD0D7DE"
LINK = "FF0B5CAD"
GREEN, PALE_GREEN = "FF2E7D5B", "FFD9EFE2"


def worst(severities: list[Severity]) -> Severity:
    """The worst of several severities."""
    return min(severities, key=ORDER.index)
