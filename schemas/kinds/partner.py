"""The name of a large business."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.bare import doubts, explained
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import CellReader, Issue, Reading
from schemas.kinds.text import Text
from schemas.text import fold_name, fold_word

UNKNOWN = "mitra belum dikenal"
_DIGITS = 8


def unknown_partner(name: str) -> str:
    """The form in which everybody but its sender reads a name that nobody has confirmed: ``mitra belum dikenal
    (1a2b3c4d)``. The name may be a person's. The same name gives the same digits each month, because it is part of
    keys.
    """
    digits = hashlib.sha256((fold_word(name) or name).encode()).hexdigest()[:_DIGITS]
    return f"{UNKNOWN} ({digits})"


@dataclass(frozen=True)
class Partner(Text):
    """The name of a large business. Known ones and their aliases are reference data; an unknown one is read as one that
    nobody knows yet.
    """

    name = "Usaha besar"
    asks = "nama usaha besar"
    example = "Alfamidi"
    shows_example = "always"
    validation = "some_of"
    offers = "partners"

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        read_text = super().reader(column, context)
        names = context.reference.partner_names

        def read(value: Any) -> Reading:
            reading = read_text(value)
            if reading.value is None:
                return reading
            name = names.get(fold_name(reading.value))
            _, explanation = explained(reading.value)
            if name and not doubts(explanation) and names.get(fold_name(explanation), name) == name:
                return Reading(name)
            return Reading(unknown_partner(reading.value), (*reading.issues, Issue(Code.PARTNER_UNKNOWN)))

        return read

    def usual_form(self, column: ColumnLike, context: ContextLike) -> str | None:
        return None  # every name is looked up

    def asks_of(self, column: ColumnLike) -> str:
        return self.asks
