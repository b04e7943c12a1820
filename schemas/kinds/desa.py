"""Desa and kelurahan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.bare import own_word_of, read_bare
from schemas.kinds.base import Kind
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.places import example_places, find_place, nearest_place
from schemas.kinds.reading import EMPTY, UNJUDGED, Reading, bad
from schemas.text import EMPTY_WORDS, shown


@dataclass(frozen=True)
class Desa(Kind):
    """A desa or kelurahan inside the row's kecamatan, kept as Kemendagri code. It is not judged while the kecamatan is
    unknown.
    """

    name = "Desa/kelurahan"
    asks = "nama desa atau kelurahan di kecamatan itu"
    form = r"\d\d\.\d\d\.\d\d\.\d{4}"
    is_place = True
    validation = "desa"

    @property
    def beside(self) -> str | None:
        return "kecamatan"

    def reader_beside(self, column: ColumnLike, context: ContextLike) -> Callable[[Any, Any], Reading]:
        own_word = own_word_of(column)

        def read(value: Any, kecamatan: Any) -> Reading:
            text = shown(value)
            reading = read_text(text, kecamatan)
            if not reading.issues:
                return reading
            return read_bare(text, lambda part: read_text(part, kecamatan), own_word) or reading

        def read_text(text: str, kecamatan: Any) -> Reading:
            if text.casefold() in EMPTY_WORDS:
                return EMPTY
            if kecamatan is None or kecamatan == UNJUDGED:
                return Reading(UNJUDGED)
            names = context.reference.names_within(kecamatan)
            code = find_place(text, names)
            if code:
                return Reading(code)
            if elsewhere := _kecamatan_of(text, kecamatan, context):
                # The name is right: what is wrong is the kecamatan, and another desa of a similar name is no help.
                expectation = f"{self.asks}; desa itu ada di kecamatan {' dan '.join(elsewhere)}"
                return bad(Code.REGION_DESA, expected=expectation)
            return bad(Code.REGION_DESA, nearest_place(text, names))

        return read

    def example_for(self, column: ColumnLike, prefix: str) -> str:
        return example_places(prefix)[1]


def _kecamatan_of(text: str, kecamatan: str, context: ContextLike) -> list[str]:
    """The other kecamatan of the regency with a desa named ``text``."""
    neighbours = context.reference.names_within(kecamatan.rpartition(".")[0]).official
    return [name for code, name in neighbours.items() if find_place(text, context.reference.names_within(code))]
