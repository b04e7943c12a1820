"""The name of a large business."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
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
_WITHOUT_KEY = re.compile(rf"{UNKNOWN} \(([0-9a-f]{{{_DIGITS}}})\)")

PartnerSign = Callable[[str], str]
"""Makes hexadecimal digits of a text that nobody without the home's key can make."""


def unknown_partner(name: str, sign: PartnerSign | None = None) -> str:
    """The form in which everybody but its sender reads a name that nobody has confirmed: ``mitra belum dikenal
    (1a2b-3c4d)``. The name may be a person's. The same name gives the same digits each month, because it is part of
    keys. Without a ``sign`` (a check that keeps nothing) they are those of a hash, which whoever guesses a name can
    make too, in one piece.
    """
    digits = hashlib.sha256((fold_word(name) or name).encode()).hexdigest()[:_DIGITS]
    text = f"{UNKNOWN} ({digits})"
    return text if sign is None else signed_partners(text, sign)


def signed_partners(text: str, sign: PartnerSign) -> str:
    """A text in which all digits that were made without a key are made with it. The form tells them apart: those with
    a key stay as they are.
    """
    return _WITHOUT_KEY.sub(lambda match: f"{UNKNOWN} ({_in_two(sign(match[1]))})", text)


def _in_two(digits: str) -> str:
    half = _DIGITS // 2
    return f"{digits[:half]}-{digits[half:_DIGITS]}"


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
        names, sign = context.reference.partner_names, context.partner_sign

        def read(value: Any) -> Reading:
            reading = read_text(value)
            if reading.value is None:
                return reading
            name = names.get(fold_name(reading.value))
            _, explanation = explained(reading.value)
            if name and not doubts(explanation) and names.get(fold_name(explanation), name) == name:
                return Reading(name)
            return Reading(unknown_partner(reading.value, sign), (*reading.issues, Issue(Code.PARTNER_UNKNOWN)))

        return read

    def usual_form(self, column: ColumnLike, context: ContextLike) -> str | None:
        return None  # every name is looked up

    def asks_of(self, column: ColumnLike) -> str:
        return self.asks
