"""Readers of places: kecamatan in the office's regency, desa in its kecamatan, kabupaten of South Sulawesi."""

from __future__ import annotations

import re
from typing import Any

from schemas.cells.choice import the_one_near
from schemas.cells.reading import EMPTY, CellReader, Reading, bad
from schemas.codes import Code
from schemas.context import Context
from schemas.model import Column
from schemas.reference import Names
from schemas.text import EMPTY_WORDS, clean, fold_place, shown

SOUTH_SULAWESI = "73"
OF_ITS_KECAMATAN = "nama desa atau kelurahan di kecamatan itu"
_PREFIX = re.compile(r"^(?:(?:kec|kel)\.\s*|(?:kecamatan|kelurahan|kec|kel|desa)\s+)(?=\S)", re.I)
_KABUPATEN_PREFIX = re.compile(r"^(?:(?:kab|kota)\.\s*|(?:kabupaten|kab|kota)\s+)(?=\S)", re.I)
_CODE = re.compile(r"[\d.]+", re.A)


def find_place(text: str, names: Names) -> str | None:
    """The code of the place that ``text`` names or whose Kemendagri code it is, with or without dots."""
    if _CODE.fullmatch(text):
        dotted = text if "." in text else _dotted(text)
        return dotted if dotted in names.official else None
    return names.codes.get(fold_place(text)) or names.codes.get(fold_place(_PREFIX.sub("", text)))


def _dotted(digits: str) -> str:
    parts = [digits[0:2], digits[2:4], digits[4:6], digits[6:]]
    return ".".join(part for part in parts if part)


def nearest_place(text: str, names: Names) -> str | None:
    """The one official name that ``text`` may be a slip of."""
    folded = {fold_place(name): name for name in names.official.values()}
    near = the_one_near(fold_place(_PREFIX.sub("", text)), folded)
    return folded[near] if near else None


def kecamatan_reader(column: Column, context: Context) -> CellReader:
    """A kecamatan of the office's regency as Kemendagri code."""
    names = context.reference.names_within(context.office or "")

    def read(value: Any) -> Reading:
        text = shown(value)
        if text.casefold() in EMPTY_WORDS:
            return EMPTY
        if context.office is None:
            return Reading(None)
        code = find_place(text, names)
        return Reading(code) if code else bad(Code.REGION_KECAMATAN, nearest_place(text, names))

    return read


def read_desa(value: Any, kecamatan: str, context: Context) -> Reading:
    """A desa or kelurahan inside ``kecamatan`` (a code), as Kemendagri code."""
    text = shown(value)
    if text.casefold() in EMPTY_WORDS:
        return EMPTY
    names = context.reference.names_within(kecamatan)
    code = find_place(text, names)
    if code:
        return Reading(code)
    elsewhere = _kecamatan_of(text, kecamatan, context)
    if elsewhere:  # the name is right: what is wrong is the kecamatan, and another desa of a similar name is no help
        return bad(
            Code.REGION_DESA, expected=f"{OF_ITS_KECAMATAN}; desa itu ada di kecamatan {' dan '.join(elsewhere)}"
        )
    return bad(Code.REGION_DESA, nearest_place(text, names))


def _kecamatan_of(text: str, kecamatan: str, context: Context) -> list[str]:
    """The other kecamatan of the regency in which a desa is that ``text`` names."""
    neighbours = context.reference.names_within(kecamatan.rpartition(".")[0]).official
    return [name for code, name in neighbours.items() if find_place(text, context.reference.names_within(code))]


def kabupaten_names(context: Context, province: str) -> Names:
    """The kabupaten and kota of a province, by their names with and without Kabupaten or Kota."""
    names = context.reference.names_within(province)
    bare = {fold_place(_KABUPATEN_PREFIX.sub("", name)): code for code, name in names.official.items()}
    return Names({**bare, **names.codes}, names.official)


def find_kabupaten(text: str, names: Names) -> str | None:
    """The code of a kabupaten by whole name, alias or dotted code; a bare four-digit code is never trusted."""
    text = clean(text)
    if _CODE.fullmatch(text):
        return text if text in names.official else None
    return names.codes.get(fold_place(text)) or names.codes.get(fold_place(_KABUPATEN_PREFIX.sub("", text)))


def kabupaten_reader(column: Column, context: Context) -> CellReader:
    """A kabupaten or kota of South Sulawesi as Kemendagri code."""
    names = kabupaten_names(context, SOUTH_SULAWESI)
    bare = {fold_place(_KABUPATEN_PREFIX.sub("", name)): name for name in names.official.values()}

    def read(value: Any) -> Reading:
        text = shown(value)
        if text.casefold() in EMPTY_WORDS:
            return EMPTY
        code = find_kabupaten(text, names)
        if code:
            return Reading(code)
        near = the_one_near(fold_place(_KABUPATEN_PREFIX.sub("", text)), bare)
        return bad(Code.CHOICE, bare[near] if near else None)

    return read
