"""Keys of rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from schemas.codes import Code
from schemas.kinds.bare import leniently, own_word_of
from schemas.kinds.base import Demand, Form, Kind
from schemas.kinds.digits import BLANKS, says_nothing
from schemas.kinds.given import ColumnLike, ContextLike
from schemas.kinds.reading import EMPTY, CellReader, Reading, bad
from schemas.text import shown

_KEY = re.compile(r"([A-Z]{3})-\d{4,6}", re.A)
_ITEM_KEY = re.compile(r"([A-Z]{3})-\d{4,6}-\d{2,3}", re.A)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
COLLABORATOR_PREFIX = "SSL"
COLLABORATOR_KEYS = ("kode_mitra", "kode_permintaan")  # given in South Sulawesi, whoever repeats them
DEFAULT_PREFIX = "MJN"


@dataclass(frozen=True)
class Key(Kind):
    """A business key ``MJN-0001``, in capitals and with the office's prefix; ``item`` stands for the longer
    ``MJN-0001-01``.

    ``foreign`` allows the prefix of any office (a Sulbar product named by a collaborator).
    """

    item: bool = False
    foreign: bool = False

    name = "Kode"
    only_figures = True
    shows_example = "always"
    validation = "key"

    # --- reading --------------------------------------------------------------------------------------------------

    def allowed_prefixes(self, context: ContextLike) -> frozenset[str]:
        """The prefixes that a key may have: the office's, or any regency's where the column names foreign rows."""
        return context.regency_prefixes if self.foreign else context.own_prefixes

    def reader(self, column: ColumnLike, context: ContextLike) -> CellReader:
        pattern = _ITEM_KEY if self.item else _KEY
        allowed = self.allowed_prefixes(context)

        def read(value: Any) -> Reading:
            text = shown(value)
            match = pattern.fullmatch(text)
            if not match:
                if says_nothing(text):
                    return EMPTY
                text = _DASHES.sub("-", BLANKS.sub("", text)).upper()
                match = pattern.fullmatch(text)
            if not match:
                return bad(Code.KEY_FORMAT)
            return Reading(text) if match[1] in allowed else bad(Code.KEY_OFFICE)

        return leniently(read, own_word_of(column))

    def usual_form(self, column: ColumnLike, context: ContextLike) -> str | None:
        prefix = "|".join(sorted(self.allowed_prefixes(context)))
        return rf"(?:{prefix})-[0-9]{{4,6}}" + (r"-[0-9]{2,3}" if self.item else "")

    # --- after reading --------------------------------------------------------------------------------------------

    def demands(self) -> tuple[Demand, ...]:
        return (Form(r"[A-Z]{3}-\d{4,6}" + (r"-\d{2,3}" if self.item else "")),)

    def asks_of(self, column: ColumnLike) -> str:
        if column.warehouse_only:
            return "kode produk Sulawesi Barat"
        return f"kode yang ada di lembar {column.reference}" if column.reference else "kode berawalan kantor"

    def example_for(self, column: ColumnLike, prefix: str) -> str:
        return f"{key_prefix(column, prefix)}-0001" + ("-01" if self.item else "")


def key_prefix(column: ColumnLike, prefix: str = DEFAULT_PREFIX) -> str:
    """The prefix of a key in this column, in a workbook of the office with this prefix."""
    if column.name in COLLABORATOR_KEYS:
        return COLLABORATOR_PREFIX
    return DEFAULT_PREFIX if prefix == COLLABORATOR_PREFIX else prefix
