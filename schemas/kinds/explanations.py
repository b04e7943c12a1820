"""Words in brackets behind a number that do not explain it: they name another number, or another thing than the
column's.
"""

from __future__ import annotations

import re

from schemas.kinds.days import MONTHS
from schemas.units import PEOPLE, Measure

_YEAR = r"(?:19|20)\d\d"
_WITHOUT_DOUBT = re.compile(
    rf"\d{{1,2}}[/.\-]\d{{1,2}}[/.\-]{_YEAR}|(?:\d{{1,2}}\s+[a-z]+\s+)?\b{_YEAR}\b|\bisi\s*\d+|\bdari\s*100\b"
    r"|\d+(?:[.,]\d+)?\s*%|-?\d+\s*(?:°\s*)?c\b",
    re.A,
)
"""Figures that are no other number for the cell: days and years, "isi 10", "dari 100", "10%", "4 °C"."""
_OF_ALL_MONTHS = frozenset(("kumulatif", "total", "sejak"))
_GROSS = frozenset(("kotor", "bruto", "brutto"))
_MEN = frozenset(("l", "lk", "laki", "pria"))
_WOMEN = frozenset(("p", "pr", "perempuan", "wanita", "ibu"))


def contradicts(explanation: str, measure: Measure, header: str) -> bool:
    """Whether words in brackets behind a number name another number, a month of a yearly sum, all months of a
    monthly one, a gross weight of a net one, or women among the men.
    """
    text = _WITHOUT_DOUBT.sub(" ", explanation.casefold())
    if any(map(str.isdigit, text)):
        return True
    words = set(re.findall(r"[a-z]+", text))
    if measure.rate == "tahun" and words & MONTHS.keys():
        return True
    if measure.rate == "bulan" and words & _OF_ALL_MONTHS:
        return True
    if measure.unit_in and words & _GROSS:
        return True
    others = {"l": _WOMEN, "p": _MEN}.get(header.casefold().split()[-1], frozenset())
    return measure.counts == PEOPLE and bool(words & others)
