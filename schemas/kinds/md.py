"""Registrations with BPOM."""

from __future__ import annotations

import re
from dataclasses import dataclass

from schemas.codes import Code
from schemas.kinds.digits import BLANKS
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.licence import Licence
from schemas.kinds.reading import Reading, bad

_MD = re.compile(r"(?:(?:BPOM)?(?:RI)?[.:\-]*)(?:NO(?:MOR)?[.:\-]*)?(M[DL])[.:\-]*([0-9]{12}|[0-9]{15})", re.I)


@dataclass(frozen=True)
class Md(Licence):
    """BPOM registration: MD or ML and 12 or 15 digits."""

    name = "Nomor BPOM"
    only_figures = True
    asks = "MD atau ML dan 12 atau 15 angka"
    example = "MD 867031001234"
    form = r"M[DL](?:\d{12}|\d{15})"
    long_number = True

    def read_number(self, text: str, context: ContextLike) -> Reading:
        match = _MD.fullmatch(BLANKS.sub("", text))
        return Reading(match[1].upper() + match[2]) if match else bad(Code.MD_FORMAT)

    def usual_form(self, column: ColumnLike, context: ContextLike) -> str | None:
        return r"M[DL](?:[0-9]{15}|[0-9]{12})"
