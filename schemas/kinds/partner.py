"""The name of a large business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import CellReader, Issue, Reading
from schemas.kinds.strays import mask_personal
from schemas.kinds.text import Text
from schemas.text import fold_name


@dataclass(frozen=True)
class Partner(Text):
    """The name of a large business. Known ones and their aliases are reference data; an unknown one stays as typed."""

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
            if name:
                return Reading(name)
            # It is part of keys and of the report: what is personal in it goes no further than the archive.
            return Reading(mask_personal(reading.value), (*reading.issues, Issue(Code.PARTNER_UNKNOWN)))

        return read

    def usual_form(self, column: ColumnLike, context: ContextLike) -> str | None:
        return None  # every name is looked up

    def asks_of(self, column: ColumnLike) -> str:
        return self.asks
