"""Finds a place by its name or code, and gives the places in examples."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from schemas.kinds.near import the_one_near
from schemas.text import fold_place

if TYPE_CHECKING:
    from schemas.reference import Names

PREFIX = re.compile(r"^(?:(?:kec|kel)\.\s*|(?:kecamatan|kelurahan|kec|kel|desa)\s+)(?=\S)", re.I)
CODE = re.compile(r"[\d.]+", re.A)

# First kecamatan and a desa or kelurahan in it (Kepmendagri 2025), by the prefix of the regency's keys.
EXAMPLES = {
    "PKY": ("Bambalamotu", "Randomayang"),
    "MMJ": ("Mamuju", "Binanga"),
    "MMS": ("Mambi", "Talipukki"),
    "PLM": ("Tinambung", "Karama"),
    "MJN": ("Banggae", "Pangali Ali"),
    "MTG": ("Tobadak", "Mahahe"),
}
REGENCY_CODES = {"PKY": "7601", "MMJ": "7602", "MMS": "7603", "PLM": "7604", "MJN": "7605", "MTG": "7606"}


def example_places(prefix: str) -> tuple[str, str]:
    """A kecamatan, and a desa in it, of the regency whose keys begin with ``prefix`` (of Majene where none does)."""
    return EXAMPLES.get(prefix, EXAMPLES["MJN"])


def find_place(text: str, names: Names) -> str | None:
    """The code of the place that ``text`` names or whose Kemendagri code it is, with or without dots."""
    if CODE.fullmatch(text):
        dotted = text if "." in text else _dotted(text)
        return dotted if dotted in names.official else None
    return names.codes.get(fold_place(text)) or names.codes.get(fold_place(PREFIX.sub("", text)))


def _dotted(digits: str) -> str:
    parts = [digits[0:2], digits[2:4], digits[4:6], digits[6:]]
    return ".".join(part for part in parts if part)


def nearest_place(text: str, names: Names) -> str | None:
    """The one official name that ``text`` may be a slip of."""
    folded = {fold_place(name): name for name in names.official.values()}
    near = the_one_near(fold_place(PREFIX.sub("", text)), folded)
    return folded[near] if near else None
