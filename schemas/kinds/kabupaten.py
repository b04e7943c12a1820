"""Kabupaten and kota."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.bare import leniently, own_word_of
from schemas.kinds.base import Kind
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.near import the_one_near
from schemas.kinds.places import CODE
from schemas.kinds.reading import EMPTY, CellReader, Reading, bad
from schemas.office import SOUTH_SULAWESI
from schemas.reference import Names
from schemas.text import EMPTY_WORDS, clean, fold_place, shown

_PREFIX = re.compile(r"^(?:(?:kab|kota)\.\s*|(?:kabupaten|kab|kota)\s+)(?=\S)", re.I)


@dataclass(frozen=True)
class Kabupaten(Kind):
    """A kabupaten or kota of South Sulawesi (73), kept as Kemendagri code."""

    name = "Kabupaten/kota"
    asks = "nama kabupaten atau kota di Sulawesi Selatan"
    example = "Kota Makassar"
    shows_example = "always"
    form = r"\d\d\.\d\d"
    is_place = True
    validation = "one_of"
    offers = "regions"

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        names = kabupaten_names(context, SOUTH_SULAWESI)
        bare = {fold_place(_PREFIX.sub("", name)): name for name in names.official.values()}

        def read(value: Any) -> Reading:
            text = shown(value)
            if text.casefold() in EMPTY_WORDS:
                return EMPTY
            code = find_kabupaten(text, names)
            if code:
                return Reading(code)
            near = the_one_near(fold_place(_PREFIX.sub("", text)), bare)
            return bad(Code.CHOICE, bare[near] if near else None)

        return leniently(read, own_word_of(column))


def kabupaten_names(context: ContextLike, province: str) -> Names:
    """The kabupaten and kota of a province, by their names with and without Kabupaten or Kota."""
    names = context.reference.names_within(province)
    bare = {fold_place(_PREFIX.sub("", name)): code for code, name in names.official.items()}
    return Names({**bare, **names.codes}, names.official)


def find_kabupaten(text: str, names: Names) -> str | None:
    """The code of a kabupaten by whole name, alias or dotted code. A bare four-digit code is never trusted."""
    text = clean(text)
    if CODE.fullmatch(text):
        return text if text in names.official else None
    return names.codes.get(fold_place(text)) or names.codes.get(fold_place(_PREFIX.sub("", text)))
