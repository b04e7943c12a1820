"""Halal certificates."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.codes import Code
from schemas.kinds.digits import BLANKS
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.licence import Licence
from schemas.kinds.reading import Reading, noted

_HALAL = re.compile(r"ID[.:\-]*([0-9]{13,18})", re.I)


@dataclass(frozen=True)
class Halal(Licence):
    """Halal certificate: ID and 13 to 18 digits (BPJPH). Another form stays as typed, with a warning."""

    name = "Nomor halal"
    only_figures = True
    asks = "ID dan 13 sampai 18 angka"
    example = "ID76110001234560126"
    long_number = True
    takes_text = True
    own_words = ("BPJPH",)

    def read_number(self, text: str, context: ContextLike) -> Reading:
        number = _HALAL.fullmatch(BLANKS.sub("", text))
        return Reading(f"ID{number[1]}") if number else noted(text[:255], Code.HALAL_FORMAT)

    def usual_form(self, column: ColumnLike, context: ContextLike) -> str | None:
        return r"ID[0-9]{13,18}"
