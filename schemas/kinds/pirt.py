"""Permits of home industry."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.codes import Code
from schemas.kinds.digits import DIGITS
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.licence import Licence
from schemas.kinds.places import REGENCY_CODES
from schemas.kinds.reading import Reading, bad, noted

_LABEL = re.compile(r"^(?:spp?[\s\-]*)?p?[\s\-.]*i\.?r\.?t\.?[\s:.]*(?:no(?:mor|\.)?[\s:.]*)?", re.I)
_BLANKS_AND_DASHES = re.compile(r"[\s\-\u2010-\u2015\u2212]")


@dataclass(frozen=True)
class Pirt(Licence):
    """SPP-IRT number, 15 digits (Per-BPOM 22/2018): packaging 1 to 8 first, year of expiry last; 12 in the old form."""

    name = "Nomor P-IRT"
    only_figures = True
    asks = "15 angka"
    form = r"\d{12}|\d{15}"
    long_number = True

    def read_number(self, text: str, context: ContextLike) -> Reading:
        digits = _BLANKS_AND_DASHES.sub("", _LABEL.sub("", text))
        if not DIGITS.fullmatch(digits) or len(digits) not in (12, 15):
            return bad(Code.PIRT_LENGTH)
        if len(digits) == 12:
            return noted(digits, Code.PIRT_OLD_FORMAT)
        if digits[0] not in "12345678":
            return bad(Code.PIRT_PACKAGING)
        if context.period_year and 2000 + int(digits[-2:]) < context.period_year:
            return noted(digits, Code.PIRT_EXPIRED)
        return Reading(digits)

    def usual_form(self, column: ColumnLike, context: ContextLike) -> str | None:
        first_year = max((context.period_year or 2000) - 2000, 0)
        return rf"[1-8][0-9]{{12}}(?:{'|'.join(f'{year:02}' for year in range(first_year, 100)) or 'x'})"

    def example_for(self, column: ColumnLike, prefix: str) -> str:
        regency = REGENCY_CODES.get(prefix, REGENCY_CODES["MJN"])
        return f"206{regency}010001-31"  # its digits 4 to 7 name the regency
