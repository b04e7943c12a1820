"""E-mail addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.bare import leniently, own_word_of
from schemas.kinds.base import Kind
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import EMPTY, CellReader, Reading, noted
from schemas.text import EMPTY_WORDS, shown

_EMAIL = re.compile(r"[^@\s,;:<>()]+@[^@\s,;:.<>()]+(?:\.[^@\s,;:.<>()*`\"]+)+")


@dataclass(frozen=True)
class Email(Kind):
    """An address with one @ and a domain, in small letters. A wrong one stays as typed, with a warning."""

    name = "Surel"
    asks = "alamat surel"
    example = "nama@example.com"  # a domain reserved for examples (RFC 2606)
    shows_example = "always"
    room = 28

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        def read(value: Any) -> Reading:
            text = shown(value)
            if text.casefold() in EMPTY_WORDS:
                return EMPTY
            return Reading(text.lower()) if _EMAIL.fullmatch(text) else noted(text[:255], Code.EMAIL)

        return leniently(read, own_word_of(column, "mailto"))

    def usual_form(self, column: ColumnLike, context: ContextLike) -> str | None:
        return r"[a-z0-9_]+(?:[.+-][a-z0-9_]+)*@[a-z0-9-]+(?:\.[a-z0-9-]+)+"

    def mask(self, text: str) -> str:
        return text[:1] + "***"
