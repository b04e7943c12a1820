"""The kind of workbook that an office sends, by its Kemendagri code."""

from __future__ import annotations

import csv
import functools
import importlib.resources
from typing import Literal

from schemas.contracts import CONTRACTS

OfficeKind = Literal["regency", "sulsel", "retail"]
PROVINCE = "76"
SOUTH_SULAWESI = "73"


def office_kind(code: str) -> OfficeKind:
    """``76.01`` … ``76.06``: regency; a kabupaten or kota of 73: sulsel; ``76``, the province: retail.

    Raises KeyError for every other code.
    """
    if code == PROVINCE:
        return "retail"
    if any(code == office.code for office in CONTRACTS.whole.regencies):
        return "regency"
    if code in _south_sulawesi():
        return "sulsel"
    raise KeyError(code)


@functools.cache
def _south_sulawesi() -> frozenset[str]:
    """Codes of the kabupaten and kota of South Sulawesi (Kepmendagri 2025)."""
    table = importlib.resources.files("schemas") / "data" / "wilayah.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return frozenset(row["code"] for row in rows if row["parent_code"] == SOUTH_SULAWESI)
