"""Kecamatan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.bare import leniently, own_word_of
from schemas.kinds.base import Kind
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.places import example_places, find_place, nearest_place
from schemas.kinds.reading import EMPTY, UNJUDGED, CellReader, Reading, bad
from schemas.text import EMPTY_WORDS, shown


@dataclass(frozen=True)
class Kecamatan(Kind):
    """A kecamatan inside the office's regency, kept as Kemendagri code. It is not judged while the office is
    unknown.
    """

    name = "Kecamatan"
    asks = "nama kecamatan di kabupaten pengirim"
    shows_example = "in_findings"
    form = r"\d\d\.\d\d\.\d\d"
    is_place = True
    validation = "kecamatan"

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        names = context.reference.names_within(context.office or "")

        def read(value: Any) -> Reading:
            text = shown(value)
            if text.casefold() in EMPTY_WORDS:
                return EMPTY
            if context.office is None:
                return Reading(UNJUDGED)
            code = find_place(text, names)
            return Reading(code) if code else bad(Code.REGION_KECAMATAN, nearest_place(text, names))

        return leniently(read, own_word_of(column))

    def example_for(self, column: ColumnLike, prefix: str) -> str:
        return example_places(prefix)[0]
