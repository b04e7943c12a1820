"""Degrees of latitude and longitude."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal as Exact

from schemas.codes import Code
from schemas.kinds.decimals import Decimal
from schemas.kinds.figures import UnreadableError, bare_figures

_DEGREES = re.compile(r"-?\d+(?:\.\d+)?", re.A)


@dataclass(frozen=True)
class Coordinate(Decimal):
    """Degrees; a dot or a comma is always the decimal point."""

    name = "Koordinat"
    noun = "derajat"
    display = "degrees"
    is_measured = False

    def parse(self, text: str) -> tuple[Exact, bool]:
        text = bare_figures(text).replace(",", ".")
        if not _DEGREES.fullmatch(text):
            raise UnreadableError(Code.NUMBER)
        return Exact(text), False
