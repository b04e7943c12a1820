"""Business fields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.bare import leniently, own_word_of
from schemas.kinds.base import Kind
from schemas.kinds.digits import is_number, says_nothing, shown_digits
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import EMPTY, CellReader, Reading, bad, noted

_WITH_TITLE = re.compile(r"[A-V]?[ .\-]?(\d\d\.?\d\.?\d\.?\d)(?:\s*[-–—:/.,]\s*|\s+)(?=[^\W\d])(.*)", re.I | re.A)
_WITH_LETTER = re.compile(r"[A-V]?[ .\-]?(\d\d\.?\d\.?\d\.?\d)", re.I | re.A)
_ANOTHER = re.compile(r"\d{2}\.?\d{3}", re.A)


@dataclass(frozen=True)
class Kbli(Kind):
    """Business field code, 5 digits, edition 2020 or 2025 (BPS). A number cell of four digits gets its zero back. The
    letter of its section before it and its title behind it add nothing.
    """

    name = "KBLI"
    only_figures = True
    asks = "kode KBLI 5 angka"
    example = "10750"
    shows_example = "always"
    form = r"\d{5}"
    validation = "digits"
    lengths = (5,)
    room = 12

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        codes = context.reference.kbli

        def read(value: Any) -> Reading:
            text = shown_digits(value)
            if says_nothing(text):
                return EMPTY
            if text in codes:
                return Reading(text)
            if len(text) == 4 and is_number(value, context) and f"0{text}" in codes:
                return noted(f"0{text}", Code.KBLI_LEADING_ZERO, f"0{text}")
            code = code_of(text)
            return Reading(code) if code in codes else bad(Code.KBLI_UNKNOWN)

        return leniently(read, own_word_of(column))


def code_of(text: str) -> str | None:
    """The code in "10792 - Industri kue", "10.792" or "C10792"; None where there is none, or more than one."""
    match = _WITH_LETTER.fullmatch(text) or _WITH_TITLE.fullmatch(text)
    if match is None or (match.re is _WITH_TITLE and _ANOTHER.search(match[2])):
        return None
    return match[1].replace(".", "")
